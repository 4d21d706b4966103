/**
 * What attribution gives for a batch of borrowers, fit to be handed from a worker: typed arrays, numbers and bigints. Money in whole
 * hundredths. A change is its place in the comparison's list of changes.
 */
import type { Bits } from "#rules/compile";

/**
 * Each borrower's part, sparse: those of row i stand from `starts[i]` to before `starts[i + 1]`, in the order of changes. A change has a place
 * there where it touches the row or has a share in it, so that every figure of the attribution is a sum, or a count, over places.
 */
export interface PackedShares {
  readonly rows: number;
  /** One more than rows. */
  readonly starts: Uint32Array;
  readonly change: Uint16Array;
  /** Whole hundredths by largest remainder: a row's sum is its shift in limit. */
  readonly limit: Float64Array;
  /** The same of available credit, absent counted as 0. */
  readonly available: Float64Array;
  /** What the change does alone, and last, in hundredths. */
  readonly solo: PackedMoney;
  readonly last: PackedMoney;
  /** The baseline's decision and that with the change alone, as places in `DECISIONS`: 6 × the one + the other. */
  readonly flip: Uint8Array;
  /** By change: the rows whose outcome it alone alters, from either side. */
  readonly touched: readonly Bits[];
  readonly pairs: PackedPairs;
}

export interface PackedMoney {
  readonly limit: Float64Array;
  readonly available: Float64Array;
}

/** What two changes do together to a row beyond what each does alone, where that is not 0; rows ascending. */
export interface PackedPairs extends PackedMoney {
  readonly row: Uint32Array;
  /** Places of the two changes, the first before the second. */
  readonly first: Uint16Array;
  readonly second: Uint16Array;
}

/** Sums over borrowers in hundredths, of both measures. */
export interface MeasureTotals {
  readonly limit: bigint;
  readonly available: bigint;
}

export interface ChangeTotals {
  readonly touched: number;
  readonly solo: MeasureTotals;
  readonly last: MeasureTotals;
  /** Numerators over `SHARE_DENOMINATOR`. */
  readonly share: MeasureTotals;
  /** Sum of the variances of sampled shares, over `VARIANCE_DENOMINATOR`; null where none was sampled. */
  readonly variance: MeasureTotals | null;
  /** Borrowers by decision of the baseline × decision with this change alone, six by six. */
  readonly flips: readonly number[];
}

export interface InteractionTotals extends MeasureTotals {
  /** Places of the two changes, ascending. */
  readonly pair: readonly [number, number];
  readonly borrowers: number;
}

/** What a batch adds to the attribution; those of several batches are merged exactly and in any order. */
export interface AttributionTotals {
  /** One per change, in their order. */
  readonly changes: readonly ChangeTotals[];
  readonly interactions: readonly InteractionTotals[];
}
