"use client";

import { useMemo } from "react";
import type { BorrowerError } from "#rules/evaluate";
import type { Guidance } from "#rules/guidance";
import type { Facts } from "#rules/policy";
import { AskedRun, type AskedState, IDLE, RUNNING } from "./asked-run";
import { useRun } from "./use-run";
import { runQuestion } from "./workers";

export interface GuidanceState {
  /** `invalid`: the text is no valid policy; `refused`: the borrower has no outcome, see `errors`. */
  readonly status: "idle" | "running" | "done" | "invalid" | "refused" | "failed" | "cancelled";
  readonly guidance: Guidance | null;
  readonly errors: readonly BorrowerError[];
  /** Why it failed, in words for the reader. */
  readonly error: string | null;
}

/** One borrower's guidance, made in the background whenever an input differs; null inputs wait. */
export function useGuidance(input: {
  readonly policyText: string | null;
  readonly scenario: Facts;
  readonly facts: Facts | null;
}): GuidanceState {
  const { policyText } = input;
  const borrowerText = input.facts === null ? null : JSON.stringify({ scenario: input.scenario, facts: input.facts });
  const run = useMemo(() => {
    if (policyText === null || borrowerText === null) return null;
    const borrower = JSON.parse(borrowerText) as { scenario: Facts; facts: Facts };
    return new AskedRun<"guide">((events) => runQuestion("guide", { policyText, ...borrower }, events));
  }, [policyText, borrowerText]);
  const state = useRun<AskedState<"guide">>(run, run === null ? IDLE : RUNNING);
  return useMemo(() => guidanceState(state), [state]);
}

function guidanceState({ status, answer, error }: AskedState<"guide">): GuidanceState {
  const none = { guidance: null, errors: [], error };
  if (status !== "done") return { ...none, status };
  if (answer === null) return { ...none, status: "invalid" };
  return answer.ok ? { ...none, status, guidance: answer.guidance } : { ...none, status: "refused", errors: answer.errors };
}
