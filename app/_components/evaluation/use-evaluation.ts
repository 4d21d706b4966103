"use client";

import { useCallback, useMemo } from "react";
import type { NamedBorrower } from "#rules/compare";
import type { Facts } from "#rules/policy";
import { EvaluationRun, type EvaluationState } from "./evaluation-run";
import { useRun } from "./use-run";

export interface EvaluationInput {
  /** Null while there is nothing to evaluate with. */
  readonly policyText: string | null;
  /** Keep the array and the facts objects the same between renders; evaluated anew when the array is another. */
  readonly borrowers: readonly NamedBorrower[];
  readonly scenario: Facts;
}

export type UsedEvaluation = EvaluationState & { readonly cancel: () => void; readonly restart: () => void };

/** Evaluates borrowers in the background; the latest input wins. Results fill in as they come. */
export function useEvaluation({ policyText, borrowers, scenario }: EvaluationInput): UsedEvaluation {
  const scenarioText = JSON.stringify(scenario);
  const facts = useMemo(() => borrowers.map((borrower) => borrower.facts), [borrowers]);
  const run = useMemo(
    () => (policyText === null ? null : new EvaluationRun(policyText, JSON.parse(scenarioText) as Facts, facts)),
    [policyText, scenarioText, facts],
  );
  const before = useMemo<EvaluationState>(
    () => ({ status: policyText === null ? "idle" : "running", done: 0, total: facts.length, results: [], error: null }),
    [policyText, facts],
  );
  const state = useRun(run, before);
  const cancel = useCallback(() => run?.cancel(), [run]);
  const restart = useCallback(() => run?.start(), [run]);
  return useMemo(() => ({ ...state, cancel, restart }), [state, cancel, restart]);
}
