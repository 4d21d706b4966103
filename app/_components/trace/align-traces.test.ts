import { describe, expect, it } from "vitest";
import { changesBetween } from "#rules/compare";
import { createEvaluator, type Trace } from "#rules/evaluate";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { alignTraces, blockingTest, markConditions } from "./align-traces";

type Rules = readonly Record<string, unknown>[];

const late = (days: number, ...more: object[]) => ({
  all: [{ fact: "days_late", operator: "greaterThanInclusive", value: days }, ...more],
});
const used = { fact: "used", operator: "greaterThanInclusive", value: 0.5 };
const cut = (name: string, conditions: object, percent = 20) => ({
  name,
  priority: 5,
  conditions,
  event: { type: "decrease", params: { percent, reason: "R" } },
});
const hold = (name: string, conditions: object) => ({ name, priority: 3, conditions, event: { type: "hold", params: { reason: "R" } } });

function policyWith(rules: Rules): ValidPolicy {
  const document = {
    format: "limit-policy/1",
    name: "p",
    currency: "EUR",
    limit: { fact: "line", step: 1 },
    strategy: "strictest",
    facts: { line: { type: "money", min: 0 }, days_late: { type: "integer" }, used: { type: "number", nullable: true } },
    rules,
    reasons: { R: { en: "text" } },
  };
  const parsed = parsePolicy(JSON.stringify(document));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

async function traced(policy: ValidPolicy, facts: Facts): Promise<Trace> {
  const evaluation = await createEvaluator(policy).trace(facts);
  if (!evaluation.ok) throw new Error(JSON.stringify(evaluation.errors));
  return evaluation.trace;
}

async function aligned(before: Rules, after: Rules, facts: Facts) {
  const [a, b] = [policyWith(before), policyWith(after)];
  const traces = [await traced(a, facts), await traced(b, facts)] as const;
  return { ...alignTraces(...traces, changesBetween(a, b)), traces };
}

const BORROWER = { line: 1000, days_late: 3, used: 0.1 };

describe("alignTraces", () => {
  it("finds no divergence between equal policies", async () => {
    const rules = [cut("late", late(2))];
    const { divergence, rules: pairs } = await aligned(rules, rules, BORROWER);
    expect(divergence).toBeNull();
    expect(pairs.map((pair) => pair.difference)).toEqual(["same"]);
  });

  it("finds the rule that fires on one side only, and the test that keeps it from firing on the other", async () => {
    const { divergence, rules } = await aligned(
      [cut("late", late(2)), hold("h", late(1))],
      [cut("late", late(1, used)), hold("h", late(1))],
      BORROWER,
    );
    expect(divergence).toEqual({ kind: "rule", name: "late" });
    const [pair] = rules;
    const marks = markConditions(pair?.baseline?.condition ?? null, pair?.candidate?.condition ?? null, new Set());
    expect(blockingTest(pair?.candidate?.condition ?? null, marks)).toMatchObject({ fact: "used", actual: 0.1, result: false });
    expect([...marks.values()].sort()).toEqual(["only-here", "result", "result", "threshold", "threshold"]);
  });

  it("finds a rule that fires on both sides and acts differently", async () => {
    const { divergence, rules } = await aligned([cut("late", late(2), 20)], [cut("late", late(2), 25)], BORROWER);
    expect(divergence).toEqual({ kind: "rule", name: "late" });
    expect(rules[0]?.difference).toBe("effect");
  });

  it("tells a definition that differs without effect on this borrower", async () => {
    const { divergence, rules } = await aligned([cut("late", late(2))], [cut("late", late(1))], BORROWER);
    expect(divergence).toBeNull();
    expect(rules[0]?.difference).toBe("definition");
  });

  it("keeps a removed rule at its old place and an added one where it stands", async () => {
    const { rules } = await aligned(
      [cut("a", late(2)), cut("gone", late(2), 30), hold("b", late(2))],
      [cut("a", late(2)), cut("new", late(2), 40), hold("b", late(2))],
      BORROWER,
    );
    expect(rules.map((pair) => [pair.name, pair.baseline !== null, pair.candidate !== null])).toEqual([
      ["a", true, true],
      ["gone", true, false],
      ["new", false, true],
      ["b", true, true],
    ]);
  });

  it("takes a renamed rule for the same one", async () => {
    const { rules, divergence } = await aligned([cut("old-name", late(2))], [cut("new-name", late(2))], BORROWER);
    expect(rules.map((pair) => pair.name)).toEqual(["new-name"]);
    expect(divergence).toBeNull();
  });
});
