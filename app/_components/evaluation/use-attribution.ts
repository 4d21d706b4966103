"use client";

import type { Attribution, PackedShares } from "#rules/compare";
import type { AskedState } from "./asked-run";
import { type PairInput, useAskedPair } from "./use-asked-pair";

export interface AttributionState {
  readonly status: AskedState<"attribute">["status"];
  /** Null until it is done. */
  readonly attribution: Attribution | null;
  /** By borrower, in the order of the input; a change is its place in `attribution`. */
  readonly rows: PackedShares | null;
  readonly error: string | null;
}

/** Divides the shift between two policy texts among their changes, beside `useComparison`. */
export function useAttribution(input: PairInput): AttributionState {
  const { status, answer, error } = useAskedPair("attribute", input).state;
  return { status, attribution: answer?.attribution ?? null, rows: answer?.rows ?? null, error };
}
