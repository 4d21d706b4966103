/** The trace: the policy's condition trees beside what json-rules-engine saw in them. */
import type { Condition, FactValue, Facts, Rule, ValidPolicy } from "#rules/policy";
import { rankRules } from "#rules/policy";
import type { Resolution } from "./resolve.ts";
import type { EngineCondition, EngineRun } from "./rules-engine.ts";
import type { ConditionTrace, GuardrailTrace, RuleTrace, Trace } from "./types.ts";

export function traceOf(policy: ValidPolicy, facts: Facts, derived: Facts, run: EngineRun, resolution: Resolution): Trace {
  const applied = new Set(resolution.outcome.applied);
  const fired = new Map(resolution.fired.map((f) => [f.name, f]));
  return {
    facts,
    derived,
    rules: rankRules(policy.rules).map((rule) => ruleTrace(policy, rule, run, fired.get(rule.name), applied.has(rule.name))),
    steps: resolution.steps,
    guardrails: resolution.guardrails.map((guardrail, i) => guardrailTrace(policy, guardrail, i, run)),
  };
}

function ruleTrace(
  policy: ValidPolicy,
  rule: Rule,
  run: EngineRun,
  fired: Resolution["fired"][number] | undefined,
  applied: boolean,
): RuleTrace {
  const seen = run.rules.get(rule.name);
  return {
    name: rule.name,
    status: rule.enabled ? (fired === undefined ? "not-fired" : "fired") : "disabled",
    priority: rule.priority,
    event: rule.event.type,
    reason: rule.event.reason,
    ...(fired === undefined ? {} : { group: fired.group }),
    applied,
    ...(fired?.noEffect === undefined ? {} : { noEffect: fired.noEffect }),
    condition: conditionTrace(policy, rule.conditions, seen?.conditions, seen?.fired),
  };
}

function guardrailTrace(policy: ValidPolicy, guardrail: Omit<GuardrailTrace, "when">, index: number, run: EngineRun): GuardrailTrace {
  const when = policy.guardrails[index]?.when ?? null;
  const seen = run.guardrails.get(index);
  if (when === null || seen === undefined) return guardrail;
  return {
    ...guardrail,
    when: conditionTrace(policy, when, when.kind === "test" ? seen.conditions.all?.[0] : seen.conditions, seen.fired),
  };
}

/** `result` overrides the node's own at the root, where json-rules-engine keeps it on the rule. */
function conditionTrace(
  policy: ValidPolicy,
  condition: Condition,
  seen: EngineCondition | undefined,
  result = seen?.result === true,
): ConditionTrace {
  switch (condition.kind) {
    case "all":
    case "any":
      return {
        kind: condition.kind,
        result,
        conditions: condition.conditions.map((c, i) => conditionTrace(policy, c, seen?.[condition.kind]?.[i])),
      };
    case "not":
      return { kind: "not", result, condition: conditionTrace(policy, condition.condition, seen?.not) };
    case "reference": {
      const target = policy.conditions.get(condition.name) as Condition;
      return {
        kind: "reference",
        result,
        name: condition.name,
        condition: conditionTrace(policy, target, target.kind === "test" ? seen?.all?.[0] : seen, result),
      };
    }
    case "test": {
      const actual = (seen?.factResult ?? null) as FactValue;
      const other = condition.operand.kind === "fact" ? { expectedFact: condition.operand.fact } : {};
      const expected = condition.operand.kind === "fact" ? ((seen?.valueResult ?? null) as FactValue) : condition.operand.value;
      return {
        kind: "test",
        result,
        fact: condition.fact,
        operator: condition.operator,
        expected,
        ...other,
        actual,
        unknown: actual === null,
      };
    }
    default:
      return condition satisfies never;
  }
}
