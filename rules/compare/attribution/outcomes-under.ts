/** What a borrower's outcome is under some sets of its active changes, and what comes of going from one to another. */
import { DECISIONS } from "#rules/evaluate";

/** `available` is −1 where absent. */
export interface OutcomesUnder {
  readonly limit: Float64Array;
  readonly available: Float64Array;
  readonly decision: Uint8Array;
  /** Places in the columns: without any change, with all. */
  readonly none: number;
  readonly all: number;
  /** With change i alone; with all but it; with i and j alone (numbers among the borrower's active changes). */
  solo(i: number): number;
  last(i: number): number;
  pair(i: number, j: number): number;
}

/** From one set to another; absent counts as 0. */
export function gain(column: Float64Array, from: number, to: number): number {
  return Math.max(0, column[to] as number) - Math.max(0, column[from] as number);
}

/** The decision without any change and under a set, as one number. */
export function flipOf({ decision, none }: OutcomesUnder, under: number): number {
  return (decision[none] as number) * DECISIONS.length + (decision[under] as number);
}

export function isStay(flip: number): boolean {
  return flip % (DECISIONS.length + 1) === 0;
}
