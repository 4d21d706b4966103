/** What the table of borrowers shows: the rows that the filters keep, in order, and what each adds to the sum that it is about. */
import type { Assumed } from "./book";
import { keptRows } from "./filter-rows";
import { MOVES, type Parts, partsOf } from "./parts";
import type { Shares, Shown } from "./shown";
import { inOrder, sortedRows } from "./sort-rows";
import type { Filters, Sort } from "./url-state";

/** Null where no filter is about a sum. */
export function partsShown(shown: Shown, shares: Shares | null, { where }: Filters, assumed: Assumed): Parts | null {
  const key = where[MOVES];
  return key === undefined ? null : partsOf(shown, shares, key, assumed);
}

export function tableRows(shown: Shown, shares: Shares | null, filters: Filters, sort: Sort | null, assumed: Assumed): number[] {
  const parts = partsShown(shown, shares, filters, assumed);
  return inOrder(sortedRows(shown, shares, sort, parts), keptRows(shown, shares, filters, assumed));
}
