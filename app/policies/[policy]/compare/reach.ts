/** Where a change takes part, from what the policies say: known before anything is attributed. */
import type { Change } from "#rules/compare";
import { byKind, type Mask } from "#rules/figures";
import { type Condition, factsOf, type Rule, type ValidPolicy } from "#rules/policy";
import type { Shown } from "./shown";

/** In which outcomes a change takes part: rules that it edits or that read what it edits, or a guardrail; "every" for limit, strategy, order. */
export type Reach =
  | { readonly kind: "rules"; readonly names: ReadonlySet<string> }
  | { readonly kind: "guardrail"; readonly name: string }
  | { readonly kind: "every" };

/** Rows for which the rules fire, or the guardrail binds, on either side. */
export function rowsReached({ outcomes: { baseline, candidate } }: Shown, reach: Reach): Mask {
  const [a, b] = [baseline, candidate].map((side) => byKind(side, (outcome) => takesPart(outcome, reach))) as [Mask, Mask];
  return a.map((bit, row) => bit | (b[row] as number));
}

function takesPart({ fired, bound }: { readonly fired: readonly string[]; readonly bound: readonly string[] }, reach: Reach): boolean {
  if (reach.kind === "every") return true;
  return reach.kind === "guardrail" ? bound.includes(reach.name) : fired.some((name) => reach.names.has(name));
}

export function reachOf({ subject, name, id }: Change, baseline: ValidPolicy, candidate: ValidPolicy): Reach {
  if (subject === "rule" && id !== "rule-order") return { kind: "rules", names: new Set([name]) };
  if (subject === "guardrail" && id !== "guardrail-order") return { kind: "guardrail", name };
  if (subject !== "derived" && subject !== "condition" && subject !== "fact") return { kind: "every" };
  const names = [baseline, candidate].flatMap((policy) =>
    policy.rules.filter((rule) => readsName(policy, rule, subject, name)).map((rule) => rule.name),
  );
  return { kind: "rules", names: new Set(names) };
}

function readsName(policy: ValidPolicy, rule: Rule, subject: "derived" | "condition" | "fact", name: string): boolean {
  const facts = new Set<string>();
  const conditions = new Set<string>();
  collectReads(policy, rule.conditions, facts, conditions);
  if (rule.event.amount?.kind === "fact") addFact(policy, rule.event.amount.fact, facts);
  return (subject === "condition" ? conditions : facts).has(name);
}

function collectReads(policy: ValidPolicy, condition: Condition, facts: Set<string>, conditions: Set<string>): void {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const part of condition.conditions) collectReads(policy, part, facts, conditions);
      return;
    case "not":
      collectReads(policy, condition.condition, facts, conditions);
      return;
    case "reference": {
      conditions.add(condition.name);
      const target = policy.conditions.get(condition.name);
      if (target !== undefined) collectReads(policy, target, facts, conditions);
      return;
    }
    case "test":
      addFact(policy, condition.fact, facts);
      if (condition.operand.kind === "fact") addFact(policy, condition.operand.fact, facts);
      return;
    default:
      condition satisfies never;
  }
}

/** Adds a fact and, of a derived one, all that it is derived from. */
function addFact(policy: ValidPolicy, name: string, facts: Set<string>): void {
  if (facts.has(name)) return;
  facts.add(name);
  const derived = policy.derived.get(name);
  if (derived !== undefined) for (const read of factsOf(derived.expression)) addFact(policy, read, facts);
}
