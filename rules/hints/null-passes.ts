/** Tests that a borrower passes because a fact is null: `notEqual`, `notIn`, and what stands under `not`. */
import type { TestCondition, ValidPolicy } from "#rules/policy";
import type { BorrowersSummary } from "./summary.ts";
import { type PlacedTest, testsIn } from "./tests-in.ts";
import type { Check, Hint } from "./types.ts";

export const nullPassesHints: Check = ({ policy, borrowers }) =>
  testsIn(policy)
    .filter((placed) => isNullable(policy, placed.test.fact) && !placed.nullTested.has(placed.test.fact) && nullPasses(placed))
    .map((placed) => hintOf(placed, borrowers));

function isNullable(policy: ValidPolicy, name: string): boolean {
  return policy.facts.get(name)?.nullable ?? policy.derived.get(name)?.nullable ?? false;
}

/** Whether null on the left makes what the rule reads of the test true, without the test asking for null. */
function nullPasses({ test, isNegated }: PlacedTest): boolean {
  if (asksForNull(test)) return false;
  const isTrueOfNull = test.operator === "notEqual" || test.operator === "notIn";
  return isTrueOfNull !== isNegated;
}

function asksForNull({ operand }: TestCondition): boolean {
  if (operand.kind === "fact") return false;
  return operand.value === null || (Array.isArray(operand.value) && operand.value.includes(null));
}

function hintOf({ test, path, isNegated }: PlacedTest, borrowers: BorrowersSummary | null): Hint {
  const nulls = borrowers?.facts[test.fact]?.nulls ?? 0;
  const who = nulls > 0 ? `: ${nulls} of the ${borrowers?.borrowers} borrowers at hand` : "";
  const why = isNegated ? "under `not`" : `under \`${test.operator}\``;
  const message = `\`${test.fact}\` can be null, and ${why} null passes${who}; test as well that it is known, or that it is null if that is meant`;
  return { code: "null-passes", path: `${path}/operator`, at: "value", message };
}
