/** Adds up borrowers: totals of every change and pair. Each borrower's own shares go to `ShareLists`, where they are asked for. */
import { DECISIONS } from "#rules/evaluate";
import { ExactSum } from "./exact-sum.ts";
import { flipOf, gain, isStay, type OutcomesUnder } from "./outcomes-under.ts";
import { ORDERS } from "./sampling.ts";
import { FACTORIALS, MOST_EXACT_CHANGES, type Numerators } from "./shapley.ts";
import type { ShareLists } from "./share-lists.ts";
import { SHARE_DENOMINATOR } from "./totals.ts";
import type { AttributionTotals, ChangeTotals, InteractionTotals, MeasureTotals } from "./types.ts";

/** One borrower's shares as numerators over a denominator: a factorial, or the number of sampled orders. */
export interface RowShares {
  readonly limit: Numerators;
  readonly available: Numerators;
  /** Number of active changes where all sets were tried, else null. */
  readonly exact: number | null;
  /** Over `VARIANCE_DENOMINATOR`; null where all sets were tried. */
  readonly variances: { readonly limit: readonly bigint[]; readonly available: readonly bigint[] } | null;
}

/** One class of denominators for each number of changes, and one for sampled orders. */
const CLASSES = MOST_EXACT_CHANGES + 2;
const SAMPLED = MOST_EXACT_CHANGES + 1;

class MeasureSums {
  readonly limit = new ExactSum();
  readonly available = new ExactSum();

  add(limit: number | bigint, available: number | bigint): void {
    this.limit.add(limit);
    this.available.add(available);
  }

  /** What comes of going from one set to another. */
  addGains({ limit, available }: OutcomesUnder, from: number, to: number): void {
    this.add(gain(limit, from, to), gain(available, from, to));
  }

  get totals(): MeasureTotals {
    return { limit: this.limit.total, available: this.available.total };
  }
}

class ChangeTally {
  private touched = 0;
  private readonly solo = new MeasureSums();
  private readonly last = new MeasureSums();
  private readonly shares = Array.from({ length: CLASSES }, () => new MeasureSums());
  private readonly flips = new Array<number>(DECISIONS.length ** 2).fill(0);
  private variance: { limit: bigint; available: bigint } | null = null;

  /** Adds a borrower among whose active changes this is the i-th; gives whether it touches the borrower. */
  add(i: number, outcomes: OutcomesUnder, { limit, available, exact, variances }: RowShares): boolean {
    const { none, all } = outcomes;
    const [solo, last] = [outcomes.solo(i), outcomes.last(i)];
    this.solo.addGains(outcomes, none, solo);
    this.last.addGains(outcomes, last, all);
    (this.shares[exact ?? SAMPLED] as MeasureSums).add(limit[i] as number | bigint, available[i] as number | bigint);
    if (variances !== null) {
      this.variance ??= { limit: 0n, available: 0n };
      this.variance.limit += variances.limit[i] as bigint;
      this.variance.available += variances.available[i] as bigint;
    }
    const cell = flipOf(outcomes, solo);
    if (!isStay(cell)) this.flips[cell] = (this.flips[cell] as number) + 1;
    const touches = differs(outcomes, none, solo) || differs(outcomes, last, all);
    if (touches) this.touched++;
    return touches;
  }

  get totals(): ChangeTotals {
    const { touched, flips, variance } = this;
    return { touched, solo: this.solo.totals, last: this.last.totals, share: this.share, variance, flips };
  }

  private get share(): MeasureTotals {
    const scale = (part: number) => SHARE_DENOMINATOR / BigInt(denominatorOf(part));
    const sum = (measure: keyof MeasureTotals) => this.shares.reduce((all, sums, part) => all + sums[measure].total * scale(part), 0n);
    return { limit: sum("limit"), available: sum("available") };
  }
}

function denominatorOf(part: number): number {
  return part === SAMPLED ? ORDERS : (FACTORIALS[part] as number);
}

/** The borrowers of a batch. */
export class AttributionTally {
  private readonly changes: readonly ChangeTally[];
  private readonly pairs = new Map<number, { borrowers: number; readonly sums: MeasureSums }>();
  /** By active change of the borrower at hand: whether it touches the borrower. */
  private readonly touches: boolean[] = [];

  /** `lists`: takes each borrower's shares; null where nobody asks for them. */
  constructor(
    count: number,
    private readonly lists: ShareLists | null,
  ) {
    this.changes = Array.from({ length: count }, () => new ChangeTally());
  }

  /** Adds a borrower with its active changes, ascending. Rows come in ascending order. */
  add(row: number, active: readonly number[], outcomes: OutcomesUnder, shares: RowShares): void {
    const { touches } = this;
    for (let i = 0; i < active.length; i++) touches[i] = (this.changes[active[i] as number] as ChangeTally).add(i, outcomes, shares);
    this.addPairs(row, active, outcomes);
    this.lists?.add(row, active, touches, outcomes, shares, denominatorOf(shares.exact ?? SAMPLED));
  }

  private addPairs(row: number, active: readonly number[], outcomes: OutcomesUnder): void {
    const { touches } = this;
    for (let i = 0; i < active.length; i++)
      for (let j = i + 1; j < active.length; j++) {
        const limit = together(outcomes.limit, outcomes, i, j);
        const available = together(outcomes.available, outcomes, i, j);
        const both = touches[i] === true && touches[j] === true;
        if (!both && limit === 0 && available === 0) continue;
        const [first, second] = [active[i] as number, active[j] as number];
        const pair = this.pairOf(first * this.changes.length + second);
        if (both) pair.borrowers++;
        pair.sums.add(limit, available);
        if (limit !== 0 || available !== 0) this.lists?.addPair(row, first, second, limit, available);
      }
  }

  private pairOf(key: number): { borrowers: number; readonly sums: MeasureSums } {
    const pair = this.pairs.get(key) ?? { borrowers: 0, sums: new MeasureSums() };
    this.pairs.set(key, pair);
    return pair;
  }

  totals(): AttributionTotals {
    const count = this.changes.length;
    const interactions = [...this.pairs]
      .sort(([a], [b]) => a - b)
      .map(([key, { borrowers, sums }]): InteractionTotals => {
        return { pair: [Math.floor(key / count), key % count], borrowers, ...sums.totals };
      });
    return { changes: this.changes.map(({ totals }) => totals), interactions };
  }
}

/** What two changes do together beyond what each does alone. */
function together(column: Float64Array, outcomes: OutcomesUnder, i: number, j: number): number {
  return gain(column, outcomes.solo(j), outcomes.pair(i, j)) - gain(column, outcomes.none, outcomes.solo(i));
}

function differs({ limit, available, decision }: OutcomesUnder, a: number, b: number): boolean {
  return limit[a] !== limit[b] || available[a] !== available[b] || decision[a] !== decision[b];
}
