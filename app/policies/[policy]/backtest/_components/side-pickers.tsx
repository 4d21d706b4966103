"use client";

import { ArrowLeftRight } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../../../_components/button";
import { countOf } from "../../../../_components/format";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { versionOption } from "../../../../_components/version-options";
import type { Choices } from "../queries";
import { defaultSides, NONE, type Setup } from "../setup";

/** Which versions, on which portfolio. Without a candidate the baseline is run alone. */
export function SidePickers({ choices, setup, children }: { choices: Choices; setup: Setup; children?: ReactNode }) {
  const options = choices.versions.map(versionOption);
  const choose = (baseline: number, candidate: number | null) => replaceParams(sideParams(choices, baseline, candidate));
  return (
    <>
      <Select
        label="Baseline"
        prefix
        className="max-w-48 2xl:max-w-72"
        value={String(setup.baseline)}
        options={options}
        onChange={(next) => choose(Number(next), setup.candidate)}
      />
      <IconButton
        label="Swap baseline and candidate"
        disabled={setup.candidate === null}
        onClick={() => setup.candidate !== null && choose(setup.candidate, setup.baseline)}
      >
        <ArrowLeftRight aria-hidden />
      </IconButton>
      <Select
        label="Candidate"
        prefix
        className="max-w-48 2xl:max-w-72"
        value={setup.candidate === null ? NONE : String(setup.candidate)}
        options={[...options, { value: NONE, label: "none", note: "run the baseline alone" }]}
        onChange={(next) => choose(setup.baseline, next === NONE ? null : Number(next))}
      />
      <Select
        label="On"
        prefix
        className="max-w-72 2xl:max-w-90"
        value={setup.portfolio ?? ""}
        options={choices.portfolios.map(({ name, title, rows }) => ({
          value: name,
          label: title,
          note: rows === null ? "being read" : countOf(rows, "borrower"),
        }))}
        onChange={(next) => replaceParams({ ...withoutColumns(), portfolio: next === choices.portfolios[0]?.name ? null : next })}
      />
      {children}
    </>
  );
}

/** Columns that were chosen spoke of another file. */
function withoutColumns(): Record<string, null> {
  const chosen = [...new URLSearchParams(window.location.search).keys()].filter((name) => name.startsWith("map."));
  return Object.fromEntries([...chosen, "id", "observed"].map((name) => [name, null]));
}

/** Defaults are not written, so that URLs stay short. */
function sideParams(choices: Choices, baseline: number, candidate: number | null): Record<string, string | null> {
  const usual = defaultSides(choices);
  return {
    baseline: baseline === usual.baseline ? null : String(baseline),
    candidate: candidate === usual.candidate ? null : candidate === null ? NONE : String(candidate),
  };
}
