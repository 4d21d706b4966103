/** What the truth of a test does to the measures, by the tested value: sums over any run of values at the price of two look-ups. */
import type { FactValue } from "#rules/policy";
import { combined, emptyTally, shiftsIn, type Tally } from "./tally.ts";

/** Places in the sorted values, the end exclusive. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

export class SortedEffects {
  /** The sum over every value, null included. */
  readonly all: Tally;
  /** The sum over the values of which the test is true whatever the number. */
  readonly fixed: Tally;
  private readonly values: Float64Array;
  /** `prefix[i]`: the sum over the first i values. */
  private readonly prefix: Tally[] = [emptyTally()];

  constructor(effects: ReadonlyMap<FactValue, Tally>, fixed: ReadonlySet<FactValue>) {
    const entries = [...effects];
    const sum = (tallies: readonly (readonly [FactValue, Tally])[]) => combined(tallies.map(([, tally]) => [tally, 1]));
    this.all = sum(entries);
    this.fixed = sum(entries.filter(([value]) => fixed.has(value)));
    const movable = entries.filter((entry): entry is [number, Tally] => typeof entry[0] === "number" && !fixed.has(entry[0]));
    movable.sort(([a], [b]) => a - b);
    this.values = Float64Array.from(movable, ([value]) => value);
    for (const [i, [, tally]] of movable.entries())
      this.prefix.push(
        combined([
          [this.prefix[i] as Tally, 1],
          [tally, 1],
        ]),
      );
  }

  get length(): number {
    return this.values.length;
  }

  /** The place of the first value that is at least this. */
  first(value: number): number {
    let [low, high] = [0, this.values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  firstAbove(value: number): number {
    const at = this.first(value);
    return this.values[at] === value ? at + 1 : at;
  }

  sum({ from, to }: Run): Tally {
    return combined([
      [this.prefix[to] as Tally, 1],
      [this.prefix[from] as Tally, -1],
    ]);
  }

  /** Borrowers of the run whom the test's truth shifts. */
  shifts({ from, to }: Run): number {
    return shiftsIn(this.prefix[to] as Tally) - shiftsIn(this.prefix[from] as Tally);
  }
}

export function overlap(a: Run, b: Run): Run {
  const from = Math.max(a.from, b.from);
  return { from, to: Math.max(from, Math.min(a.to, b.to)) };
}
