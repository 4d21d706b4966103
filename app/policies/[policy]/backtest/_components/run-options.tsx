"use client";

import { Checkbox } from "../../../../_components/field";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { FILE_ENGINES } from "../../../../../backtest/types";
import { NONE, type Setup } from "../setup";
import { BreakdownPicker } from "./breakdown-picker";
import type { ReadySetup } from "./use-setup";

const ENGINES = {
  kernels: "columns at a time; the fast one",
  duckdb: "as one SQL statement",
  "json-rules-engine": "one borrower at a time; the referee, about a millisecond each",
} as const;

/** What else a run is told: names, the outcome observed later, breakdowns, what is kept and divided, who decides. */
export function RunOptions({ setup, ready }: { setup: Setup; ready: ReadySetup | null }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <ObservedPicker ready={ready} />
      <BreakdownPicker chosen={setup.by} policies={ready?.policies ?? []} onChange={(by) => replaceParams({ by: by.join(",") })} />
      <IdPicker ready={ready} />
      <Select
        label="Engine"
        prefix
        className="max-w-36 2xl:max-w-none"
        value={setup.engine}
        options={FILE_ENGINES.map((engine) => ({ value: engine, label: engine, note: ENGINES[engine] }))}
        onChange={(engine) => replaceParams({ engine: engine === "kernels" ? null : engine })}
      />
      <Checkbox
        label="Outcomes row by row"
        className="ml-1"
        checked={setup.outcomes}
        onChange={(on) => replaceParams({ outcomes: on ? null : "0" })}
      />
      {setup.candidate === null ? null : (
        <Checkbox
          label="Divide the shift among the changes"
          className="ml-1"
          checked={setup.attribution}
          onChange={(on) => replaceParams({ attribution: on ? null : "0" })}
        />
      )}
    </div>
  );
}

function ObservedPicker({ ready }: { ready: ReadySetup | null }) {
  const usual = ready?.usual.observed ?? null;
  const value = ready?.mapping.observed ?? NONE;
  const numbers = (ready?.profile.columns ?? []).filter(({ type }) => type === "number" || type === "integer" || type === "boolean");
  return (
    <Select
      label="Observed later"
      prefix
      className="max-w-58 2xl:max-w-90"
      disabled={ready === null}
      value={value}
      options={[
        { value: NONE, label: "nothing", note: "no column tells what became of a borrower" },
        ...numbers.map(({ name, type }) => ({ value: name, label: name, note: type })),
      ]}
      onChange={(next) => replaceParams({ observed: chosenColumn(next, usual) })}
    />
  );
}

function IdPicker({ ready }: { ready: ReadySetup | null }) {
  const usual = ready?.usual.id ?? null;
  return (
    <Select
      label="Names from"
      prefix
      className="max-w-36 2xl:max-w-64"
      disabled={ready === null}
      value={ready?.mapping.id ?? NONE}
      options={[
        { value: NONE, label: ready === null ? "…" : (ready.columns.id ?? "the row’s number") },
        ...(ready?.profile.columns ?? []).map(({ name, stored }) => ({ value: name, label: name, note: stored.toLowerCase() })),
      ]}
      onChange={(next) => replaceParams({ id: chosenColumn(next, usual) })}
    />
  );
}

/** What the URL says of a column: nothing where it is the usual one. */
function chosenColumn(next: string, usual: string | null): string | null {
  const column = next === NONE ? null : next;
  return column === usual ? null : (column ?? NONE);
}
