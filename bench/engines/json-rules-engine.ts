/**
 * json-rules-engine in its fastest legitimate way: one engine per version, used again for every borrower; a custom almanac
 * that reads straight from the borrower; derived facts computed before the clock starts; one run after the other, since an
 * engine is not re-entrant. The conditions of guardrails are rules of the same engine.
 */
import { Almanac, Engine, type RuleProperties } from "json-rules-engine";
import { ComparisonTally } from "#rules/compare";
import { type Outcome, resolve } from "#rules/evaluate";
import type { JsonObject, ValidPolicy } from "#rules/policy";
import { type BenchCase, versionsOf } from "../cases.ts";
import { ofSummary } from "../figures.ts";
import { COMPARED_MS, measure } from "../measure.ts";
import { type Values, valuesOf } from "./by-hand.ts";
import type { Answer, Job } from "./engine.ts";

export async function measureJsonRulesEngine(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const versions = versionsOf(bench);
  const evaluate = versions.map(({ policy }) => evaluatorOf(policy));
  const borrowers = valuesOf(bench, versions, rows);
  let tally = new ComparisonTally();
  const pass = async (some = borrowers) => {
    tally = new ComparisonTally();
    for (const [a, b] of some as [Values, Values][]) tally.add(await (evaluate[0] as Evaluate)(a), await (evaluate[1] as Evaluate)(b));
  };
  await pass(borrowers.slice(0, WARMUP_ROWS));
  const samples = await measure(() => pass(), { warmupMs: 0, samples: 1, totalMs: COMPARED_MS });
  return { rows, samples, agreed: ofSummary(tally.summary(), tally.migration()), more: {} };
}

/** Rows to warm up on: enough for the optimising compiler. */
export const WARMUP_ROWS = 200;

type Evaluate = (values: Values) => Promise<Outcome>;

class ValueAlmanac extends Almanac {
  constructor(private readonly values: Values) {
    super();
  }

  override factValue<T>(name: string): Promise<T> {
    return this.values[name] as unknown as Promise<T>;
  }
}

/** One borrower → outcome: the fired rules by json-rules-engine, the rest by the policy document's arithmetic. */
export function evaluatorOf(policy: ValidPolicy): Evaluate {
  const engine = engineOf(policy);
  return async (values) => {
    const { results } = await engine.run({}, { almanac: new ValueAlmanac(values) });
    const names = new Set(results.map(({ name }) => name));
    const fired = policy.ranked.filter(({ name }) => names.has(name));
    const isTrue = (i: number) => policy.guardrails[i]?.when === null || names.has(guardName(i));
    return resolve(policy, values, fired, isTrue).outcome;
  };
}

/** No rule's name begins so. */
const guardName = (i: number) => `\u0000${i}`;

function engineOf({ document }: ValidPolicy): Engine {
  const engine = new Engine([]);
  for (const [name, condition] of Object.entries((document.conditions ?? {}) as JsonObject))
    engine.setCondition(name, rooted(condition as JsonObject) as never);
  for (const rule of document.rules as readonly JsonObject[]) if (rule.enabled !== false) engine.addRule(rule as unknown as RuleProperties);
  for (const [i, { when }] of ((document.guardrails ?? []) as readonly JsonObject[]).entries())
    if (when !== undefined)
      engine.addRule({ name: guardName(i), conditions: rooted(when as JsonObject), event: { type: "when" } } as unknown as RuleProperties);
  return engine;
}

/** json-rules-engine wants a group or a reference at the root. */
function rooted(condition: JsonObject): JsonObject {
  return "fact" in condition ? { all: [condition] } : condition;
}
