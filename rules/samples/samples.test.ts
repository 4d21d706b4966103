import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatOf, parseFixtures, testFixture } from "#rules/borrowers";
import { changesBetween, compare } from "#rules/compare";
import { createEvaluator } from "#rules/evaluate";
import { parsePolicy, type ValidPolicy } from "#rules/policy";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

function policy(path: string): ValidPolicy {
  const result = parsePolicy(read(path));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy;
}

async function statuses(policyPath: string, fixturePath: string): Promise<Record<string, number>> {
  const valid = policy(policyPath);
  const evaluator = createEvaluator(valid);
  const { fixtures, problems } = parseFixtures(read(fixturePath), formatOf(fixturePath) ?? "json", valid);
  expect(problems).toEqual([]);
  const counts: Record<string, number> = {};
  for (const fixture of fixtures) {
    const { status } = testFixture(fixture, await evaluator.evaluate(fixture.facts));
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

test("every archetype gets what version 1 gives it", async () => {
  expect(await statuses("online-line/v1.policy.json", "online-line/archetypes.json")).toEqual({ passed: 36 });
});

test("each of the 2,000 real borrowers gets what version 1 gives it", async () => {
  expect(await statuses("taiwan-card/v1.policy.json", "taiwan-card/sample-2000.csv")).toEqual({ passed: 2000 });
});

test("the tightening makes 21 changes", () => {
  const { changes } = changesBetween(policy("taiwan-card/v1.policy.json"), policy("taiwan-card/v2.policy.json"));
  expect(changes.length).toBe(21);
  expect(changes.map((c) => c.kind).filter((kind) => kind !== "changed")).toEqual(["added", "added", "added", "removed", "removed"]);
});

test("the tightening releases seven of the 2,000, all of them from rule B03", async () => {
  const [baseline, candidate] = [policy("taiwan-card/v1.policy.json"), policy("taiwan-card/v2.policy.json")];
  const { fixtures } = parseFixtures(read("taiwan-card/sample-2000.csv"), "csv", baseline);
  const comparison = await compare({
    baseline,
    candidate,
    scenario: { baseline: {}, candidate: { economic_cycle: "downturn" } },
    borrowers: fixtures,
  });
  const released = comparison.borrowers.filter((b) => b.baseline.decision === "decrease" && b.candidate.decision === "hold");
  expect(released.length).toBe(7);
  expect(new Set(released.flatMap((b) => b.baseline.applied))).toEqual(new Set(["B03-repeated-missed-payments"]));
  expect(comparison.migration.reduce((sum, cell) => sum + cell.borrowers, 0)).toBe(2000);
  expect(comparison.summary).toMatchObject({ borrowers: 2000, errors: 0 });
});
