/** The rows of a grouping counted: one pass over both sides' columns, without an object for any row. */
import type { PackedOutcomes } from "#rules/columns";
import { DECISIONS } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";
import { isRate, observedMean } from "./interval.ts";
import { IS_RESTRICTIVE } from "./treatment.ts";
import type { Compared, CountOptions, Grouping, Keyed, Tallied, Totals } from "./types.ts";

const FIELDS = [
  "borrowers",
  "shifted",
  "limitBaseline",
  "limitCandidate",
  "availableBaseline",
  "availableCandidate",
  "restrictedBaseline",
  "restrictedCandidate",
  "raisedBaseline",
  "raisedCandidate",
  "reviewBaseline",
  "reviewCandidate",
  "observed",
  "mean",
  "squares",
] as const;
type Field = (typeof FIELDS)[number];

const WIDTH = FIELDS.length;
const AT = Object.fromEntries(FIELDS.map((field, at) => [field, at])) as Record<Field, number>;
const RAISED = DECISIONS.indexOf("increase");

/** Every group with its figures, empty ones too. Rows without an outcome on both sides must be in no group. */
export function tally<Group extends Keyed>(compared: Compared, grouping: Grouping<Group>, options: CountOptions = {}): Tallied<Group>[] {
  const sums = new Float64Array(grouping.groups.length * WIDTH);
  addOutcomes(sums, compared, grouping.groupOf, options.only);
  if (options.observed !== undefined) addObserved(sums, options.observed, grouping.groupOf, options.only);
  const rate = options.observed === undefined ? null : isRate(options.observed);
  return grouping.groups.map((group, i) => ({ ...group, ...totalsOf(sums.subarray(i * WIDTH, (i + 1) * WIDTH), rate) }));
}

function addOutcomes(sums: Float64Array, { baseline, candidate }: Compared, groupOf: Int32Array, only: Uint8Array | undefined): void {
  const [a, b] = [codesOf(baseline), codesOf(candidate)];
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    if (group < 0 || only?.[row] === 0) continue;
    const at = group * WIDTH;
    const kindA = baseline.kind[row] as number;
    const kindB = candidate.kind[row] as number;
    const decisionA = a.decision[kindA] as number;
    const decisionB = b.decision[kindB] as number;
    const limitA = baseline.limitAfter[row] as number;
    const limitB = candidate.limitAfter[row] as number;
    const availableA = baseline.available[row] as number;
    const availableB = candidate.available[row] as number;
    add(sums, at + AT.borrowers, 1);
    add(sums, at + AT.shifted, Number(decisionA !== decisionB || limitA !== limitB || !isSame(availableA, availableB)));
    add(sums, at + AT.limitBaseline, limitA);
    add(sums, at + AT.limitCandidate, limitB);
    add(sums, at + AT.availableBaseline, Number.isNaN(availableA) ? 0 : availableA);
    add(sums, at + AT.availableCandidate, Number.isNaN(availableB) ? 0 : availableB);
    add(sums, at + AT.restrictedBaseline, IS_RESTRICTIVE[decisionA] as number);
    add(sums, at + AT.restrictedCandidate, IS_RESTRICTIVE[decisionB] as number);
    add(sums, at + AT.raisedBaseline, Number(decisionA === RAISED));
    add(sums, at + AT.raisedCandidate, Number(decisionB === RAISED));
    add(sums, at + AT.reviewBaseline, a.review[kindA] as number);
    add(sums, at + AT.reviewCandidate, b.review[kindB] as number);
  }
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

/** NaN is absent, and absent equals absent. */
export function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** By kind: the place of its decision in `DECISIONS`, and whether a person must confirm. */
export function codesOf({ kinds }: PackedOutcomes): { readonly decision: Int8Array; readonly review: Uint8Array } {
  return {
    decision: Int8Array.from(kinds, (kind) => (kind === null ? -1 : DECISIONS.indexOf(kind.decision))),
    review: Uint8Array.from(kinds, (kind) => Number(kind?.review ?? false)),
  };
}

/** Means and squared distances as B. P. Welford (1962) adds them, without loss by cancellation. */
function addObserved(sums: Float64Array, observed: Float64Array, groupOf: Int32Array, only: Uint8Array | undefined): void {
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    const value = observed[row] as number;
    if (group < 0 || only?.[row] === 0 || Number.isNaN(value)) continue;
    const at = group * WIDTH;
    add(sums, at + AT.observed, 1);
    const before = value - (sums[at + AT.mean] as number);
    add(sums, at + AT.mean, before / (sums[at + AT.observed] as number));
    add(sums, at + AT.squares, before * (value - (sums[at + AT.mean] as number)));
  }
}

function totalsOf(line: Float64Array, rate: boolean | null): Totals {
  const of = (field: Field) => line[AT[field]] as number;
  const sides = (name: "restricted" | "raised" | "review") => ({ baseline: of(`${name}Baseline`), candidate: of(`${name}Candidate`) });
  const money = (name: "limit" | "available") => ({
    baseline: fromHundredths(of(`${name}Baseline`)),
    candidate: fromHundredths(of(`${name}Candidate`)),
  });
  return {
    borrowers: of("borrowers"),
    shifted: of("shifted"),
    limit: money("limit"),
    available: money("available"),
    restricted: sides("restricted"),
    raised: sides("raised"),
    review: sides("review"),
    observed: rate === null ? null : observedMean(of("observed"), of("mean"), of("squares"), rate),
  };
}
