/** The borrowers of a page in columns: those of a fixture set or of a portfolio, without an object for each. */
import { columnsOf } from "#rules/columns";
import type { NamedBorrower } from "#rules/compare";
import type { RawBatch } from "#rules/compile";
import type { Facts, FactValue } from "#rules/policy";
import { valueAt } from "#rules/compile";

export interface BorrowerColumns {
  /** How many there are in all; more than rows where these are a sample. */
  readonly of: number;
  readonly names: readonly string[];
  /** Facts by row. */
  readonly batch: RawBatch;
  /** Outcomes observed later, by column; NaN where not known. */
  readonly observed: ReadonlyMap<string, Float64Array>;
  /** The column of them that the portfolio's mapping names. */
  readonly usualObserved: string | null;
}

export function columnsOfBorrowers(borrowers: readonly NamedBorrower[]): BorrowerColumns {
  return {
    of: borrowers.length,
    names: borrowers.map(({ name }) => name),
    batch: columnsOf(borrowers.map(({ facts }) => facts)),
    observed: new Map(),
    usualObserved: null,
  };
}

/** One borrower's facts, as if it had come alone. */
export function factsAt({ columns }: RawBatch, row: number): Facts {
  const given = [...columns].flatMap(([fact, column]): [string, FactValue][] => {
    const value = valueAt(column, row);
    return value === undefined ? [] : [[fact, value]];
  });
  return Object.fromEntries(given);
}

const keyed = new WeakMap<readonly string[], readonly string[]>();

/** What tells borrowers apart in URLs: the name, and for a name that stood before the row's number with it. */
export function keysOf(names: readonly string[]): readonly string[] {
  const known = keyed.get(names);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const keys = names.map((name, row) => {
    const key = seen.has(name) ? `${name}#${row + 1}` : name;
    seen.add(name);
    return key;
  });
  keyed.set(names, keys);
  return keys;
}
