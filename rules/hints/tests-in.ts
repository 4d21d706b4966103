/** Every test of a policy with its place: in rules, guardrails and shared conditions. */
import { type Condition, pointerOf, type TestCondition, type ValidPolicy } from "#rules/policy";

type Path = readonly (string | number)[];

export interface PlacedTest {
  readonly test: TestCondition;
  readonly path: string;
  /** Under an odd number of `not`. */
  readonly isNegated: boolean;
  /** Facts of which a group around it tests whether they are null. */
  readonly nullTested: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export function testsIn(policy: ValidPolicy): PlacedTest[] {
  return rootsOf(policy).flatMap(([path, condition]) => [...testsOf(condition, path, false, NONE)]);
}

/** Where conditions begin. */
export function rootsOf(policy: ValidPolicy): (readonly [Path, Condition])[] {
  return [
    ...[...policy.conditions].map(([name, condition]) => [["conditions", name], condition] as const),
    ...policy.rules.map((rule) => [["rules", rule.position, "conditions"], rule.conditions] as const),
    ...policy.guardrails.flatMap(({ when }, i) => (when === null ? [] : [[["guardrails", i, "when"], when] as const])),
  ];
}

function* testsOf(condition: Condition, path: Path, isNegated: boolean, nullTested: ReadonlySet<string>): Generator<PlacedTest> {
  switch (condition.kind) {
    case "all":
    case "any": {
      const tested = new Set([...nullTested, ...condition.conditions.flatMap(nullTestOf)]);
      for (const [i, child] of condition.conditions.entries()) yield* testsOf(child, [...path, condition.kind, i], isNegated, tested);
      return;
    }
    case "not":
      yield* testsOf(condition.condition, [...path, "not"], !isNegated, nullTested);
      return;
    case "test":
      yield { test: condition, path: pointerOf(path), isNegated, nullTested };
      return;
    case "reference":
      return;
    default:
      condition satisfies never;
  }
}

function nullTestOf(condition: Condition): string[] {
  if (condition.kind !== "test" || condition.operand.kind !== "constant" || condition.operand.value !== null) return [];
  return condition.operator === "equal" || condition.operator === "notEqual" ? [condition.fact] : [];
}
