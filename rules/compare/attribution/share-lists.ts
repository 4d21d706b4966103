/** Each borrower's shares as they are printed: sparse lists that become typed arrays. */
import { type Bits, mark } from "#rules/compile";
import { largestRemainder } from "./largest-remainder.ts";
import { flipOf, gain, type OutcomesUnder } from "./outcomes-under.ts";
import type { RowShares } from "./tally.ts";
import type { PackedMoney, PackedShares } from "./types.ts";

class MoneyList {
  private readonly limit: number[] = [];
  private readonly available: number[] = [];

  add(limit: number, available: number): void {
    this.limit.push(limit);
    this.available.push(available);
  }

  packed(): PackedMoney {
    return { limit: Float64Array.from(this.limit), available: Float64Array.from(this.available) };
  }
}

export class ShareLists {
  private readonly touched: readonly Bits[];
  private readonly starts: Uint32Array;
  private readonly change: number[] = [];
  private readonly flip: number[] = [];
  private readonly shares = new MoneyList();
  private readonly solo = new MoneyList();
  private readonly last = new MoneyList();
  private readonly pairs = { row: [] as number[], first: [] as number[], second: [] as number[], money: new MoneyList() };
  /** Rows before it have their place in `starts`. */
  private next = 0;

  /** Of a batch of so many rows. */
  constructor(
    changes: number,
    private readonly rows: number,
  ) {
    this.touched = Array.from({ length: changes }, () => new Uint32Array(Math.ceil(rows / 32)));
    this.starts = new Uint32Array(rows + 1);
  }

  /** Adds a borrower; rows come in ascending order. `touches`: whether each of the active changes does. */
  add(
    row: number,
    active: readonly number[],
    touches: readonly boolean[],
    outcomes: OutcomesUnder,
    { limit, available }: RowShares,
    denominator: number,
  ): void {
    this.startRows(row);
    const [limits, availables] = [largestRemainder(limit, denominator), largestRemainder(available, denominator)];
    for (let i = 0; i < active.length; i++) {
      const change = active[i] as number;
      const [ofLimit, ofAvailable] = [Number(limits[i]), Number(availables[i])];
      if (touches[i] === true) mark(this.touched[change] as Bits, row);
      else if (ofLimit === 0 && ofAvailable === 0) continue;
      const [solo, last] = [outcomes.solo(i), outcomes.last(i)];
      this.change.push(change);
      this.flip.push(flipOf(outcomes, solo));
      this.shares.add(ofLimit, ofAvailable);
      addGains(this.solo, outcomes, outcomes.none, solo);
      addGains(this.last, outcomes, last, outcomes.all);
    }
  }

  /** What two changes do together to a borrower beyond what each does alone. */
  addPair(row: number, first: number, second: number, limit: number, available: number): void {
    const { pairs } = this;
    pairs.row.push(row);
    pairs.first.push(first);
    pairs.second.push(second);
    pairs.money.add(limit, available);
  }

  private startRows(until: number): void {
    this.starts.fill(this.change.length, this.next, until + 1);
    this.next = until + 1;
  }

  /** Nobody is added afterwards. */
  packed(): PackedShares {
    this.startRows(this.rows);
    const { pairs } = this;
    return {
      rows: this.rows,
      starts: this.starts,
      change: Uint16Array.from(this.change),
      ...this.shares.packed(),
      solo: this.solo.packed(),
      last: this.last.packed(),
      flip: Uint8Array.from(this.flip),
      touched: this.touched,
      pairs: {
        row: Uint32Array.from(pairs.row),
        first: Uint16Array.from(pairs.first),
        second: Uint16Array.from(pairs.second),
        ...pairs.money.packed(),
      },
    };
  }
}

function addGains(list: MoneyList, { limit, available }: OutcomesUnder, from: number, to: number): void {
  list.add(gain(limit, from, to), gain(available, from, to));
}
