/**
 * How limits change, in bins at 1, 2, 5, 10, … hundredths and their negatives. Zero is a bin of its own; bins above it
 * hold [from, to), bins below it too, so that −100 is in [−100, −50).
 */
import { fromHundredths } from "#rules/policy";
import { MOST_EXACT } from "./figure-table.ts";
import type { ChangeBin } from "./types.ts";

/** 1, 2, 5, …, 5e17 hundredths. */
const STEPS = Float64Array.from({ length: 54 }, (_, k) => ([1, 2, 5][k % 3] as number) * 10 ** Math.floor(k / 3));
const ZERO = STEPS.length;
const BINS = 2 * STEPS.length + 1;

/** Where each bin but the first begins, in hundredths: a change is in the bin of as many edges as it reaches. */
export const CHANGE_EDGES: readonly number[] = [
  ...STEPS.subarray(0, -1)
    .toReversed()
    .map((step) => -step),
  0,
  ...STEPS,
];

/** The bin of a change in whole hundredths. */
export function changeBinOf(change: number): number {
  if (change === 0) return ZERO;
  return change > 0 ? ZERO + stepsUpTo(change) : ZERO - stepsBelow(-change) - 1;
}

/** By the place of an amount's highest bit: how many steps are not above that bit alone. */
const NEAR = Uint8Array.from({ length: 32 }, (_, bit) => STEPS.filter((step) => step <= 2 ** bit).length);

/** A step near the amount: by its highest bit, or its number of digits where it has more than 32 bits. */
function near(amount: number): number {
  if (amount >= 1 && amount < 2 ** 32) return NEAR[31 - Math.clz32(amount)] as number;
  return Math.min(STEPS.length, Math.max(0, 3 * Math.floor(Math.log10(amount))));
}

/** How many steps are not above the amount. */
function stepsUpTo(amount: number): number {
  let steps = near(amount);
  while (steps < STEPS.length && (STEPS[steps] as number) <= amount) steps++;
  while (steps > 0 && (STEPS[steps - 1] as number) > amount) steps--;
  return steps;
}

/** How many steps are below the amount; the last has no other beyond it. */
function stepsBelow(amount: number): number {
  let steps = Math.min(near(amount), STEPS.length - 1);
  while (steps < STEPS.length - 1 && (STEPS[steps] as number) < amount) steps++;
  while (steps > 0 && (STEPS[steps - 1] as number) >= amount) steps--;
  return steps;
}

export interface ChangeLadderState {
  readonly counts: Float64Array;
  readonly sums: readonly bigint[];
}

export class ChangeLadder {
  private readonly counts = new Float64Array(BINS);
  private readonly doubles = new Float64Array(BINS);
  private readonly sums: bigint[] = Array.from({ length: BINS }, () => 0n);
  private bound = 0;

  /** To be called before `rows` changes of at most `most` hundredths are added. */
  reserve(rows: number, most: number): void {
    if (this.bound + rows * most > MOST_EXACT) this.carry();
    this.bound += rows * most;
  }

  /** Adds many rows without a change. */
  addUnchanged(rows: number): void {
    this.counts[ZERO] = (this.counts[ZERO] as number) + rows;
  }

  /** Adds the changes of the rows that `index` names from place `first` to `end`. */
  addDifferences(from: Float64Array, to: Float64Array, index: Int32Array, first: number, end: number): void {
    const { counts, doubles } = this;
    let unchanged = 0;
    for (let k = first; k < end; k++) {
      const row = index[k] as number;
      const change = (to[row] as number) - (from[row] as number);
      if (change === 0) {
        unchanged++;
        continue;
      }
      const bin = changeBinOf(change);
      counts[bin] = (counts[bin] as number) + 1;
      doubles[bin] = (doubles[bin] as number) + change;
    }
    this.addUnchanged(unchanged);
  }

  private carry(): void {
    for (let bin = 0; bin < BINS; bin++) {
      this.sums[bin] = (this.sums[bin] as bigint) + BigInt(this.doubles[bin] as number);
      this.doubles[bin] = 0;
    }
    this.bound = 0;
  }

  state(): ChangeLadderState {
    this.carry();
    return { counts: this.counts.slice(), sums: [...this.sums] };
  }

  merge({ counts, sums }: ChangeLadderState): void {
    this.carry();
    for (let bin = 0; bin < BINS; bin++) {
      this.counts[bin] = (this.counts[bin] as number) + (counts[bin] as number);
      this.sums[bin] = (this.sums[bin] as bigint) + (sums[bin] as bigint);
    }
  }

  /** From the lowest bin with borrowers to the highest, in currency. */
  bins(): ChangeBin[] {
    this.carry();
    const first = this.counts.findIndex((count) => count > 0);
    if (first < 0) return [];
    const last = this.counts.findLastIndex((count) => count > 0);
    return Array.from({ length: last - first + 1 }, (_, i) => this.binAt(first + i));
  }

  private binAt(bin: number): ChangeBin {
    const [from, to] = [edge(bin), bin === ZERO ? 0 : edge(bin + 1)];
    return { from, to, borrowers: this.counts[bin] as number, sum: fromHundredths(Number(this.sums[bin])) };
  }
}

/** Where a bin begins, in currency; zero's bin stands between that of the least fall and that of the least rise. */
function edge(bin: number): number | null {
  if (bin === ZERO) return 0;
  if (bin > ZERO) return bin - ZERO - 1 < STEPS.length ? fromHundredths(STEPS[bin - ZERO - 1] as number) : null;
  return ZERO - bin - 1 < STEPS.length ? fromHundredths(-(STEPS[ZERO - bin - 1] as number)) : null;
}
