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
  return change > 0 ? ZERO + stepsUpTo(change) : change < 0 ? ZERO - stepsBelow(-change) - 1 : ZERO;
}

/** By the place of an amount's highest bit: how many steps are not above that bit alone. The next step but one is above twice as much. */
const NEAR = Uint8Array.from({ length: 32 }, (_, bit) => STEPS.filter((step) => step <= 2 ** bit).length);

/** How many steps are not above a whole amount. */
function stepsUpTo(amount: number): number {
  if (amount < 1) return 0;
  if (amount >= 2 ** 32) return stepsFarUp(amount);
  const steps = NEAR[31 - Math.clz32(amount)] as number;
  return steps + Number((STEPS[steps] as number) <= amount);
}

/** The same beyond 32 bits, found by the number of digits. */
function stepsFarUp(amount: number): number {
  let steps = Math.min(STEPS.length, 3 * Math.floor(Math.log10(amount)));
  while (steps < STEPS.length && (STEPS[steps] as number) <= amount) steps++;
  while (steps > 0 && (STEPS[steps - 1] as number) > amount) steps--;
  return steps;
}

/** How many steps are below a whole amount; the last has no other beyond it. */
function stepsBelow(amount: number): number {
  // Beyond 2^53 a number less one may be the same number.
  const steps = stepsUpTo(amount);
  const isStep = steps > 0 && STEPS[steps - 1] === amount;
  return Math.min(STEPS.length - 1, isStep ? steps - 1 : steps);
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

  /** Adds the changes from place `first` to `end`. */
  add(changes: Float64Array, first: number, end: number): void {
    const { counts, doubles } = this;
    for (let k = first; k < end; k++) {
      const change = changes[k] as number;
      const bin = changeBinOf(change);
      counts[bin] = (counts[bin] as number) + 1;
      doubles[bin] = (doubles[bin] as number) + change;
    }
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
