/**
 * gorules' zen-engine with an equivalent model: one decision per version, whose expression node says which rules fire; shared
 * conditions are expressions of their own. Derived facts are given, as they are to json-rules-engine. 64 borrowers are in
 * flight at once. Its numbers are decimals: borrowers whose fired rules differ are counted.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { ComparisonTally } from "#rules/compare";
import { type Outcome, resolve } from "#rules/evaluate";
import type { ValidPolicy } from "#rules/policy";
import { type BenchCase, versionsOf } from "../cases.ts";
import { ofSummary } from "../figures.ts";
import { COMPARED_MS, measure } from "../measure.ts";
import { type Values, valuesOf } from "./by-hand.ts";
import type { Answer, Job } from "./engine.ts";
import { evaluatorOf, WARMUP_ROWS } from "./json-rules-engine.ts";
import { decisionModel, type Model } from "./zen-model.ts";

interface Zen {
  readonly ZenEngine: new () => { createDecision(content: object): Decision };
}

interface Decision {
  evaluate(context: object): Promise<{ readonly result: Readonly<Record<string, boolean>> }>;
}

const IN_FLIGHT = 64;

export async function measureZenEngine(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const versions = versionsOf(bench);
  const evaluate = versions.map(({ policy }) => zenEvaluatorOf(policy));
  const borrowers = valuesOf(bench, versions, rows);
  let tally = new ComparisonTally();
  const pass = async (some = borrowers) => {
    tally = new ComparisonTally();
    for (let at = 0; at < some.length; at += IN_FLIGHT) {
      const outcomes = await Promise.all(some.slice(at, at + IN_FLIGHT).map((values) => both(evaluate, values)));
      for (const [a, b] of outcomes) tally.add(a as Outcome, b as Outcome);
    }
  };
  await pass(borrowers.slice(0, WARMUP_ROWS));
  const samples = await measure(pass, { warmupMs: 0, samples: 1, totalMs: COMPARED_MS });
  const differing = await differingRows(bench, evaluate, borrowers);
  return { rows, samples, agreed: ofSummary(tally.summary(), tally.migration()), more: { differing } };
}

type Evaluate = (values: Values) => Promise<Outcome>;

function both(evaluate: readonly Evaluate[], values: readonly Values[]): Promise<Outcome[]> {
  return Promise.all(evaluate.map((one, i) => one(values[i] as Values)));
}

/** Borrowers whose outcome under either version is not json-rules-engine's. */
async function differingRows(bench: BenchCase, evaluate: readonly Evaluate[], borrowers: (readonly Values[])[]): Promise<number> {
  const referee = versionsOf(bench).map(({ policy }) => evaluatorOf(policy));
  let differing = 0;
  for (const values of borrowers) {
    const own = JSON.stringify(await both(evaluate, values));
    const expected: Outcome[] = [];
    for (const [i, one] of referee.entries()) expected.push(await one(values[i] as Values));
    if (own !== JSON.stringify(expected)) differing++;
  }
  return differing;
}

/** One borrower → outcome: the fired rules by zen-engine, the rest by the policy document's arithmetic. */
export function zenEvaluatorOf(policy: ValidPolicy): Evaluate {
  const { ZenEngine } = createRequire(path.resolve("engines/package.json"))("@gorules/zen-engine") as Zen;
  const model = decisionModel(policy);
  const decision = new ZenEngine().createDecision(model.content);
  return async (values) => {
    const { result } = await decision.evaluate(contextOf(model, values));
    const fired = policy.ranked.filter((_, r) => result[`r${r}`] === true);
    return resolve(policy, values, fired, (i) => policy.guardrails[i]?.when === null || result[`g${i}`] === true).outcome;
  };
}

/** Only what the model reads crosses over. */
function contextOf({ reads }: Model, values: Values): object {
  return Object.fromEntries(reads.map((name) => [name, values[name]]));
}
