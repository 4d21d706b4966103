/**
 * The one file that knows json-rules-engine. It runs the policy's own rules, unchanged, and says which
 * conditions were true. In: all values, every declared fact present (null where not known). Out: for each
 * rule and each guardrail's `when`, json-rules-engine's result tree. Order of events means nothing here.
 */
import { Almanac, Engine, type RuleProperties } from "json-rules-engine";
import type { FactValue, JsonObject, ValidPolicy } from "#rules/policy";

/** A condition of json-rules-engine after a run, as far as the trace reads it. */
export interface EngineCondition {
  readonly result?: boolean;
  readonly factResult?: unknown;
  readonly valueResult?: unknown;
  readonly all?: readonly EngineCondition[];
  readonly any?: readonly EngineCondition[];
  readonly not?: EngineCondition;
}

export interface EngineRun {
  /** By rule name, in no particular order. Disabled rules only where the engine was made with them. */
  readonly rules: ReadonlyMap<string, { readonly fired: boolean; readonly conditions: EngineCondition }>;
  /** By guardrail index; only guardrails with `when`. */
  readonly guardrails: ReadonlyMap<number, { readonly fired: boolean; readonly conditions: EngineCondition }>;
}

/** Reads values straight from the borrower: json-rules-engine's documented way to replace its fact cache. */
class ValueAlmanac extends Almanac {
  constructor(private readonly values: Readonly<Record<string, FactValue>>) {
    super();
  }

  override factValue<T>(name: string): Promise<T> {
    return this.values[name] as unknown as Promise<T>;
  }
}

/** Engines for one policy. One run at a time: json-rules-engine keeps its state in the engine. */
export function createRuleEngine(
  policy: ValidPolicy,
  withDisabled: boolean,
): (values: Readonly<Record<string, FactValue>>) => Promise<EngineRun> {
  const rules = engineWith(policy);
  for (const rule of policy.document.rules as readonly JsonObject[])
    if (withDisabled || rule.enabled !== false) rules.addRule(rule as unknown as RuleProperties);
  const guardrails = engineWith(policy);
  const guarded = (policy.document.guardrails ?? []) as readonly JsonObject[];
  const indices = guarded.flatMap((guardrail, i) => (guardrail.when === undefined ? [] : [i]));
  for (const i of indices)
    guardrails.addRule({
      name: String(i),
      conditions: rooted(guarded[i]?.when as JsonObject),
      event: { type: "when" },
    } as unknown as RuleProperties);
  return async (values) => {
    const ruleResults = await results(rules, values);
    const guardrailResults = indices.length === 0 ? [] : await results(guardrails, values);
    return { rules: new Map(ruleResults), guardrails: new Map(guardrailResults.map(([name, result]) => [Number(name), result])) };
  };
}

function engineWith(policy: ValidPolicy): Engine {
  const engine = new Engine([]);
  for (const [name, condition] of Object.entries((policy.document.conditions ?? {}) as JsonObject))
    engine.setCondition(name, rooted(condition as JsonObject) as never);
  return engine;
}

/** json-rules-engine wants a group or a reference at the root; a bare test is wrapped. */
function rooted(condition: JsonObject): JsonObject {
  return "fact" in condition ? { all: [condition] } : condition;
}

async function results(
  engine: Engine,
  values: Readonly<Record<string, FactValue>>,
): Promise<[string, { fired: boolean; conditions: EngineCondition }][]> {
  const run = await engine.run({}, { almanac: new ValueAlmanac(values) });
  return [...run.results, ...run.failureResults].map((r) => [
    r.name ?? "",
    { fired: r.result === true, conditions: r.conditions as EngineCondition },
  ]);
}
