"use client";

import { useMemo } from "react";
import { AskedRun, type AskedState, IDLE, RUNNING } from "./asked-run";
import type { SideFacts } from "./protocol";
import { useRun } from "./use-run";
import { type Borrowers, type Question, runApart, runOnBorrowers } from "./workers";

export interface PairInput {
  readonly baselineText: string | null;
  readonly candidateText: string | null;
  readonly scenario: SideFacts;
  /** Keep the array or the batch the same between renders, and the worker need not be sent it again. */
  readonly borrowers: Borrowers | null;
}

/** A question about two policy texts on the same borrowers, answered in the background; the latest input wins, and what it overtakes is cancelled. Null inputs wait. `apart`: in a worker of its own. */
export function useAskedPair<Kind extends "compare" | "attribute" | "effect">(
  kind: Kind,
  { baselineText, candidateText, scenario, borrowers }: PairInput,
  { apart = false } = {},
): { readonly run: AskedRun<Kind> | null; readonly state: AskedState<Kind> } {
  const scenarioText = JSON.stringify(scenario);
  const run = useMemo(() => {
    if (baselineText === null || candidateText === null || borrowers === null) return null;
    const question = { baselineText, candidateText, scenario: JSON.parse(scenarioText) as SideFacts, facts: borrowers };
    const ask = apart ? runApart : runOnBorrowers;
    return new AskedRun<Kind>((events) => ask(kind, question as unknown as Question<Kind>, events));
  }, [kind, baselineText, candidateText, scenarioText, borrowers, apart]);
  return { run, state: useRun<AskedState<Kind>>(run, run === null ? IDLE : RUNNING) };
}
