/** A document without problems → the frozen `ValidPolicy`: defaults explicit, money in hundredths, names in maps. */
import type { Catalogue } from "./catalogue.ts";
import type { Expression } from "./expression.ts";
import { toHundredths } from "./money.ts";
import { isObject } from "./shape.ts";
import type {
  Amount,
  Condition,
  DerivedFact,
  EventType,
  Fact,
  FactType,
  FactValue,
  Guardrail,
  Json,
  JsonObject,
  Limit,
  LocalText,
  Operator,
  PolicyDocument,
  PolicyEvent,
  Rule,
  Strategy,
  ValidPolicy,
} from "./types.ts";

export function buildPolicy(document: PolicyDocument, clean: JsonObject, catalogue: Catalogue, hash: () => string): ValidPolicy {
  const rules = (clean.rules as readonly JsonObject[]).map(buildRule);
  return Object.freeze({
    get hash() {
      return hash();
    },
    document: deepFreeze(document),
    name: clean.name as string,
    title: (clean.title as string | undefined) ?? (clean.name as string),
    description: (clean.description as string | undefined) ?? null,
    currency: clean.currency as string,
    limit: buildLimit(clean.limit as JsonObject),
    strategy: clean.strategy as Strategy,
    facts: mapOf(clean.facts, buildFact),
    derived: buildDerived(clean.derived, catalogue),
    conditions: mapOf(clean.conditions, (_, c) => buildCondition(c)),
    rules: Object.freeze(rules),
    ranked: Object.freeze(rankRules(rules.filter((r) => r.enabled))),
    guardrails: Object.freeze(((clean.guardrails ?? []) as readonly JsonObject[]).map(buildGuardrail)),
    reasons: mapOf(clean.reasons, (_, text) => Object.freeze(text as LocalText)),
  });
}

/** Rules in the total order in which fired rules stand: priority descending, then position. */
export function rankRules(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => b.priority - a.priority || a.position - b.position);
}

function mapOf<T>(value: Json | undefined, build: (name: string, value: JsonObject) => T): ReadonlyMap<string, T> {
  return new Map(isObject(value) ? Object.entries(value).map(([name, v]) => [name, build(name, v as JsonObject)]) : []);
}

function buildLimit(limit: JsonObject): Limit {
  const least = (limit.minChange ?? {}) as { amount?: number; percent?: number };
  const review = limit.reviewDecreasePercent as number | undefined;
  return Object.freeze({
    fact: limit.fact as string,
    balance: (limit.balance as string | undefined) ?? null,
    step: toHundredths(limit.step as number),
    minChange: Object.freeze({ amount: toHundredths(least.amount ?? 0), basisPoints: toHundredths(least.percent ?? 0) }),
    reviewDecreaseBasisPoints: review === undefined ? null : toHundredths(review),
  });
}

function buildFact(name: string, fact: JsonObject): Fact {
  return Object.freeze({
    kind: "fact",
    name,
    type: fact.type as FactType,
    nullable: fact.nullable === true,
    min: (fact.min as number | undefined) ?? null,
    max: (fact.max as number | undefined) ?? null,
    values: (fact.values as string[] | undefined) ?? null,
    scope: fact.scope === "scenario" ? "scenario" : "borrower",
    protected: fact.protected === true,
    change: (fact.change as Fact["change"] | undefined) ?? "none",
    unit: (fact.unit as string | undefined) ?? null,
    label: Object.freeze((fact.label ?? {}) as LocalText),
  });
}

function buildDerived(declarations: Json | undefined, catalogue: Catalogue): ReadonlyMap<string, DerivedFact> {
  const derived = new Map<string, DerivedFact>();
  for (const [name, entry] of catalogue) {
    if (entry.kind !== "derived") continue;
    const declaration = (declarations as JsonObject)[name] as JsonObject;
    derived.set(
      name,
      Object.freeze({
        kind: "derived",
        name,
        type: entry.type as DerivedFact["type"],
        nullable: entry.nullable,
        source: declaration.expression as string,
        expression: entry.expression as Expression,
        default: (declaration.default as number | boolean | string | undefined) ?? null,
        label: Object.freeze((declaration.label ?? {}) as LocalText),
      }),
    );
  }
  return derived;
}

function buildCondition(condition: JsonObject): Condition {
  for (const kind of ["all", "any"] as const) {
    if (kind in condition)
      return Object.freeze({ kind, conditions: Object.freeze((condition[kind] as readonly JsonObject[]).map(buildCondition)) });
  }
  if ("not" in condition) return Object.freeze({ kind: "not", condition: buildCondition(condition.not as JsonObject) });
  if ("condition" in condition) return Object.freeze({ kind: "reference", name: condition.condition as string });
  const { value } = condition;
  const operand = isObject(value)
    ? { kind: "fact" as const, fact: value.fact as string }
    : { kind: "constant" as const, value: value as FactValue };
  return Object.freeze({
    kind: "test",
    fact: condition.fact as string,
    operator: condition.operator as Operator,
    operand: Object.freeze(operand),
  });
}

/** The same policy with other rules: those of the document given are in the order of `rules`. */
export function withRules(policy: ValidPolicy, document: PolicyDocument, rules: readonly Rule[], hash: () => string): ValidPolicy {
  // By name: to spread the policy would make the hash of its text.
  const { name, title, description, currency, limit, strategy, facts, derived, conditions, guardrails, reasons } = policy;
  const same = { name, title, description, currency, limit, strategy, facts, derived, conditions, guardrails, reasons };
  return Object.freeze({
    ...same,
    get hash() {
      return hash();
    },
    document: deepFreeze(document),
    rules: Object.freeze(rules),
    ranked: Object.freeze(rankRules(rules.filter((rule) => rule.enabled))),
  });
}

export function buildRule(rule: JsonObject, position: number): Rule {
  return Object.freeze({
    name: rule.name as string,
    description: (rule.description as string | undefined) ?? null,
    enabled: rule.enabled !== false,
    priority: (rule.priority as number | undefined) ?? 1,
    position,
    conditions: buildCondition(rule.conditions as JsonObject),
    event: buildEvent(rule.event as JsonObject),
  });
}

function buildEvent(event: JsonObject): PolicyEvent {
  const params = event.params as JsonObject;
  return Object.freeze({
    type: event.type as EventType,
    amount: buildAmount(params),
    reason: params.reason as string,
    review: params.review === true,
  });
}

function buildAmount(params: JsonObject): Amount | null {
  if (params.percent !== undefined) return Object.freeze({ kind: "percent", basisPoints: toHundredths(params.percent as number) });
  return params.amount === undefined ? null : buildBound(params.amount);
}

function buildBound(
  bound: Json | undefined,
): { readonly kind: "amount"; readonly hundredths: number } | { readonly kind: "fact"; readonly fact: string } {
  return isObject(bound)
    ? Object.freeze({ kind: "fact", fact: bound.fact as string })
    : Object.freeze({ kind: "amount", hundredths: toHundredths(bound as number) });
}

function buildGuardrail(guardrail: JsonObject): Guardrail {
  return Object.freeze({
    name: guardrail.name as string,
    applies: guardrail.applies as Guardrail["applies"],
    bound: buildBound(guardrail.atMost ?? guardrail.atLeast),
    when: guardrail.when === undefined ? null : buildCondition(guardrail.when as JsonObject),
    reason: guardrail.reason as string,
  });
}

/** Freezes a JSON value all the way down, without recursion, so that depth cannot overflow the stack. */
function deepFreeze<T extends Json>(value: T): T {
  const stack: Json[] = [value];
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    // What is frozen is so all the way down: it is of a policy that was read before.
    if (typeof v !== "object" || v === null || Object.isFrozen(v)) continue;
    Object.freeze(v);
    for (const child of Object.values(v) as Json[]) stack.push(child);
  }
  return value;
}
