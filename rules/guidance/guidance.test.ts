import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatOf, parseFixtures } from "#rules/borrowers";
import { policyOf } from "#rules/conformance";
import { createEvaluator } from "#rules/evaluate";
import type { Facts, JsonObject } from "#rules/policy";
import { type Guidance, guide } from "./index.ts";
import { gainOf } from "./ways.ts";

const DOCUMENT = {
  format: "limit-policy/1",
  name: "small",
  title: "Small",
  currency: "EUR",
  limit: { fact: "limit", balance: "balance", step: 100 },
  strategy: "strictest",
  facts: {
    limit: { type: "money", min: 0 },
    balance: { type: "money", min: 0, change: "decrease", label: { en: "Balance", zh: "余额" } },
    late: { type: "integer", min: 0, max: 120, unit: "day", change: "decrease", label: { en: "Days past due", zh: "逾期天数" } },
    worst: { type: "integer", min: 0, unit: "day", label: { en: "Worst days past due", zh: "最长逾期天数" } },
    score: { type: "integer", min: 0, max: 1000, nullable: true, change: "increase", label: { en: "Score", zh: "评分" } },
    consent: { type: "boolean", change: "either", label: { en: "Consent", zh: "同意" } },
    income: { type: "money", min: 0, change: "increase", label: { en: "Income", zh: "收入" } },
  },
  derived: { use: { expression: "if limit > 0 then balance / limit else null", default: 0 }, cap: { expression: "2 * income" } },
  conditions: {
    well: {
      any: [{ fact: "score", operator: "greaterThanInclusive", value: 700 }, { not: { fact: "use", operator: "greaterThan", value: 0.3 } }],
    },
  },
  rules: [
    {
      name: "stop",
      conditions: { all: [{ fact: "late", operator: "greaterThanInclusive", value: 60 }] },
      event: { type: "freeze", params: { reason: "F" } },
    },
    {
      name: "cut",
      conditions: { all: [{ fact: "worst", operator: "greaterThan", value: 30 }] },
      event: { type: "decrease", params: { percent: 20, reason: "C" } },
    },
    {
      name: "raise",
      conditions: { all: [{ condition: "well" }, { fact: "consent", operator: "equal", value: true }] },
      event: { type: "increase", params: { percent: 50, reason: "R" } },
    },
  ],
  guardrails: [{ name: "twice-income", applies: "increase", atMost: { fact: "cap" }, reason: "I" }],
  reasons: {
    F: { en: "Your payment is late.", zh: "您已逾期。" },
    C: { en: "You were late before." },
    R: { en: "You pay well." },
    I: { en: "Income allows no more." },
  },
};
const GOOD: Facts = { limit: 1000, balance: 500, late: 0, worst: 0, score: 650, consent: true, income: 9000 };

async function guided(facts: Facts, change: JsonObject = {}): Promise<Guidance> {
  const result = await guide({ policy: policyOf(JSON.stringify({ ...DOCUMENT, ...change })), scenario: {}, facts });
  if (!result.ok) throw new Error(result.errors[0]?.message);
  return result.guidance;
}

const moves = ({ ways }: Guidance) => ways.ways.map((way) => Object.fromEntries(way.moves.map(({ fact, to }) => [fact, to])));

test("either alternative of an `any` raises the limit: the nearest value of each fact, on its grid, through a derived fact and a `not`", async () => {
  const found = await guided(GOOD);
  expect(moves(found)).toEqual([{ score: 700 }, { balance: 300 }]);
  expect(found.ways.ways.map(({ outcome }) => outcome.limitAfter)).toEqual([1500, 1500]);
  expect(found.ways.ways[1]?.words).toEqual({
    en: "lower balance from EUR 500 to EUR 300: the limit would be EUR 1,500, available EUR 1,200 (increase)",
    zh: "将余额从EUR 500降低到EUR 300:额度将为EUR 1,500,可用额度EUR 1,200(上调)",
  });
});

test("where one fact is not enough, pairs that need both are found", async () => {
  expect(moves(await guided({ ...GOOD, consent: false }))).toEqual([
    { score: 700, consent: true },
    { balance: 300, consent: true },
  ]);
});

test("ways that need four facts or more are found, without a move to spare", async () => {
  const test = (fact: string, operator: string, value: number | boolean) => ({ fact, operator, value });
  const all = [
    test("score", "greaterThanInclusive", 700),
    test("balance", "lessThan", 300),
    test("income", "greaterThanInclusive", 20_000),
    test("consent", "equal", true),
  ];
  const event = { type: "increase", params: { percent: 50, reason: "R" } };
  const found = await guided({ ...GOOD, consent: false }, {
    rules: [{ name: "raise", conditions: { all }, event }],
  } as unknown as JsonObject);
  expect(moves(found)).toEqual([{ score: 700, balance: 299, income: 20_000, consent: true }]);
  const nothing = await guided(GOOD, {
    rules: [{ name: "raise", conditions: { all: [...all, test("worst", "greaterThan", 0)] }, event }],
  } as never);
  expect([nothing.ways.tried, nothing.ways.together, nothing.ways.cutShort]).toEqual([4, 4, false]);
});

test("where nothing may be moved it says so without a doubt", async () => {
  const fixed = Object.fromEntries(Object.entries(DOCUMENT.facts).map(([name, { type }]) => [name, { type, nullable: name === "score" }]));
  const { ways } = await guided(GOOD, { facts: fixed } as JsonObject);
  expect([ways.tried, ways.nothing?.en]).toEqual([0, expect.stringMatching(/^Nothing that you can change raises the limit[;.]/)]);
});

test("a freeze is lifted by what the borrower can pay off; a bound by more income than it needs", async () => {
  const frozen = await guided({ ...GOOD, late: 75 });
  expect(moves(frozen)[0]).toEqual({ late: 59 });
  expect(frozen.ways.ways[0]).toMatchObject({ gain: "lifts-freeze", outcome: { decision: "maintain" } });
  expect(frozen.notice.en.plain).toContain("Your credit limit of EUR 1,000 is frozen");
  const bounded = await guided({ ...GOOD, score: 800, income: 520 });
  expect(bounded.why.map(({ kind }) => kind)).toEqual(["rule", "guardrail", "round"]);
  expect(moves(bounded)).toEqual([{ income: 550 }]);
});

test("where nothing can be changed it is said, with the facts that decide; unknown, protected and wrong-way facts do not move", async () => {
  const { ways, notice } = await guided({ ...GOOD, worst: 45 });
  expect([ways.ways, ways.immovable]).toEqual([[], ["worst"]]);
  expect(ways.nothing?.en).toBe(
    "Nothing that you can change was found to raise the limit (each of 4 facts was tried alone at the values where a rule or bound turns, and up to 4 at once at the nearest and the furthest of them); what decides is worst days past due.",
  );
  expect(notice.en.actions).toEqual([ways.nothing?.en]);
  expect(notice.zh.plain).toContain("起决定作用的是:最长逾期天数。");
  expect(moves(await guided({ ...GOOD, score: null }))).toEqual([{ balance: 300 }]);
  const fixed = { ...DOCUMENT.facts, balance: { type: "money", change: "increase" }, score: { type: "integer", change: "decrease" } };
  expect((await guided(GOOD, { facts: fixed } as JsonObject)).ways.ways).toEqual([]);
});

test("why and why not name the tests with the values seen, in both languages", async () => {
  const { why, whyNot } = await guided({ ...GOOD, late: 75 });
  expect(why.map(({ words }) => words)).toEqual([
    {
      en: "Rule stop applies (freeze), because days past due at least 60 days (is 75 days); the limit stays at EUR 1,000.",
      zh: "规则「stop」适用(冻结额度),因为逾期天数不低于60 天(实际为75 天);额度保持EUR 1,000。",
    },
  ]);
  expect(whyNot.map(({ words }) => words.en)).toEqual([
    "Rule cut did not fire: it would where worst days past due above 30 days (it is 0 days).",
    "Rule raise did not fire: it would where score at least 700 (it is 650).",
  ]);
});

test("why not of a contradiction and of a disabled rule", async () => {
  const late = { fact: "late", operator: "greaterThan", value: 5 };
  const event = { type: "hold", params: { reason: "C" } };
  const rules = [
    { name: "never", conditions: { all: [late, { not: late }] }, event },
    { name: "off", enabled: false, conditions: { not: late }, event },
  ];
  const { whyNot } = await guided(GOOD, { rules } as unknown as JsonObject);
  expect(whyNot.map(({ rule, impossible, tests, enabled }) => [rule, impossible, tests.length, enabled])).toEqual([
    ["never", true, 0, true],
    ["off", false, 0, false],
  ]);
  expect(whyNot[1]?.words).toEqual({ en: "Rule off did not fire: it is disabled.", zh: "规则「off」未触发:该规则已停用。" });
});

test("a borrower whom the policy refuses has every error instead", async () => {
  const result = await guide({ policy: policyOf(JSON.stringify(DOCUMENT)), scenario: {}, facts: { ...GOOD, late: -1, worst: "x" } });
  expect(result).toMatchObject({ ok: false, errors: [{ fact: "late" }, { fact: "worst" }] });
});

test("on the samples every way does what it says, and the notice tells at most four reasons", async () => {
  const read = (name: string) => readFileSync(new URL(`../samples/${name}`, import.meta.url), "utf8");
  let found = 0;
  for (const [policyPath, borrowersPath] of [
    ["taiwan-card/v2.policy.json", "taiwan-card/sample-2000.csv"],
    ["online-line/v2.policy.json", "online-line/archetypes.json"],
  ] as const) {
    const policy = policyOf(read(policyPath));
    const scenario = { economic_cycle: "downturn" };
    const referee = createEvaluator(policy, scenario);
    const { fixtures } = parseFixtures(read(borrowersPath), formatOf(borrowersPath) ?? "json", policy);
    for (const { facts } of fixtures.slice(0, 9)) {
      const result = await guide({ policy, scenario, facts });
      if (!result.ok) throw new Error(result.errors[0]?.message);
      const { outcome, ways, notice } = result.guidance;
      expect(notice.en.reasons.length).toBe(outcome.reasons.length);
      expect(notice.en.reasons.length).toBeLessThanOrEqual(4);
      for (const way of ways.ways) {
        const evaluation = await referee.evaluate({ ...facts, ...Object.fromEntries(way.moves.map(({ fact, to }) => [fact, to])) });
        expect(evaluation).toEqual({ ok: true, outcome: way.outcome });
        expect(gainOf(outcome, way.outcome)).toBe(way.gain);
        found += 1;
      }
    }
  }
  expect(found).toBeGreaterThan(9);
});
