import { expect, test } from "vitest";
import { changesBetween, compare, type NamedBorrower } from "#rules/compare";
import { createEvaluator, scenarioFor } from "#rules/evaluate";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { assembleComparison } from "./comparison-run";

const SOURCE = {
  format: "limit-policy/1",
  name: "small",
  currency: "EUR",
  limit: { fact: "limit", balance: "balance", step: 10 },
  strategy: "strictest",
  facts: {
    limit: { type: "money", min: 0 },
    balance: { type: "money", min: 0, nullable: true },
    late: { type: "integer", min: 0 },
    cycle: { type: "string", values: ["calm", "downturn"], scope: "scenario" },
  },
  rules: [
    {
      name: "late",
      conditions: { all: [{ fact: "late", operator: "greaterThan", value: 2 }] },
      event: { type: "decrease", params: { percent: 20, reason: "L" } },
    },
    {
      name: "downturn",
      conditions: { all: [{ fact: "cycle", operator: "equal", value: "downturn" }] },
      event: { type: "hold", params: { reason: "D" } },
    },
  ],
  reasons: { L: { en: "late" }, D: { en: "downturn" } },
};

function policyWith(percent: number): ValidPolicy {
  const text = JSON.stringify(SOURCE).replace('"percent":20', `"percent":${percent}`);
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.policy;
}

test("a comparison assembled from evaluations equals the comparison of the domain core", async () => {
  const [baseline, candidate] = [policyWith(20), policyWith(35)];
  const scenario = { baseline: { cycle: "calm" }, candidate: { cycle: "downturn", unknown: 1 } };
  const borrowers: readonly NamedBorrower[] = [
    { name: "a", facts: { limit: 1000, balance: 100, late: 5 } },
    { name: "b", facts: { limit: 1000, balance: null, late: 0 } },
    { name: "c", facts: { limit: 1000, balance: 100, late: -1 } },
    { name: "d", facts: { limit: 1000, balance: 100, late: 3, cycle: "calm" } },
  ];
  const evaluations = async (policy: ValidPolicy, side: keyof typeof scenario) => {
    const evaluator = createEvaluator(policy, scenario[side]);
    return Promise.all(borrowers.map(({ facts }) => evaluator.evaluate(facts)));
  };
  const versions = {
    baseline: { name: baseline.name, hash: baseline.hash },
    candidate: { name: candidate.name, hash: candidate.hash },
    scenario: { baseline: scenarioFor(baseline, scenario.baseline), candidate: scenarioFor(candidate, scenario.candidate) },
    ...changesBetween(baseline, candidate),
  };
  const assembled = assembleComparison(
    versions,
    borrowers,
    await evaluations(baseline, "baseline"),
    await evaluations(candidate, "candidate"),
  );
  expect(assembled).toEqual(await compare({ baseline, candidate, scenario, borrowers, all: true }));
  expect(assembled.summary.shifted).toBe(3);
});
