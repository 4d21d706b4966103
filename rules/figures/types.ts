import type { PackedOutcomes } from "#rules/columns";

/** The outcomes of the same rows under two versions. */
export interface Compared {
  readonly baseline: PackedOutcomes;
  readonly candidate: PackedOutcomes;
}

export type SideName = "baseline" | "candidate";

/** By row: 1 where the row is in. */
export type Mask = Uint8Array;

/** Rows laid out in groups: what a matrix, a histogram or a table shows one cell, bar or line of. */
export interface Grouping<Group extends Keyed = Keyed> {
  /** In the order to show. A key stays the same while the borrowers and both outcomes do, so that it may stand in a URL. */
  readonly groups: readonly Group[];
  /** By row: index in `groups`; −1 where the row is in none. */
  readonly groupOf: Int32Array;
}

export interface Keyed {
  readonly key: string;
}

/** Which rows are counted, and what was observed of them later. */
export interface CountOptions {
  /** Without it all rows. */
  readonly only?: Mask | undefined;
  /** By row, NaN where not known. */
  readonly observed?: Float64Array | undefined;
}

export interface Sides {
  readonly baseline: number;
  readonly candidate: number;
}

/** The mean of an outcome observed later, over borrowers whose value is known, with its 95 % interval. */
export interface ObservedMean {
  readonly borrowers: number;
  /** Null without borrowers. */
  readonly mean: number | null;
  /** Null where there are too few values to give one. */
  readonly interval: Interval | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What is counted of the rows of one group. Money in currency; sums are exact up to 2^53 hundredths. */
export interface Totals {
  readonly borrowers: number;
  /** Limit after, decision or available credit differs. */
  readonly shifted: number;
  readonly limit: Sides;
  /** Of those whose available credit is known. */
  readonly available: Sides;
  /** Freeze, refer or decrease. */
  readonly restricted: Sides;
  /** Increase. */
  readonly raised: Sides;
  readonly review: Sides;
  /** Null where no column was given. */
  readonly observed: ObservedMean | null;
}

/** A group with what was counted of it. */
export type Tallied<Group extends Keyed = Keyed> = Group & Totals;
