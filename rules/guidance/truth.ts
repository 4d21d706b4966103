/** The truth of conditions on a borrower's values, as json-rules-engine has it (policy document, "Conditions"), and the tests that a condition makes. */
import type { Condition, Facts, FactValue, TestCondition, ValidPolicy } from "#rules/policy";

/** Tests with the same key are true together. */
export function keyOf({ fact, operator, operand }: TestCondition): string {
  return JSON.stringify([fact, operator, operand]);
}

/** Whether a condition holds, given whether its tests do. */
export function holds(policy: ValidPolicy, condition: Condition, isTrue: (test: TestCondition) => boolean): boolean {
  switch (condition.kind) {
    case "all":
      return condition.conditions.every((child) => holds(policy, child, isTrue));
    case "any":
      return condition.conditions.some((child) => holds(policy, child, isTrue));
    case "not":
      return !holds(policy, condition.condition, isTrue);
    case "reference":
      return holds(policy, referred(policy, condition.name), isTrue);
    case "test":
      return isTrue(condition);
    default:
      return condition satisfies never;
  }
}

/** A shared condition by its name. */
export function referred(policy: ValidPolicy, name: string): Condition {
  const condition = policy.conditions.get(name);
  if (condition === undefined) throw new Error(`a valid policy refers to \`${name}\`, which it does not declare`);
  return condition;
}

/** Every test that a condition makes, by its key. */
export function testsOf(policy: ValidPolicy, condition: Condition, found = new Map<string, TestCondition>()): Map<string, TestCondition> {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const child of condition.conditions) testsOf(policy, child, found);
      return found;
    case "not":
      return testsOf(policy, condition.condition, found);
    case "reference":
      return testsOf(policy, referred(policy, condition.name), found);
    case "test":
      return found.set(keyOf(condition), condition);
    default:
      return condition satisfies never;
  }
}

/** What a test compares with: its constant, or the other fact's value. */
export function comparedWith({ operand }: TestCondition, values: Facts): FactValue | readonly FactValue[] {
  return operand.kind === "constant" ? operand.value : (values[operand.fact] ?? null);
}

/** Whether a test is true of a borrower's values, derived ones included. */
export function testHolds(test: TestCondition, values: Facts): boolean {
  const seen = values[test.fact] ?? null;
  const other = comparedWith(test, values);
  const list = (value: FactValue | readonly FactValue[]) => (Array.isArray(value) ? (value as readonly FactValue[]) : []);
  const ordered = typeof seen === "number" && typeof other === "number";
  switch (test.operator) {
    case "equal":
      return seen === other;
    case "notEqual":
      return seen !== other;
    case "lessThan":
      return ordered && seen < other;
    case "lessThanInclusive":
      return ordered && seen <= other;
    case "greaterThan":
      return ordered && seen > other;
    case "greaterThanInclusive":
      return ordered && seen >= other;
    case "in":
      return list(other).includes(seen);
    case "notIn":
      return !list(other).includes(seen);
    case "contains":
      return list(seen).includes(other as FactValue);
    case "doesNotContain":
      return seen !== null && !list(seen).includes(other as FactValue);
    default:
      return test.operator satisfies never;
  }
}
