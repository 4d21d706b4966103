/** What borrowers are told: how often each reason on both sides, and whose reasons change though limit and decision do not. */
import type { PackedOutcomes } from "#rules/columns";
import { byKind, byRow, comparedRows } from "./masks.ts";
import { codesOf } from "./tally.ts";
import type { Compared, Grouping, Keyed, Mask, Sides } from "./types.ts";

export interface ReasonCount extends Sides {
  readonly code: string;
}

/** Every reason that is told, with how many borrowers are told it; the most frequent first. */
export function reasonCounts(compared: Compared, only?: Mask): ReasonCount[] {
  const rows = comparedRows(compared);
  const [a, b] = [countsOf(compared.baseline, rows, only), countsOf(compared.candidate, rows, only)];
  const codes = new Set([...a.keys(), ...b.keys()]);
  return [...codes]
    .map((code) => ({ code, baseline: a.get(code) ?? 0, candidate: b.get(code) ?? 0 }))
    .sort((x, y) => Math.max(y.baseline, y.candidate) - Math.max(x.baseline, x.candidate) || (x.code < y.code ? -1 : 1));
}

function countsOf({ kind, kinds }: PackedOutcomes, rows: Mask, only: Mask | undefined): Map<string, number> {
  const byKindOf = new Int32Array(kinds.length);
  for (let row = 0; row < rows.length; row++) {
    const at = kind[row] as number;
    if (rows[row] === 1 && only?.[row] !== 0) byKindOf[at] = (byKindOf[at] as number) + 1;
  }
  const counts = new Map<string, number>();
  kinds.forEach((one, at) => {
    const borrowers = byKindOf[at] as number;
    if (borrowers > 0) for (const code of one?.reasons ?? []) counts.set(code, (counts.get(code) ?? 0) + borrowers);
  });
  return counts;
}

/** Rows that one side tells a reason. */
export function rowsTold(outcomes: PackedOutcomes, code: string): Mask {
  return byKind(outcomes, ({ reasons }) => reasons.includes(code));
}

/** Reasons before and after, in the order told. */
export interface ReasonMove extends Keyed {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Borrowers with the same limit and decision who are told other reasons, by what they are told; the most frequent first. */
export function reasonMoves(compared: Compared): Grouping<ReasonMove> {
  const { baseline, candidate } = compared;
  const told = toldOf(baseline, candidate);
  const [decidedA, decidedB] = [codesOf(baseline).decision, codesOf(candidate).decision];
  const [rows, size] = [comparedRows(compared), told.lists.length];
  const moves = new Moves();
  const found = byRow(rows.length, (row) => {
    const a = baseline.kind[row] as number;
    const b = candidate.kind[row] as number;
    const before = told.baseline[a] as number;
    const after = told.candidate[b] as number;
    const stays = decidedA[a] === decidedB[b] && baseline.limitAfter[row] === candidate.limitAfter[row];
    return rows[row] === 1 && stays && before !== after ? moves.add(before * size + after) : -1;
  });
  const order = moves.byFrequency();
  const groups = order.map((place): ReasonMove => {
    const pair = moves.pairs[place] as number;
    const [before, after] = [told.lists[Math.floor(pair / size)] ?? [], told.lists[pair % size] ?? []];
    return { key: `${keyOf(before)}~${keyOf(after)}`, before, after };
  });
  const rank = new Int32Array(order.length);
  order.forEach((place, i) => {
    rank[place] = i;
  });
  return { groups, groupOf: byRow(found.length, (row) => rank[found[row] as number] ?? -1) };
}

function keyOf(codes: readonly string[]): string {
  return codes.map((code) => code.replace(/[%+~]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)).join("+");
}

/** The different pairs of lists, counted, in the order found. */
class Moves {
  readonly pairs: number[] = [];
  private readonly counts: number[] = [];
  private readonly places = new Map<number, number>();

  /** The place of a pair. */
  add(pair: number): number {
    const known = this.places.get(pair);
    if (known !== undefined) {
      this.counts[known] = (this.counts[known] as number) + 1;
      return known;
    }
    this.places.set(pair, this.counts.push(1) - 1);
    return this.pairs.push(pair) - 1;
  }

  byFrequency(): number[] {
    return [...this.pairs.keys()].sort(
      (a, b) => (this.counts[b] as number) - (this.counts[a] as number) || (this.pairs[a] as number) - (this.pairs[b] as number),
    );
  }
}

/** The different lists of reasons of both sides, and by kind which of them it has. */
function toldOf(baseline: PackedOutcomes, candidate: PackedOutcomes) {
  const lists: (readonly string[])[] = [];
  const places = new Map<string, number>();
  const placeOf = (reasons: readonly string[]) => {
    const key = JSON.stringify(reasons);
    const known = places.get(key) ?? lists.push(reasons) - 1;
    places.set(key, known);
    return known;
  };
  const side = ({ kinds }: PackedOutcomes) => kinds.map((kind) => placeOf(kind?.reasons ?? []));
  return { baseline: side(baseline), candidate: side(candidate), lists };
}
