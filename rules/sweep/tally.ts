/** The measures of a point, as sums that can be added and taken away: counts in one array, money in integer hundredths of any size. */
import { type Bits, type Figures, isMarked, type OutcomeColumns } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";
import type { SweepPoint } from "./types.ts";

const [REVIEW, TOUCHED, SEEN, SEEN_SUM, SHIFTED] = [6, 7, 8, 9, 10] as const;
const SIZE = 11;

export interface Tally {
  /** By decision, then review, touched, observations known and their sum, rows that shift. */
  readonly counts: Float64Array;
  limit: bigint;
  available: bigint;
}

/** What of a row goes into a tally. */
export interface RowMeasures {
  readonly outcomes: OutcomeColumns;
  readonly touched: Bits | null;
  readonly observed: ((row: number) => number) | null;
}

export function emptyTally(): Tally {
  return { counts: new Float64Array(SIZE), limit: 0n, available: 0n };
}

/** Adds a row's outcome, or takes it away. Rejected rows are the caller's to leave out. */
export function addRow(tally: Tally, { outcomes, touched, observed }: RowMeasures, row: number, sign: 1 | -1): void {
  const { counts } = tally;
  const add = (place: number, value: number) => {
    counts[place] = (counts[place] as number) + sign * value;
  };
  add(outcomes.decision[row] as number, 1);
  if (isMarked(outcomes.review, row)) add(REVIEW, 1);
  const available = outcomes.available[row] as number;
  tally.limit += BigInt(sign * (outcomes.limitAfter[row] as number));
  if (!Number.isNaN(available)) tally.available += BigInt(sign * available);
  if (touched === null || !isMarked(touched, row)) return;
  add(TOUCHED, 1);
  const seen = observed?.(row) ?? Number.NaN;
  if (Number.isNaN(seen)) return;
  add(SEEN, 1);
  add(SEEN_SUM, seen);
}

/** The tally of a whole evaluation, from its figures. */
export function tallyOf({ cells, review }: Figures, touched: Bits | null, valid: Bits, observed: RowMeasures["observed"]): Tally {
  const tally = emptyTally();
  const { counts } = tally;
  for (const { baseline, borrowers, limitBaseline, availableBaseline } of cells) {
    counts[DECISIONS.indexOf(baseline)] = borrowers;
    tally.limit += limitBaseline;
    tally.available += availableBaseline;
  }
  counts[REVIEW] = review.baseline;
  touched?.forEach((word, at) => {
    for (let left = word & (valid[at] as number); left !== 0; left &= left - 1)
      addTouched(counts, observed, 32 * at + 31 - Math.clz32(left & -left));
  });
  return tally;
}

function addTouched(counts: Float64Array, observed: RowMeasures["observed"], row: number): void {
  counts[TOUCHED] = (counts[TOUCHED] as number) + 1;
  const seen = observed?.(row) ?? Number.NaN;
  if (Number.isNaN(seen)) return;
  counts[SEEN] = (counts[SEEN] as number) + 1;
  counts[SEEN_SUM] = (counts[SEEN_SUM] as number) + seen;
}

export function countShift(tally: Tally): void {
  tally.counts[SHIFTED] = (tally.counts[SHIFTED] as number) + 1;
}

export function shiftsIn(tally: Tally): number {
  return tally.counts[SHIFTED] as number;
}

/** The sum of tallies, each times its factor. */
export function combined(parts: readonly (readonly [tally: Tally, factor: 1 | -1])[]): Tally {
  const sum = emptyTally();
  for (const [tally, factor] of parts) {
    for (let i = 0; i < SIZE; i++) sum.counts[i] = (sum.counts[i] as number) + factor * (tally.counts[i] as number);
    sum.limit += BigInt(factor) * tally.limit;
    sum.available += BigInt(factor) * tally.available;
  }
  return sum;
}

/** The point that a tally makes. */
export function pointOf(tally: Tally, value: number, shifted: number, errors: number, observed: boolean): SweepPoint {
  const at = (place: number) => tally.counts[place] as number;
  const seen = at(SEEN);
  return {
    value,
    touched: at(TOUCHED),
    shifted,
    limit: fromHundredths(Number(tally.limit)),
    available: fromHundredths(Number(tally.available)),
    decisions: Object.fromEntries(DECISIONS.map((decision, i) => [decision, at(i)])) as Record<Decision, number>,
    review: at(REVIEW),
    errors,
    ...(observed ? { observed: { borrowers: seen, mean: seen === 0 ? null : at(SEEN_SUM) / seen } } : {}),
  };
}
