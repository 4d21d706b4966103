"use client";

import { useCallback } from "react";
import type { AskedState } from "./asked-run";
import type { ComparedOutcomes } from "./protocol";
import { type PairInput, useAskedPair } from "./use-asked-pair";

export interface UsedComparison {
  readonly status: AskedState<"compare">["status"];
  /** Null until everything is evaluated. */
  readonly outcomes: ComparedOutcomes | null;
  readonly error: string | null;
  readonly cancel: () => void;
  readonly restart: () => void;
}

/** Compares two policy texts on the same borrowers. */
export function useComparison(input: PairInput): UsedComparison {
  const { run, state } = useAskedPair("compare", input);
  const cancel = useCallback(() => run?.cancel(), [run]);
  const restart = useCallback(() => run?.start(), [run]);
  return { status: state.status, outcomes: state.answer, error: state.error, cancel, restart };
}
