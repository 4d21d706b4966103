"use client";

import { useCallback, useMemo } from "react";
import type { NamedBorrower } from "#rules/compare";
import type { Facts } from "#rules/policy";
import { ComparisonRun, type ComparisonState } from "./comparison-run";
import { useRun } from "./use-run";

export interface ComparisonInput {
  /** Null while one side has nothing to evaluate with. */
  readonly baselineText: string | null;
  readonly candidateText: string | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** Keep the array and the facts objects the same between renders; compared anew when the array is another. */
  readonly borrowers: readonly NamedBorrower[];
}

export type UsedComparison = ComparisonState & { readonly cancel: () => void; readonly restart: () => void };

/** Compares two policy texts in the background; the latest input wins. The comparison lists all borrowers. */
export function useComparison({ baselineText, candidateText, scenario, borrowers }: ComparisonInput): UsedComparison {
  const scenarioText = JSON.stringify(scenario);
  const facts = useMemo(() => borrowers.map((borrower) => borrower.facts), [borrowers]);
  const idle = baselineText === null || candidateText === null;
  const run = useMemo(() => {
    if (baselineText === null || candidateText === null) return null;
    return new ComparisonRun(
      { baselineText, candidateText, scenario: JSON.parse(scenarioText) as ComparisonInput["scenario"], borrowers },
      facts,
    );
  }, [baselineText, candidateText, scenarioText, borrowers, facts]);
  const before = useMemo<ComparisonState>(
    () => ({ status: idle ? "idle" : "running", done: 0, total: 2 * facts.length, comparison: null, error: null }),
    [idle, facts],
  );
  const state = useRun(run, before);
  const cancel = useCallback(() => run?.cancel(), [run]);
  const restart = useCallback(() => run?.start(), [run]);
  return { ...state, cancel, restart };
}
