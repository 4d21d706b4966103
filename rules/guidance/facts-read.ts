/** Which facts conditions, derived facts and amounts read. */
import { type Condition, factsOf, type TestCondition, type ValidPolicy } from "#rules/policy";
import { testsOf } from "./truth.ts";

/** Facts that conditions, amounts, bounds and the limit read, derived facts traced back to what they are made from. */
export function factsRead(policy: ValidPolicy): Set<string> {
  const amounts = policy.ranked.flatMap(({ event }) => (event.amount?.kind === "fact" ? [event.amount.fact] : []));
  const bounds = policy.guardrails.flatMap(({ bound }) => (bound.kind === "fact" ? [bound.fact] : []));
  const { fact, balance } = policy.limit;
  const named = [...allTests(policy).flatMap(namesIn), ...amounts, ...bounds, fact, ...(balance === null ? [] : [balance])];
  return new Set(named.flatMap((name) => basesOf(policy, name)));
}

/** Every test of enabled rules and of guardrails, equal ones once. */
export function allTests(policy: ValidPolicy): TestCondition[] {
  const found = new Map<string, TestCondition>();
  for (const { conditions } of policy.ranked) testsOf(policy, conditions, found);
  for (const { when } of policy.guardrails) if (when !== null) testsOf(policy, when, found);
  return [...found.values()];
}

/** Names that a condition's tests read, derived facts as they are; none without a condition. */
export function factsIn(policy: ValidPolicy, condition: Condition | null): string[] {
  return condition === null ? [] : [...testsOf(policy, condition).values()].flatMap(namesIn);
}

export function namesIn({ fact, operand }: TestCondition): string[] {
  return operand.kind === "fact" ? [fact, operand.fact] : [fact];
}

const bases = new WeakMap<ValidPolicy, ReadonlyMap<string, readonly string[]>>();

/** The facts that a fact or derived fact is made from. */
export function basesOf(policy: ValidPolicy, name: string): readonly string[] {
  const known = bases.get(policy) ?? basesOfDerived(policy);
  bases.set(policy, known);
  return known.get(name) ?? [name];
}

/** Derived facts stand after those that they read. */
function basesOfDerived(policy: ValidPolicy): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, expression } of policy.derived.values())
    found.set(name, [...new Set(factsOf(expression).flatMap((read) => found.get(read) ?? [read]))]);
  return found;
}
