"use client";

import { useMemo } from "react";
import type { Facts } from "#rules/policy";
import type { SweepQuestion } from "./protocol";
import { SweepRun, type SweepState } from "./sweep-run";
import { useRun } from "./use-run";
import type { Borrowers } from "./workers";

export interface SweptInput {
  /** Null inputs wait. */
  readonly policyText: string | null;
  readonly scenario: Facts;
  /** Keep the array or the batch the same between renders. */
  readonly borrowers: Borrowers | null;
  /** JSON pointer of the number. */
  readonly at: string | null;
  readonly observed?: string;
  /** Exactly these values instead of the curve. */
  readonly values?: readonly number[];
}

const BEFORE: SweepState = { status: "running", sweep: null, error: null };
const IDLE: SweepState = { ...BEFORE, status: "idle" };

/** Sweeps in the background whenever an input differs; the latest wins, and what it overtakes stops. */
export function useSweep({ policyText, borrowers, at, ...rest }: SweptInput): SweepState {
  const restText = JSON.stringify(rest);
  const run = useMemo(() => {
    if (policyText === null || borrowers === null || at === null) return null;
    const given = JSON.parse(restText) as Pick<SweepQuestion, "scenario" | "observed" | "values">;
    return new SweepRun({ ...given, policyText, at }, borrowers);
  }, [policyText, borrowers, at, restText]);
  return useRun(run, run === null ? IDLE : BEFORE);
}
