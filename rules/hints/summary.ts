/** The borrowers at hand in few figures for each fact: what completion, hover and hints tell of them. Plain data, small whatever the number of borrowers. */
import { derive, scenarioFor } from "#rules/evaluate";
import type { Facts, FactValue, ValidPolicy } from "#rules/policy";

export interface FactSummary {
  /** Borrowers that have a value, and that have none or null. */
  readonly known: number;
  readonly nulls: number;
  /** Sorted numbers: all of them up to some ten thousand, else evenly by rank; the least and the greatest always. */
  readonly numbers: Float64Array;
  /** Most frequent first; of lists, their elements. */
  readonly top: readonly { readonly value: string | number | boolean; readonly count: number }[];
  readonly distinct: number;
  /** What JSON type all known values have; null where they differ or there is none. */
  readonly kind: "number" | "boolean" | "string" | "list" | null;
}

export interface BorrowersSummary {
  readonly borrowers: number;
  readonly facts: Readonly<Record<string, FactSummary>>;
}

const NUMBERS_KEPT = 20_001;
const TOP_KEPT = 12;

/** Every fact that a borrower has, declared or not. */
export function summariseFacts(borrowers: readonly Facts[]): BorrowersSummary {
  const names = new Set(borrowers.flatMap((facts) => Object.keys(facts)));
  const facts = [...names].map((name) => [name, summaryOf(borrowers.map((borrower) => ownValue(borrower, name)))] as const);
  return { borrowers: borrowers.length, facts: Object.fromEntries(facts) };
}

/** The derived facts of a policy, and the facts that its scenario gives. */
export function summariseDerived(policy: ValidPolicy, borrowers: readonly Facts[], scenario: Facts): BorrowersSummary {
  const given = scenarioFor(policy, scenario);
  const absent = Object.fromEntries([...policy.facts.keys()].map((name) => [name, null]));
  const rows = borrowers.map((facts) => derive(policy, { ...absent, ...given, ...facts }));
  const facts = [...policy.derived.keys()].map((name) => [name, summaryOf(rows.map((row) => row[name] ?? null))] as const);
  return { borrowers: borrowers.length, facts: Object.fromEntries(facts) };
}

/** The summary of one fact's values, a borrower each. */
export function summaryOf(values: readonly FactValue[]): FactSummary {
  const known = values.filter((value) => value !== null);
  const counts = new Map<string | number | boolean, number>();
  for (const value of known.flat() as (string | number | boolean)[]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP_KEPT);
  return {
    known: known.length,
    nulls: values.length - known.length,
    numbers: thinned(Float64Array.from(known.filter((value) => typeof value === "number")).sort()),
    top: top.map(([value, count]) => ({ value, count })),
    distinct: counts.size,
    kind: kindOf(known),
  };
}

function ownValue(facts: Facts, name: string): FactValue {
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
}

function kindOf(known: readonly FactValue[]): FactSummary["kind"] {
  const kinds = new Set(known.map((value) => (Array.isArray(value) ? "list" : typeof value)));
  return kinds.size === 1 ? ([...kinds][0] as FactSummary["kind"]) : null;
}

function thinned(sorted: Float64Array): Float64Array {
  if (sorted.length <= NUMBERS_KEPT) return sorted;
  const last = sorted.length - 1;
  return Float64Array.from({ length: NUMBERS_KEPT }, (_, i) => sorted[Math.round((i * last) / (NUMBERS_KEPT - 1))] as number);
}

export interface Standing {
  /** Shares, from 0 to 1, of the known values below the value, and equal to it. */
  readonly below: number;
  readonly equal: number;
}

/** Where a value stands among the known ones; null where no number is known. */
export function standingOf({ numbers }: FactSummary, value: number): Standing | null {
  if (numbers.length === 0) return null;
  const below = countBelow(numbers, value, false);
  return { below: below / numbers.length, equal: (countBelow(numbers, value, true) - below) / numbers.length };
}

/** Borrowers whose value is at most a step away from one, itself included. Exact where all numbers are kept. */
export function countWithin({ numbers, known }: FactSummary, value: number, step: number): number {
  // A tenth of a step is no third of one in binary.
  const slack = step * 1e-9;
  const found = countBelow(numbers, value + step + slack, true) - countBelow(numbers, value - step - slack, false);
  return numbers.length === known ? found : Math.round((found * known) / Math.max(1, numbers.length));
}

const POWERS = [6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4] as const;

/**
 * One step of a threshold: the greatest power of ten of which all known values are multiples (1 of whole numbers, 0.01 of cents, 10,000 of
 * limits in ten thousands); where they have no such last digit, as ratios have not, one unit of the threshold's own last decimal place.
 */
export function stepAt({ numbers }: FactSummary, threshold: number, isInteger: boolean): number {
  if (isInteger) return 1;
  const power = POWERS.find((exponent) => numbers.every((value) => isMultiple(value, exponent)));
  return 10 ** (power ?? -decimalsOf(threshold));
}

function isMultiple(value: number, exponent: number): boolean {
  const steps = exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent;
  return Math.abs(steps - Math.round(steps)) < 1e-9 * Math.max(1, Math.abs(steps));
}

function decimalsOf(value: number): number {
  return /\.(\d+)/.exec(String(value))?.[1]?.length ?? 0;
}

/** How many sorted numbers are below a value, or at most it. */
function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] as number;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
