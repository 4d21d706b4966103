/** A policy as the data that the runner reads: the document's own sections, with expressions as trees and defaults left out. */
import type { Fact, Json, JsonObject, ValidPolicy } from "#rules/policy";

export function rulesetOf(policy: ValidPolicy): JsonObject {
  const { document } = policy;
  const limit = document.limit as JsonObject;
  return {
    format: "limen-ruleset/1",
    policy: { name: policy.name, title: policy.title, hash: policy.hash, currency: policy.currency },
    strategy: policy.strategy,
    limit: picked(limit, ["fact", "balance", "step", "minChange", "reviewDecreasePercent"]),
    facts: [...policy.facts.values()].map(factOf),
    derived: [...policy.derived.values()].map(({ name, source, expression, default: fallback }) => ({
      name,
      source,
      expression: expression as unknown as Json,
      ...(fallback !== null && { default: fallback }),
    })),
    conditions: Object.fromEntries(
      Object.entries((document.conditions ?? {}) as JsonObject).map(([name, condition]) => [name, rooted(condition as JsonObject)]),
    ),
    rules: (document.rules as readonly JsonObject[])
      .filter((rule) => rule.enabled !== false)
      .map((rule) => picked(rule, ["name", "description", "priority", "conditions", "event"])),
    guardrails: ((document.guardrails ?? []) as readonly JsonObject[]).map(guardrailOf),
    reasons: document.reasons as JsonObject,
  };
}

function factOf({ name, type, nullable, min, max, values, scope, unit }: Fact): JsonObject {
  return {
    name,
    type,
    ...(nullable && { nullable }),
    ...(min !== null && { min }),
    ...(max !== null && { max }),
    ...(values !== null && { values }),
    ...(scope === "scenario" && { scope }),
    ...(unit !== null && { unit }),
  };
}

function guardrailOf(guardrail: JsonObject): JsonObject {
  const kept = picked(guardrail, ["name", "applies", "atMost", "atLeast", "reason"]);
  return guardrail.when === undefined ? kept : { ...kept, when: rooted(guardrail.when as JsonObject) };
}

/** json-rules-engine wants a group or a reference at the root; a bare test is wrapped. */
function rooted(condition: JsonObject): JsonObject {
  return "fact" in condition ? { all: [condition] } : condition;
}

function picked(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]])));
}
