import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Facts, type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import { hintsOn, countWithin, standingOf, stepAt, summariseDerived, summariseFacts, summaryOf } from "./index.ts";

const FACTS = {
  current_limit: { type: "money", min: 0 },
  score: { type: "integer", min: 0, max: 100, nullable: true },
  days: { type: "integer", min: 0 },
  segment: { type: "string", values: ["a", "b"], nullable: true },
};

function policyOf(parts: JsonObject): ValidPolicy {
  const document = {
    format: "limit-policy/1",
    name: "p",
    currency: "CNY",
    limit: { fact: "current_limit", step: 1 },
    strategy: "strictest",
    facts: FACTS,
    rules: [],
    reasons: { R: { en: "r" } },
    ...parts,
  };
  const parsed = parsePolicy(JSON.stringify(document));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

const rule = (name: string, conditions: JsonObject, more: JsonObject = {}) => ({
  name,
  conditions,
  event: { type: "hold", params: { reason: "R" } },
  ...more,
});
const test = (fact: string, operator: string, value: unknown) => ({ fact, operator, value }) as JsonObject;

function hinted(parts: JsonObject, input: Partial<Parameters<typeof hintsOn>[0]> = {}) {
  return hintsOn({ policy: policyOf(parts), borrowers: null, tally: null, ...input });
}

const places = (parts: JsonObject, code: string, input: Partial<Parameters<typeof hintsOn>[0]> = {}) =>
  hinted(parts, input)
    .filter((hint) => hint.code === code)
    .map(({ path }) => path);

describe("thresholds", () => {
  it("outside the fact's range are told as never or always true", () => {
    const rules = [rule("r", { all: [test("score", "greaterThan", 101), test("score", "lessThan", 101), test("score", "equal", 100)] })];
    const hints = hinted({ rules }).filter(({ code }) => code === "threshold-out-of-range");
    expect(hints.map(({ path, message }) => [path, /never|always/.exec(message)?.[0]])).toEqual([
      ["/rules/0/conditions/all/0/value", "never"],
      ["/rules/0/conditions/all/1/value", "always"],
    ]);
  });
  it("beyond every borrower at hand are told with the nearest borrower", () => {
    const borrowers = summariseFacts(Array.from({ length: 40 }, (_, days) => ({ days })));
    const rules = [rule("r", { any: [test("days", "greaterThanInclusive", 60), test("days", "greaterThanInclusive", 39)] })];
    const hints = hinted({ rules }, { borrowers }).filter(({ code }) => code === "threshold-beyond-borrowers");
    expect(hints.map(({ path }) => path)).toEqual(["/rules/0/conditions/any/0/value"]);
    expect(hints[0]?.message).toContain("the highest is 39 of 40 known, so the test is true of no one");
  });
  it("say nothing of a handful of borrowers", () => {
    const rules = [rule("r", { all: [test("days", "greaterThan", 60)] })];
    expect(places({ rules }, "threshold-beyond-borrowers", { borrowers: summariseFacts([{ days: 1 }]) })).toEqual([]);
  });
});

describe("null that passes", () => {
  const code = "null-passes";
  it("is told under notEqual, notIn and not", () => {
    const all = [test("score", "notEqual", 3), test("segment", "notIn", ["a"]), { not: test("score", "lessThan", 50) }];
    expect(places({ rules: [rule("r", { all })] }, code)).toEqual([
      "/rules/0/conditions/all/0/operator",
      "/rules/0/conditions/all/1/operator",
      "/rules/0/conditions/all/2/not/operator",
    ]);
  });
  it("is not told where null fails, where the fact is never null, or where null is tested for", () => {
    const quiet: JsonObject[] = [
      { all: [test("score", "lessThan", 50), test("days", "notEqual", 3)] },
      { not: test("score", "notEqual", 3) },
      { all: [test("score", "notEqual", 3), test("score", "notEqual", null)] },
      { any: [test("segment", "notIn", ["a", null])] },
    ];
    for (const conditions of quiet) expect(places({ rules: [rule("r", conditions)] }, code)).toEqual([]);
  });
});

describe("rules", () => {
  const [a, b] = [test("days", "greaterThan", 1), test("score", "lessThan", 9)];
  it("that equal another are told, in whatever order their tests stand", () => {
    const rules = [
      rule("low", { all: [a, b] }),
      rule("high", { all: [b, a] }, { priority: 9 }),
      rule("off", { all: [a, b] }, { enabled: false }),
    ];
    expect(places({ rules }, "equal-rules")).toEqual(["/rules/0/name"]);
  });
  it("that never decide are told by an evaluation, where one rule decides", () => {
    const parts = { rules: [rule("x", { all: [a] }), rule("y", { all: [b] })] };
    const tally = { borrowers: 30, fired: { x: 3, y: 4 }, applied: { x: 3 } };
    expect(places(parts, "never-decides", { tally })).toEqual(["/rules/1/name"]);
    expect(places(parts, "never-decides", { tally: { ...tally, fired: { x: 3 } } })).toEqual([]);
    expect(places(parts, "never-decides", { tally: { ...tally, fired: { x: 3 }, borrowers: 100 } })).toEqual(["/rules/1/name"]);
    const sequential = { ...parts, strategy: "sequential" };
    expect(places(sequential, "never-decides", { tally })).toEqual([]);
  });
});

describe("unused names", () => {
  it("are told, but not what an expression, an amount, the limit or a reference reads", () => {
    const parts = {
      facts: { ...FACTS, idle: { type: "boolean" }, audit: { type: "integer", protected: true } },
      derived: { twice: { expression: "2 * days", default: 0 }, idle_too: { expression: "score" } },
      conditions: { late: { all: [test("twice", "greaterThan", 3)] }, spare: { all: [test("segment", "equal", "a")] } },
      rules: [rule("r", { condition: "late" })],
      reasons: { R: { en: "r" }, S: { en: "s" } },
    };
    expect(hinted(parts).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "unused-fact /facts/idle",
      "unused-derived-fact /derived/idle_too",
      "unused-condition /conditions/spare",
      "unused-reason /reasons/S",
    ]);
  });
});

describe("a summary of borrowers", () => {
  it("counts nulls and absent facts, and keeps the ends of a long list", () => {
    const borrowers = Array.from({ length: 5000 }, (_, i): Facts => (i < 1000 ? {} : { x: i, s: i % 2 ? "odd" : "even" }));
    const { facts } = summariseFacts(borrowers);
    expect(facts.x).toMatchObject({ known: 4000, nulls: 1000, distinct: 4000, kind: "number" });
    expect([facts.x?.numbers[0], facts.x?.numbers.at(-1), facts.x?.numbers.length]).toEqual([1000, 4999, 4000]);
    expect(facts.s?.top).toEqual([
      { value: "even", count: 2000 },
      { value: "odd", count: 2000 },
    ]);
  });
  it("tells where a value stands", () => {
    expect(standingOf(summaryOf([1, 2, 2, 4, null]), 2)).toEqual({ below: 0.25, equal: 0.5 });
    expect(standingOf(summaryOf(["a"]), 2)).toBeNull();
  });
  it("counts who is within a step of a threshold; a step is the last digit of the values, else of the threshold", () => {
    const near = (values: readonly number[], threshold: number, isInteger = false) => {
      const summary = summaryOf(values);
      const step = stepAt(summary, threshold, isInteger);
      return [step, countWithin(summary, threshold, step)];
    };
    expect(near([10_000, 20_000, 30_000, 50_000], 30_000)).toEqual([10_000, 2]);
    expect(near([58, 59, 60, 60, 61, 62], 60, true)).toEqual([1, 4]);
    expect(near([0.1, 0.2, 0.3, 0.4], 0.3)).toEqual([0.1, 3]);
    expect(near([1 / 3, 0.8, 0.85, 0.91, 1 / 0.97], 0.9)).toEqual([0.1, 3]);
    expect(near([1.25, 1.26, 1.5], 1.26)).toEqual([0.01, 2]);
    expect(near([], 5)).toEqual([10 ** 6, 0]);
  });
  it("derives facts, the scenario included", () => {
    const policy = policyOf({
      facts: { ...FACTS, cycle: { type: "integer", scope: "scenario" } },
      derived: { sum: { expression: "days + cycle" } },
    });
    expect(summariseDerived(policy, [{ days: 1 }, { days: 2 }, {}], { cycle: 10 }).facts.sum).toMatchObject({
      nulls: 1,
      numbers: Float64Array.of(11, 12),
    });
  });
  it("is sorted, complete at its ends and never longer than it may be, for the samples' borrowers", () => {
    const fixtures = JSON.parse(readFileSync("rules/samples/online-line/archetypes.json", "utf8")) as { facts: Facts }[];
    for (const summary of Object.values(summariseFacts(fixtures.map(({ facts }) => facts)).facts)) {
      expect(summary.known + summary.nulls).toBe(fixtures.length);
      expect(summary.numbers.toSorted()).toEqual(summary.numbers);
    }
  });
});
