import type { RuleTally } from "#rules/hints";
import type { Tested } from "./use-set-tests";

/** How often each rule of a version fired and was applied among fixtures. */
export function ruleTally(hash: string, tested: readonly Tested[]): RuleTally {
  const outcomes = tested.flatMap(({ evaluation }) => (evaluation.ok ? [evaluation.outcome] : []));
  return {
    hash,
    borrowers: outcomes.length,
    fired: countsOf(outcomes.flatMap(({ fired }) => fired)),
    applied: countsOf(outcomes.flatMap(({ applied }) => applied)),
  };
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
