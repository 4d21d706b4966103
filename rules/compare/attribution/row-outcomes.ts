/** One borrower's outcomes under the sets of its active changes: under all of them where they are few, else under those that are asked for. */
import type { ChangeSet } from "./definitions.ts";
import type { HybridEvaluator } from "./hybrid.ts";
import { sampleShares } from "./sampling.ts";
import { MOST_EXACT_CHANGES, shapleyNumerators } from "./shapley.ts";
import type { OutcomesUnder } from "./outcomes-under.ts";
import type { RowShares } from "./tally.ts";

/** Under all sets: bit i of a place says whether the borrower's active change i is in the set. */
class AllOutcomes implements OutcomesUnder {
  readonly none = 0;

  constructor(
    readonly limit: Float64Array,
    readonly available: Float64Array,
    readonly decision: Uint8Array,
    readonly all: number,
  ) {}

  solo(i: number): number {
    return 1 << i;
  }

  last(i: number): number {
    return this.all & ~(1 << i);
  }

  pair(i: number, j: number): number {
    return (1 << i) | (1 << j);
  }
}

/** Working memory, written anew for every borrower. */
export class RowOutcomes {
  private limit = new Float64Array(1 << MOST_EXACT_CHANGES);
  private available = new Float64Array(1 << MOST_EXACT_CHANGES);
  private open = new Float64Array(1 << MOST_EXACT_CHANGES);
  private decision = new Uint8Array(1 << MOST_EXACT_CHANGES);
  private readonly set: ChangeSet;

  constructor(
    private readonly hybrid: HybridEvaluator,
    changes: number,
  ) {
    this.set = new Uint8Array(changes);
  }

  /** `seed` is asked for where orders are sampled. */
  of(active: readonly number[], seed: () => number): { readonly outcomes: OutcomesUnder; readonly shares: RowShares } {
    return active.length <= MOST_EXACT_CHANGES ? this.exactly(active) : this.sampled(active, seed());
  }

  private exactly(active: readonly number[]): ReturnType<RowOutcomes["of"]> {
    const count = active.length;
    const { set } = this;
    const outcomes = new AllOutcomes(this.limit, this.available, this.decision, (1 << count) - 1);
    for (let place = 0; place <= outcomes.all; place++) {
      for (let i = 0; i < count; i++) set[active[i] as number] = (place >> i) & 1;
      this.write(place);
    }
    for (let i = 0; i < count; i++) set[active[i] as number] = 0;
    const shares: RowShares = {
      limit: shapleyNumerators(this.limit, count),
      available: shapleyNumerators(this.open, count),
      exact: count,
      variances: null,
    };
    return { outcomes, shares };
  }

  private sampled(active: readonly number[], seed: number): ReturnType<RowOutcomes["of"]> {
    const count = active.length;
    this.grow(2 + 2 * count + count * count);
    const place = { none: 0, all: 1, solo: (i: number) => 2 + i, last: (i: number) => 2 + count + i };
    const pair = (i: number, j: number) => 2 + 2 * count + i * count + j;
    this.under(active, () => false, place.none);
    this.under(active, () => true, place.all);
    for (let i = 0; i < count; i++) {
      this.under(active, (x) => x === i, place.solo(i));
      this.under(active, (x) => x !== i, place.last(i));
      for (let j = i + 1; j < count; j++) this.under(active, (x) => x === i || x === j, pair(i, j));
    }
    const { limit, available, decision } = this;
    const outcomes: OutcomesUnder = { limit, available, decision, ...place, pair };
    return { outcomes, shares: this.sampleOf(active, seed) };
  }

  private sampleOf(active: readonly number[], seed: number): RowShares {
    const [limit, available] = sampleShares(active.length, 2, seed, (members) => {
      members.forEach((is, i) => {
        this.set[active[i] as number] = is;
      });
      this.hybrid.evaluate(this.set);
      return [this.hybrid.limit, Math.max(0, this.hybrid.available)];
    });
    this.set.fill(0);
    if (limit === undefined || available === undefined) throw new Error("two measures are sampled");
    return {
      limit: limit.numerators,
      available: available.numerators,
      exact: null,
      variances: { limit: limit.variances, available: available.variances },
    };
  }

  private under(active: readonly number[], isIn: (i: number) => boolean, place: number): void {
    active.forEach((change, i) => {
      this.set[change] = isIn(i) ? 1 : 0;
    });
    this.write(place);
    this.set.fill(0);
  }

  private write(place: number): void {
    const { hybrid } = this;
    hybrid.evaluate(this.set);
    this.limit[place] = hybrid.limit;
    this.available[place] = hybrid.available;
    this.open[place] = Math.max(0, hybrid.available);
    this.decision[place] = hybrid.decision;
  }

  private grow(places: number): void {
    if (places <= this.limit.length) return;
    [this.limit, this.available, this.open] = [new Float64Array(places), new Float64Array(places), new Float64Array(places)];
    this.decision = new Uint8Array(places);
  }
}
