/** The figures' columns from borrowers compared one by one, for callers that have no packed outcomes. */
import type { PackedOutcomes } from "#rules/columns";
import type { ComparedBorrower } from "#rules/compare";
import type { Outcome } from "#rules/evaluate";
import { toHundredths } from "#rules/policy";
import type { Compared } from "./types.ts";

/** Rows in the order of the borrowers. */
export function comparedOf(borrowers: readonly ComparedBorrower[]): Compared {
  return { baseline: packed(borrowers.map((one) => one.baseline)), candidate: packed(borrowers.map((one) => one.candidate)) };
}

function packed(outcomes: readonly Outcome[]): PackedOutcomes {
  const kinds: NonNullable<PackedOutcomes["kinds"][number]>[] = [];
  const places = new Map<string, number>();
  const kindOf = ({ limitBefore: _before, limitAfter: _after, available: _left, ...kind }: Outcome) => {
    const key = JSON.stringify(kind);
    const place = places.get(key) ?? kinds.push(kind) - 1;
    places.set(key, place);
    return place;
  };
  return {
    limitBefore: Float64Array.from(outcomes, (one) => toHundredths(one.limitBefore)),
    limitAfter: Float64Array.from(outcomes, (one) => toHundredths(one.limitAfter)),
    available: Float64Array.from(outcomes, ({ available }) => (available === undefined ? Number.NaN : toHundredths(available))),
    kind: Int32Array.from(outcomes, kindOf),
    kinds,
  };
}
