"use client";

import { useCallback, useMemo } from "react";
import type { RawBatch } from "#rules/compile";
import { type ComparisonInput, ComparisonRun, type ComparisonState } from "./comparison-run";
import { useRun } from "./use-run";

export type UsedComparison = ComparisonState & { readonly cancel: () => void; readonly restart: () => void };

const RUNNING: ComparisonState = { status: "running", outcomes: null, error: null };
const IDLE: ComparisonState = { ...RUNNING, status: "idle" };

/** Compares two policy texts in the background; the latest input wins. Null inputs wait. Keep the batch the same between renders. */
export function useComparison(input: {
  readonly baselineText: string | null;
  readonly candidateText: string | null;
  readonly scenario: ComparisonInput["scenario"];
  readonly borrowers: RawBatch | null;
}): UsedComparison {
  const { baselineText, candidateText, borrowers } = input;
  const scenarioText = JSON.stringify(input.scenario);
  const run = useMemo(() => {
    if (baselineText === null || candidateText === null || borrowers === null) return null;
    return new ComparisonRun({ baselineText, candidateText, scenario: JSON.parse(scenarioText) as ComparisonInput["scenario"], borrowers });
  }, [baselineText, candidateText, scenarioText, borrowers]);
  const state = useRun(run, run === null ? IDLE : RUNNING);
  const cancel = useCallback(() => run?.cancel(), [run]);
  const restart = useCallback(() => run?.start(), [run]);
  return { ...state, cancel, restart };
}
