/** Rules that say the same: equal conditions, whatever their order, and equal event. */
import { type Condition, pointerOf, type Rule } from "#rules/policy";
import type { Check } from "./types.ts";

export const equalRulesHints: Check = ({ policy }) => {
  const first = new Map<string, Rule>();
  return policy.ranked.flatMap((rule) => {
    const meaning = `${meaningOf(rule.conditions)} ${JSON.stringify(rule.event)}`;
    const before = first.get(meaning);
    if (before === undefined) {
      first.set(meaning, rule);
      return [];
    }
    const message = `\`${rule.name}\` has the conditions and the event of \`${before.name}\`, which goes first; remove one of them`;
    return [{ code: "equal-rules", path: pointerOf(["rules", rule.position, "name"]), at: "value", message }];
  });
};

/** A text that is the same for conditions that differ in the order of a group only. */
function meaningOf(condition: Condition): string {
  switch (condition.kind) {
    case "all":
    case "any":
      return `${condition.kind}(${condition.conditions.map(meaningOf).sort().join(",")})`;
    case "not":
      return `not(${meaningOf(condition.condition)})`;
    case "reference":
    case "test":
      return JSON.stringify(condition);
    default:
      return condition satisfies never;
  }
}
