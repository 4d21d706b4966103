/** One borrower → outcome, with or without its trace, through json-rules-engine: the referee that every other evaluator is held against. */
import type { FactValue, Facts, ValidPolicy } from "#rules/policy";
import { derive } from "./derive.ts";
import { readFacts, scenarioFor } from "./facts.ts";
import { type Resolution, resolve } from "./resolve.ts";
import { createRuleEngine, type EngineRun } from "./rules-engine.ts";
import { traceOf } from "./trace.ts";
import type { Evaluation, TracedEvaluation } from "./types.ts";

export interface Evaluator {
  readonly policy: ValidPolicy;
  /** The part of the given scenario that the policy declares. */
  readonly scenario: Facts;
  /** The outcome of a borrower's facts, or every reason why it has none. Calls are queued, never run at once. */
  evaluate(facts: Facts): Promise<Evaluation>;
  /** The outcome with its trace. */
  trace(facts: Facts): Promise<TracedEvaluation>;
}

type Run = (values: Readonly<Record<string, FactValue>>) => Promise<EngineRun>;
type Evaluated = {
  readonly ok: true;
  readonly facts: Facts;
  readonly derived: Facts;
  readonly run: EngineRun;
  readonly resolution: Resolution;
};

/** An evaluator of one policy under one scenario (values of facts of scenario scope; others are ignored). */
export function createEvaluator(policy: ValidPolicy, scenario: Facts = {}): Evaluator {
  const given = scenarioFor(policy, scenario);
  const ruleEngine = createRuleEngine(policy, false);
  let tracingEngine: Run | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const queued = (engine: () => Run, facts: Facts) => {
    const next = last.then(() => evaluateOnce(policy, given, engine(), facts));
    last = next.catch(() => undefined);
    return next;
  };
  return {
    policy,
    scenario: given,
    async evaluate(facts) {
      const evaluated = await queued(() => ruleEngine, facts);
      return evaluated.ok ? { ok: true, outcome: evaluated.resolution.outcome } : evaluated;
    },
    async trace(facts) {
      const evaluated = await queued(() => (tracingEngine ??= createRuleEngine(policy, true)), facts);
      if (!evaluated.ok) return evaluated;
      return {
        ok: true,
        outcome: evaluated.resolution.outcome,
        trace: traceOf(policy, evaluated.facts, evaluated.derived, evaluated.run, evaluated.resolution),
      };
    },
  };
}

async function evaluateOnce(
  policy: ValidPolicy,
  scenario: Facts,
  engine: Run,
  given: Facts,
): Promise<Evaluated | Extract<Evaluation, { ok: false }>> {
  const read = readFacts(policy, scenario, given);
  if (!read.ok) return read;
  const derived = derive(policy, read.facts);
  const values = { ...read.facts, ...derived };
  const run = await engine(values);
  const fired = policy.ranked.filter((rule) => run.rules.get(rule.name)?.fired === true);
  const whenTrue = (i: number) => policy.guardrails[i]?.when === null || run.guardrails.get(i)?.fired === true;
  return { ok: true, facts: read.facts, derived, run, resolution: resolve(policy, values, fired, whenTrue) };
}
