"use client";

import { ArrowLeftRight } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../../../_components/button";
import { countOf } from "../../../../_components/format";
import { Select, type SelectOption } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { versionOption } from "../../../../_components/version-options";
import type { Choices } from "../queries";
import { defaultSides, filterParams, NO_FILTERS, type UrlState } from "../url-state";

const RESET = { ...filterParams(NO_FILTERS), borrower: null };

/** What is compared, on whom. A new choice starts without filters: they spoke of other borrowers. */
export function Pickers({ choices, url, children }: { choices: Choices; url: UrlState; children?: ReactNode }) {
  const options = versionOptions(choices);
  const choose = (baseline: string, candidate: string) => replaceParams({ ...RESET, ...sideParams(choices, baseline, candidate) });
  return (
    <>
      <Select
        label="Baseline"
        prefix
        className="max-w-64"
        value={url.baseline}
        options={options}
        onChange={(next) => choose(next, url.candidate)}
      />
      <IconButton label="Swap baseline and candidate" onClick={() => choose(url.candidate, url.baseline)}>
        <ArrowLeftRight aria-hidden />
      </IconButton>
      <Select
        label="Candidate"
        prefix
        className="max-w-64"
        value={url.candidate}
        options={options}
        onChange={(next) => choose(url.baseline, next)}
      />
      <Select
        label="On"
        prefix
        className="max-w-80"
        value={url.set ?? ""}
        options={choices.sets.map((set) => ({ value: set.name, label: set.title || set.name, note: countOf(set.fixtures, "borrower") }))}
        placeholder="no fixture set"
        onChange={(next) => replaceParams({ ...RESET, set: next === choices.sets[0]?.name ? null : next })}
      />
      {children}
    </>
  );
}

/** Defaults are not written, so that URLs stay short. */
function sideParams(choices: Choices, baseline: string, candidate: string): Record<string, string | null> {
  const usual = defaultSides(choices);
  return { baseline: baseline === usual.baseline ? null : baseline, candidate: candidate === usual.candidate ? null : candidate };
}

function versionOptions({ versions, draft }: Choices): SelectOption[] {
  const saved = versions.map(versionOption);
  return draft === null ? saved : [{ value: "draft", label: "draft", note: `your own, from v${draft.base}` }, ...saved];
}
