/** The order of the table: rows sorted once for each column, whatever the filter, and then filtered in that order. */
import { DECISIONS } from "#rules/evaluate";
import type { Mask } from "#rules/figures";
import type { FactValue } from "#rules/policy";
import { balanceOf } from "./book";
import { MOVES, type Parts } from "./parts";
import type { Shares, Shown } from "./shown";
import { findSubject, readerOf } from "./subjects";
import type { Sort } from "./url-state";

/** Sorts by a fact's values: `fact:NAME`. */
export const FACT_COLUMN = "fact:";

/** In hundredths. */
export function limitShift({ outcomes: { baseline, candidate } }: Shown, row: number): number {
  return (candidate.limitAfter[row] as number) - (baseline.limitAfter[row] as number);
}

/** In hundredths; NaN where available credit is not known on a side. */
export function availableShift({ outcomes: { baseline, candidate } }: Shown, row: number): number {
  return (candidate.available[row] as number) - (baseline.available[row] as number);
}

/**
 * All rows in the given order; without one, the largest part of the sum that the table is about first, else the largest shift of available
 * credit (else of limit). What has no value stands last.
 */
export function sortedRows(shown: Shown, shares: Shares | null, sort: Sort | null, parts: Parts | null = null): Int32Array {
  const rows = Int32Array.from(shown.borrowers.names.keys());
  const keys = sort === null ? (parts?.values.map(Math.abs) ?? magnitudes(shown)) : keysOf(shown, shares, sort.column, parts);
  const way = sort === null || sort.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [keys[a] as number, keys[b] as number];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return way * (x - y) || a - b;
  });
}

/** The rows that a mask keeps, in the order of `sorted`. */
export function inOrder(sorted: Int32Array, kept: Mask): number[] {
  const rows: number[] = [];
  for (const row of sorted) if (kept[row] === 1) rows.push(row);
  return rows;
}

function magnitudes(shown: Shown): Float64Array {
  return Float64Array.from(shown.borrowers.names, (_, row) => Math.abs(availableShift(shown, row) || limitShift(shown, row)));
}

/** A number for each row to sort by; NaN where there is none. */
function keysOf(shown: Shown, shares: Shares | null, column: string, parts: Parts | null): Float64Array {
  const { borrowers, outcomes } = shown;
  const each = (key: (row: number) => number) => Float64Array.from(borrowers.names, (_, row) => key(row));
  switch (column) {
    case "before":
      return outcomes.baseline.limitBefore;
    case "balance":
      return balanceOf(shown) ?? each(() => Number.NaN);
    case "baseline":
    case "candidate": {
      const { kind, kinds, limitAfter } = outcomes[column];
      const ranks = kinds.map((one) => (one === null ? Number.NaN : DECISIONS.indexOf(one.decision)));
      return each((row) => (ranks[kind[row] as number] as number) * 2 ** 46 + (limitAfter[row] as number));
    }
    case "shift":
      return each((row) => limitShift(shown, row));
    case "available":
      return each((row) => availableShift(shown, row));
    case MOVES:
      return parts?.values ?? magnitudes(shown);
    case "because":
      return each((row) => largestShare(shares, row));
    case "told":
      return ranksOf(borrowers.names.map((_, row) => toldIn(shown, row)));
    default:
      return column.startsWith(FACT_COLUMN) ? factKeys(shown, column.slice(FACT_COLUMN.length)) : nameKeys(borrowers.names);
  }
}

function toldIn({ outcomes: { candidate } }: Shown, row: number): string | null {
  return candidate.kinds[candidate.kind[row] as number]?.reasons.join(" ") || null;
}

/** By the size of the row's largest share. */
function largestShare(shares: Shares | null, row: number): number {
  if (shares === null) return Number.NaN;
  const { starts, available, limit } = shares.rows;
  let most = Number.NaN;
  for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) {
    const share = Math.abs(available[at] || (limit[at] as number));
    if (!(share <= most)) most = share;
  }
  return most;
}

function factKeys(shown: Shown, key: string): Float64Array {
  const subject = findSubject(shown, key);
  const read = subject === null ? () => null : readerOf(shown, subject);
  return ranksOf(shown.borrowers.names.map((_, row) => sortable(read(row))));
}

function sortable(value: FactValue): number | string | null {
  return typeof value === "boolean" ? Number(value) : typeof value === "object" && value !== null ? value.join(", ") : value;
}

const ranked = new WeakMap<readonly string[], Float64Array>();

function nameKeys(names: readonly string[]): Float64Array {
  const keys = ranked.get(names) ?? (names.every((name) => /^\d{1,15}$/.test(name)) ? Float64Array.from(names, Number) : ranksOf(names));
  ranked.set(names, keys);
  return keys;
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** Numbers as they are; of texts their places among the different ones. */
function ranksOf(values: readonly (number | string | null)[]): Float64Array {
  const texts = [...new Set(values.filter((value) => typeof value === "string"))].sort(COLLATOR.compare);
  const places = new Map(texts.map((text, place) => [text, place]));
  return Float64Array.from(values, (value) =>
    value === null ? Number.NaN : typeof value === "number" ? value : (places.get(value) as number),
  );
}
