"use client";

import { useCallback, useMemo } from "react";
import type { Facts } from "#rules/policy";
import type { Sweep } from "#rules/sweep";
import { AskedRun, type AskedState, IDLE, RUNNING } from "./asked-run";
import type { Progress, SweepQuestion } from "./protocol";
import { useRun } from "./use-run";
import { type Borrowers, runOnBorrowers } from "./workers";

export interface SweptInput {
  /** Null inputs wait. */
  readonly policyText: string | null;
  readonly scenario: Facts;
  /** Keep the array or the batch the same between renders. */
  readonly borrowers: Borrowers | null;
  /** JSON pointer of the number. */
  readonly at: string | null;
  /** A column of the borrowers with what was observed later. */
  readonly observed?: string;
  /** Exactly these values instead of the curve. */
  readonly values?: readonly number[];
}

export interface SweepState {
  /** `invalid`: the text is no valid policy. */
  readonly status: "idle" | "running" | "done" | "invalid" | "failed" | "cancelled";
  readonly sweep: Sweep | null;
  /** Why there is no curve, in words for the reader. */
  readonly error: string | null;
  readonly progress: Progress | null;
  readonly cancel: () => void;
  readonly restart: () => void;
}

/** Sweeps in the background whenever an input differs; the latest wins, and what it overtakes stops. */
export function useSweep({ policyText, borrowers, at, ...rest }: SweptInput): SweepState {
  const restText = JSON.stringify(rest);
  const run = useMemo(() => {
    if (policyText === null || borrowers === null || at === null) return null;
    const given = JSON.parse(restText) as Pick<SweepQuestion, "scenario" | "observed" | "values">;
    return new AskedRun<"sweep">((events) => runOnBorrowers("sweep", { ...given, policyText, at, facts: borrowers }, events));
  }, [policyText, borrowers, at, restText]);
  const state = useRun<AskedState<"sweep">>(run, run === null ? IDLE : RUNNING);
  const cancel = useCallback(() => run?.cancel(), [run]);
  const restart = useCallback(() => run?.start(), [run]);
  return useMemo(() => ({ ...sweepState(state), progress: state.progress, cancel, restart }), [state, cancel, restart]);
}

function sweepState({ status, answer, error }: AskedState<"sweep">): Pick<SweepState, "status" | "sweep" | "error"> {
  if (status !== "done") return { status, sweep: null, error };
  if (answer === null) return { status: "invalid", sweep: null, error: null };
  return answer.ok ? { status, sweep: answer.sweep, error: null } : { status: "failed", sweep: null, error: answer.problem.message };
}
