"use client";

import { useMemo } from "react";
import type { RawBatch } from "#rules/compile";
import { type AttributionInput, AttributionRun, type AttributionState } from "./attribution-run";
import { useRun } from "./use-run";

const RUNNING: AttributionState = { status: "running", attribution: null, rows: null, error: null };
const IDLE: AttributionState = { ...RUNNING, status: "idle" };

/** Divides the shift between two policy texts among their changes in the background, beside `useComparison`; the latest input wins. Null inputs wait. */
export function useAttribution(input: {
  readonly baselineText: string | null;
  readonly candidateText: string | null;
  readonly scenario: AttributionInput["scenario"];
  readonly borrowers: RawBatch | null;
}): AttributionState {
  const { baselineText, candidateText, borrowers } = input;
  const scenarioText = JSON.stringify(input.scenario);
  const run = useMemo(() => {
    if (baselineText === null || candidateText === null || borrowers === null) return null;
    const scenario = JSON.parse(scenarioText) as AttributionInput["scenario"];
    return new AttributionRun({ baselineText, candidateText, scenario, borrowers });
  }, [baselineText, candidateText, scenarioText, borrowers]);
  return useRun(run, run === null ? IDLE : RUNNING);
}
