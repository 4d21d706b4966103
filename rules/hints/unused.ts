/** Facts, derived facts, shared conditions and reasons that nothing reads. */
import { type Amount, type Condition, factsOf, pointerOf, type ValidPolicy } from "#rules/policy";
import { rootsOf } from "./tests-in.ts";
import type { Check, Hint, HintCode } from "./types.ts";

export const unusedHints: Check = ({ policy }) => {
  const read = factsRead(policy);
  const referred = new Set(rootsOf(policy).flatMap(([, condition]) => referencesIn(condition)));
  const told = new Set([...policy.rules.map(({ event }) => event.reason), ...policy.guardrails.map(({ reason }) => reason)]);
  const facts = [...policy.facts.values()].filter((fact) => !fact.protected && !read.has(fact.name)).map(({ name }) => name);
  return [
    ...facts.map((name) => unused("unused-fact", "facts", name, "no rule, condition, guardrail or expression reads the fact")),
    ...without(policy.derived, read).map((name) => unused("unused-derived-fact", "derived", name, "nothing reads the derived fact")),
    ...without(policy.conditions, referred).map((name) =>
      unused("unused-condition", "conditions", name, "nothing refers to the shared condition"),
    ),
    ...without(policy.reasons, told).map((name) => unused("unused-reason", "reasons", name, "no rule and no guardrail gives the reason")),
  ];
};

function unused(code: HintCode, section: string, name: string, why: string): Hint {
  return { code, path: pointerOf([section, name]), at: "key", message: `${why} \`${name}\`; use it or remove it` };
}

function without(names: ReadonlyMap<string, unknown>, used: ReadonlySet<string>): string[] {
  return [...names.keys()].filter((name) => !used.has(name));
}

function factsRead(policy: ValidPolicy): ReadonlySet<string> {
  const { fact, balance } = policy.limit;
  return new Set([
    fact,
    ...(balance === null ? [] : [balance]),
    ...[...policy.derived.values()].flatMap(({ expression }) => factsOf(expression)),
    ...rootsOf(policy).flatMap(([, condition]) => factsIn(condition)),
    ...policy.rules.flatMap(({ event }) => ofAmount(event.amount)),
    ...policy.guardrails.flatMap(({ bound }) => ofAmount(bound)),
  ]);
}

function ofAmount(amount: Amount | null): string[] {
  return amount?.kind === "fact" ? [amount.fact] : [];
}

function factsIn(condition: Condition): string[] {
  if (condition.kind === "test") return condition.operand.kind === "fact" ? [condition.fact, condition.operand.fact] : [condition.fact];
  return innerOf(condition).flatMap(factsIn);
}

function referencesIn(condition: Condition): string[] {
  return condition.kind === "reference" ? [condition.name] : innerOf(condition).flatMap(referencesIn);
}

function innerOf(condition: Condition): readonly Condition[] {
  if (condition.kind === "all" || condition.kind === "any") return condition.conditions;
  return condition.kind === "not" ? [condition.condition] : [];
}
