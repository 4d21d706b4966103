/** The book's figures of a comparison under the reader's assumptions: what a loss is reckoned with, and who counts as late lately. */
import { type Book, bookOf, type LossAssumptions, type Mask } from "#rules/figures";
import type { Assumptions } from "./assumptions";
import type { Shown } from "./shown";
import { findSubject, numbersOf, readerOf } from "./subjects";

const balances = new WeakMap<Shown["outcomes"], Float64Array | null>();

/** Balances by row in currency, NaN where not known; null where the candidate knows none. */
export function balanceOf(shown: Shown): Float64Array | null {
  const known = balances.get(shown.outcomes);
  if (known !== undefined) return known;
  const subject = findSubject(shown, shown.candidate.policy.limit.balance);
  const made = subject && numbersOf(shown, subject);
  balances.set(shown.outcomes, made);
  return made;
}

/** What the reader takes for given: assumptions, and the outcome observed later by row. */
export interface Assumed {
  readonly assumptions: Assumptions;
  readonly observed: Float64Array | null;
}

export function bookUnder(shown: Shown, assumptions: Assumptions, observed: Float64Array | null): Book {
  return bookOf(shown.outcomes, {
    balance: balanceOf(shown) ?? undefined,
    delinquent: lateRows(shown, assumptions.late) ?? undefined,
    assumptions: lossAssumptions(shown, assumptions, observed) ?? undefined,
  });
}

/** Rows of which the condition holds, or the fact is true or above 0; null where nothing is chosen. */
export function lateRows(shown: Shown, late: string | null): Mask | null {
  const subject = findSubject(shown, late);
  if (subject === null) return null;
  const read = readerOf(shown, subject);
  return Uint8Array.from(shown.borrowers.names, (_, row) => {
    const value = read(row);
    return value === true || (typeof value === "number" && value > 0) ? 1 : 0;
  });
}

/** Null until an exposure can be reckoned; without a probability of default it has no loss. */
export function lossAssumptions(shown: Shown, { ccf, lgd, pd }: Assumptions, observed: Float64Array | null): LossAssumptions | null {
  if (ccf === null) return null;
  const probability = lgd === null ? null : probabilityOf(shown, pd, observed);
  return { ccf, lgd: lgd ?? 0, pd: probability ?? Number.NaN };
}

function probabilityOf(shown: Shown, pd: Assumptions["pd"], observed: Float64Array | null): Float64Array | number | null {
  switch (pd?.kind) {
    case "rate":
      return pd.rate;
    case "observed":
      return observed && meanOf(observed);
    case "fact": {
      const subject = findSubject(shown, pd.fact);
      return subject && numbersOf(shown, subject).map((value) => (value >= 0 && value <= 1 ? value : Number.NaN));
    }
    default:
      return null;
  }
}

/** Over the known values; null where none is. */
export function meanOf(observed: Float64Array): number | null {
  const known = observed.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
