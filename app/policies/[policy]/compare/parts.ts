/**
 * What each borrower adds to a figure that is a sum: `where.moves=KEY` keeps those that add something, the largest first. Keys are `limit`,
 * `available`, `utilisation`, `exposure`, `loss`, and of changes such as `share.limit:IDS`. Law: the parts sum to the figure.
 */
import { exposureRows, type MoneyMeasure } from "#rules/figures";
import { shortChangeName } from "#rules/format";
import { type Assumed, balanceOf, lossAssumptions } from "./book";
import { joinKeys, splitKeys } from "./keys";
import type { Shares, Shown } from "./shown";

export const MOVES = "moves";

export interface Parts {
  /** What is summed: "limit shift", "share of B03". */
  readonly label: string;
  /** Hundredths by row, candidate less baseline; 0 where a row adds nothing. */
  readonly values: Float64Array;
}

/** Of the attribution: shares, what changes do alone and last, what the others make of it, what two do together beyond each alone. */
export type ShareFigure = "share" | "alone" | "last" | "others" | "pair";

/** The key of a sum that is due to changes. */
export function shareKey(figure: ShareFigure, measure: MoneyMeasure, changes: readonly string[]): string {
  return `${figure}.${measure}:${joinKeys(changes)}`;
}

/** Null where the key names no sum, or one whose parts are not known yet. */
export function partsOf(shown: Shown, shares: Shares | null, key: string, assumed: Assumed): Parts | null {
  const label = partsLabel(shown, key);
  const values = label === null ? null : valuesOf(shown, shares, key, assumed);
  return label === null || values === null ? null : { label, values };
}

/** What the key names, as a column's head; null where it names no sum. */
export function partsLabel(shown: Shown, key: string): string | null {
  const plain = PLAIN[key];
  if (plain !== undefined) return plain;
  const of = shareFigureOf(key);
  if (of === null) return null;
  const names = of.changes.map((id) => {
    const change = shown.outcomes.versions.changes.find((one) => one.id === id);
    return change === undefined ? id : shortChangeName(change);
  });
  const money = of.measure === "limit" ? "limit" : "available";
  return `${WORDS[of.figure]} ${names.join(of.figure === "pair" ? " and " : ", ")}, ${money}`;
}

const PLAIN: Readonly<Record<string, string>> = {
  limit: "limit shift",
  available: "available shift",
  utilisation: "limit shift where a balance is known",
  exposure: "exposure shift",
  loss: "expected loss shift",
};

const WORDS: Readonly<Record<ShareFigure, string>> = {
  share: "share of",
  alone: "alone",
  last: "last",
  others: "what others make of",
  pair: "together",
};

interface ShareSum {
  readonly figure: ShareFigure;
  readonly measure: MoneyMeasure;
  readonly changes: readonly string[];
}

function shareFigureOf(key: string): ShareSum | null {
  const [, figure, measure, ids] = /^(share|alone|last|others|pair)\.(limit|available):(.+)$/s.exec(key) ?? [];
  return ids === undefined ? null : { figure: figure as ShareFigure, measure: measure as MoneyMeasure, changes: splitKeys(ids) };
}

function valuesOf(shown: Shown, shares: Shares | null, key: string, assumed: Assumed): Float64Array | null {
  switch (key) {
    case "limit":
      return shifts(shown, "limitAfter");
    case "available":
      return shifts(shown, "available");
    case "utilisation": {
      const balance = balanceOf(shown);
      return balance && shifts(shown, "limitAfter").map((shift, row) => (Number.isNaN(balance[row]) ? 0 : shift));
    }
    case "exposure":
    case "loss":
      return exposureShifts(shown, key, assumed);
    default: {
      const of = shareFigureOf(key);
      return of && shares && shareValues(shares, of);
    }
  }
}

/** What is not known on a side counts as nothing there, as in the sums. */
function difference(before: Float64Array, after: Float64Array): Float64Array {
  return after.map((value, row) => (value || 0) - ((before[row] as number) || 0));
}

function shifts({ outcomes: { baseline, candidate } }: Shown, column: "limitAfter" | "available"): Float64Array {
  return difference(baseline[column], candidate[column]);
}

function exposureShifts(shown: Shown, key: "exposure" | "loss", { assumptions, observed }: Assumed): Float64Array | null {
  const [balance, loss] = [balanceOf(shown), lossAssumptions(shown, assumptions, observed)];
  if (balance === null || loss === null) return null;
  const [before, after] = [shown.outcomes.baseline, shown.outcomes.candidate].map((side) => exposureRows(side, balance, loss)[key]);
  return before && after ? difference(before, after) : null;
}

function shareValues({ attribution, rows }: Shares, { figure, measure, changes }: ShareSum): Float64Array {
  const places = new Set(changes.map((id) => attribution.attribution.findIndex(({ change }) => change === id)));
  const values = new Float64Array(rows.rows);
  const add = (row: number, value: number) => {
    values[row] = (values[row] as number) + value;
  };
  if (figure === "pair") {
    const { row, first, second } = rows.pairs;
    row.forEach((of, at) => {
      if (places.has(first[at] as number) && places.has(second[at] as number)) add(of, rows.pairs[measure][at] as number);
    });
    return values;
  }
  const [solo, last] = [rows.solo[measure], rows.last[measure]];
  const columns: Record<Exclude<ShareFigure, "pair" | "others">, Float64Array> = { share: rows[measure], alone: solo, last };
  for (let row = 0; row < rows.rows; row++)
    for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
      if (!places.has(rows.change[at] as number)) continue;
      add(row, figure === "others" ? (last[at] as number) - (solo[at] as number) : (columns[figure][at] as number));
    }
  return values;
}
