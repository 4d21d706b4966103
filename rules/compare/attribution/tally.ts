/** Adds up borrowers: totals of every change and pair, the rows touched, and each borrower's printed shares. */
import type { Bits } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { largestRemainder } from "./largest-remainder.ts";
import { type Numerators, FACTORIALS, MOST_EXACT_CHANGES } from "./shapley.ts";
import { ORDERS } from "./sampling.ts";
import { ExactSum } from "./exact-sum.ts";
import { SHARE_DENOMINATOR } from "./totals.ts";
import type { AttributionTotals, ChangeTotals, InteractionTotals, MeasureTotals, PackedMoney, PackedShares } from "./types.ts";

/** What a borrower's outcome is under some sets of changes. `available` is −1 where absent. */
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

/** One borrower's shares as numerators over a denominator: a factorial, or the number of sampled orders. */
export interface RowShares {
  readonly limit: Numerators;
  readonly available: Numerators;
  /** Number of active changes where all sets were tried, else null. */
  readonly exact: number | null;
  /** Over `VARIANCE_DENOMINATOR`; null where all sets were tried. */
  readonly variances: { readonly limit: readonly bigint[]; readonly available: readonly bigint[] } | null;
}

const MEASURES = ["limit", "available"] as const;
/** One class of denominators for each number of changes, and one for sampled orders. */
const CLASSES = MOST_EXACT_CHANGES + 2;
const SAMPLED = MOST_EXACT_CHANGES + 1;

class MeasureSums {
  readonly limit = new ExactSum();
  readonly available = new ExactSum();

  get totals(): MeasureTotals {
    return { limit: this.limit.total, available: this.available.total };
  }
}

class ChangeTally {
  touched = 0;
  readonly solo = new MeasureSums();
  readonly last = new MeasureSums();
  readonly shares = Array.from({ length: CLASSES }, () => new MeasureSums());
  readonly flips = new Array<number>(DECISIONS.length ** 2).fill(0);
  variance: { limit: bigint; available: bigint } | null = null;

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

export class AttributionTally {
  private readonly changes: readonly ChangeTally[];
  private readonly touched: readonly Bits[];
  private readonly pairs = new Map<number, { borrowers: number; readonly sums: MeasureSums }>();
  private readonly starts: Uint32Array;
  private readonly places = { change: [] as number[], limit: [] as number[], available: [] as number[], flip: [] as number[] };
  private readonly solo = moneyLists();
  private readonly last = moneyLists();
  private readonly together = { row: [] as number[], first: [] as number[], second: [] as number[], ...moneyLists() };
  /** Rows before it have their place in `starts`. */
  private next = 0;

  constructor(
    count: number,
    private readonly rows: number,
  ) {
    this.changes = Array.from({ length: count }, () => new ChangeTally());
    this.touched = Array.from({ length: count }, () => new Uint32Array(Math.ceil(rows / 32)));
    this.starts = new Uint32Array(rows + 1);
  }

  /** Adds a borrower with its active changes, ascending. Rows come in ascending order. */
  add(row: number, active: readonly number[], outcomes: OutcomesUnder, shares: RowShares): void {
    const touches = active.map((change, i) => this.addChange(row, change, i, outcomes));
    this.addPairs(row, active, touches, outcomes);
    this.addShares(active, shares);
    this.print(row, active, touches, outcomes, shares);
  }

  private addChange(row: number, change: number, i: number, outcomes: OutcomesUnder): boolean {
    const tally = this.changes[change] as ChangeTally;
    const [solo, last] = [outcomes.solo(i), outcomes.last(i)];
    for (const measure of MEASURES) {
      tally.solo[measure].add(gain(outcomes[measure], outcomes.none, solo));
      tally.last[measure].add(gain(outcomes[measure], last, outcomes.all));
    }
    const cell = flipOf(outcomes, solo);
    if (!isStay(cell)) tally.flips[cell] = (tally.flips[cell] as number) + 1;
    const touches = differs(outcomes, outcomes.none, solo) || differs(outcomes, last, outcomes.all);
    if (!touches) return false;
    tally.touched++;
    const bits = this.touched[change] as Bits;
    bits[row >> 5] = (bits[row >> 5] as number) | (1 << (row & 31));
    return true;
  }

  private addPairs(row: number, active: readonly number[], touches: readonly boolean[], outcomes: OutcomesUnder): void {
    for (let i = 0; i < active.length; i++)
      for (let j = i + 1; j < active.length; j++) {
        const beyond = (column: Float64Array) =>
          gain(column, outcomes.solo(j), outcomes.pair(i, j)) - gain(column, outcomes.none, outcomes.solo(i));
        const [limit, available] = [beyond(outcomes.limit), beyond(outcomes.available)];
        const both = touches[i] === true && touches[j] === true;
        if (!both && limit === 0 && available === 0) continue;
        const [first, second] = [active[i] as number, active[j] as number];
        const pair = this.pairOf(first * this.changes.length + second);
        if (both) pair.borrowers++;
        pair.sums.limit.add(limit);
        pair.sums.available.add(available);
        if (limit === 0 && available === 0) continue;
        push(this.together, { row, first, second, limit, available });
      }
  }

  private pairOf(key: number): { borrowers: number; readonly sums: MeasureSums } {
    const pair = this.pairs.get(key) ?? { borrowers: 0, sums: new MeasureSums() };
    this.pairs.set(key, pair);
    return pair;
  }

  private addShares(active: readonly number[], { exact, variances, ...shares }: RowShares): void {
    active.forEach((change, i) => {
      const tally = this.changes[change] as ChangeTally;
      const sums = tally.shares[exact ?? SAMPLED] as MeasureSums;
      for (const measure of MEASURES) sums[measure].add(shares[measure][i] as number | bigint);
      if (variances === null) return;
      tally.variance ??= { limit: 0n, available: 0n };
      for (const measure of MEASURES) tally.variance[measure] += variances[measure][i] as bigint;
    });
  }

  private print(
    row: number,
    active: readonly number[],
    touches: readonly boolean[],
    outcomes: OutcomesUnder,
    { limit, available, exact }: RowShares,
  ): void {
    this.startRows(row);
    const denominator = denominatorOf(exact ?? SAMPLED);
    const [limits, availables] = [largestRemainder(limit, denominator), largestRemainder(available, denominator)];
    active.forEach((change, i) => {
      const [ofLimit, ofAvailable] = [Number(limits[i]), Number(availables[i])];
      if (touches[i] === false && ofLimit === 0 && ofAvailable === 0) return;
      const [solo, last] = [outcomes.solo(i), outcomes.last(i)];
      push(this.places, { change, limit: ofLimit, available: ofAvailable, flip: flipOf(outcomes, solo) });
      push(this.solo, gains(outcomes, outcomes.none, solo));
      push(this.last, gains(outcomes, last, outcomes.all));
    });
  }

  private startRows(until: number): void {
    this.starts.fill(this.places.change.length, this.next, until + 1);
    this.next = until + 1;
  }

  /** Each borrower's shares; nobody is added afterwards. */
  packed(): PackedShares {
    this.startRows(this.rows);
    const { places, together } = this;
    return {
      rows: this.rows,
      starts: this.starts,
      change: Uint16Array.from(places.change),
      ...packedMoney(places),
      solo: packedMoney(this.solo),
      last: packedMoney(this.last),
      flip: Uint8Array.from(places.flip),
      touched: this.touched,
      pairs: {
        row: Uint32Array.from(together.row),
        first: Uint16Array.from(together.first),
        second: Uint16Array.from(together.second),
        ...packedMoney(together),
      },
    };
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

/** From one set to another; absent counts as 0. */
function gain(column: Float64Array, from: number, to: number): number {
  return Math.max(0, column[to] as number) - Math.max(0, column[from] as number);
}

function gains({ limit, available }: OutcomesUnder, from: number, to: number): Record<keyof MeasureTotals, number> {
  return { limit: gain(limit, from, to), available: gain(available, from, to) };
}

function flipOf({ decision, none }: OutcomesUnder, solo: number): number {
  return (decision[none] as number) * DECISIONS.length + (decision[solo] as number);
}

function isStay(flip: number): boolean {
  return flip % (DECISIONS.length + 1) === 0;
}

function moneyLists(): Record<keyof MeasureTotals, number[]> {
  return { limit: [], available: [] };
}

function push<Key extends string>(lists: Readonly<Record<Key, number[]>>, values: Readonly<Record<Key, number>>): void {
  for (const key of Object.keys(values) as Key[]) lists[key].push(values[key]);
}

function packedMoney({ limit, available }: Record<keyof MeasureTotals, number[]>): PackedMoney {
  return { limit: Float64Array.from(limit), available: Float64Array.from(available) };
}

function differs({ limit, available, decision }: OutcomesUnder, a: number, b: number): boolean {
  return limit[a] !== limit[b] || available[a] !== available[b] || decision[a] !== decision[b];
}
