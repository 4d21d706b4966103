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

/** What is compared, on whom. A new choice starts without filters: they spoke of other borrowers. */
export function Pickers({ choices, url, children }: { choices: Choices; url: UrlState; children?: ReactNode }) {
  const options = versionOptions(choices);
  const reset = { ...filterParams(NO_FILTERS, url.filters), borrower: null, open: null };
  const choose = (baseline: string, candidate: string) => replaceParams({ ...reset, ...sideParams(choices, baseline, candidate) });
  return (
    <>
      <Select
        label="Baseline"
        prefix
        className="max-w-52 2xl:max-w-64"
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
        className="max-w-52 2xl:max-w-64"
        value={url.candidate}
        options={options}
        onChange={(next) => choose(url.baseline, next)}
      />
      <Select
        label="On"
        prefix
        className="max-w-64 2xl:max-w-96"
        value={url.borrowers === null ? "" : `${url.borrowers.kind}:${url.borrowers.name}`}
        options={borrowerOptions(choices)}
        placeholder="no borrowers"
        onChange={(next) => replaceParams({ ...reset, observed: null, ...borrowerParams(choices, next) })}
      />
      {children}
    </>
  );
}

function borrowerOptions({ sets, portfolios }: Choices): SelectOption[] {
  return [
    ...sets.map(({ name, title, fixtures }) => ({ value: `set:${name}`, label: title || name, note: countOf(fixtures, "borrower") })),
    ...portfolios.map(({ name, title, rows }) => ({ value: `portfolio:${name}`, label: title || name, note: countOf(rows, "borrower") })),
  ];
}

function borrowerParams({ sets }: Choices, chosen: string): Record<string, string | null> {
  const name = chosen.slice(chosen.indexOf(":") + 1);
  if (chosen.startsWith("portfolio:")) return { portfolio: name, set: null };
  return { portfolio: null, set: name === sets[0]?.name ? null : name };
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
