import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseBorrowers } from "#rules/borrowers";
import { batchOf, policyOf } from "#rules/conformance";
import type { Facts } from "#rules/policy";
import { numbersOf, type Sweep, sweep, type SweepInput, type SweepProblem, valueToSet } from "./index.ts";
import { thinned } from "./thinned.ts";

const POLICY = policyOf(
  JSON.stringify({
    format: "limit-policy/1",
    name: "small",
    currency: "EUR",
    limit: { fact: "limit", balance: "balance", step: 10 },
    strategy: "strictest",
    facts: {
      limit: { type: "money", min: 0 },
      balance: { type: "money", nullable: true },
      late: { type: "integer", nullable: true, unit: "day" },
    },
    conditions: { "is/late": { fact: "late", operator: "greaterThanInclusive", value: 30 } },
    rules: [
      {
        name: "cut",
        "x-note": 7,
        conditions: { condition: "is/late" },
        event: { type: "decrease", params: { percent: 20, reason: "L" } },
      },
      {
        name: "raise",
        conditions: { all: [{ not: { condition: "is/late" } }, { fact: "balance", operator: "lessThan", value: 500 }] },
        event: { type: "increase", params: { amount: 100, reason: "G" } },
      },
    ],
    reasons: { L: { en: "late" }, G: { en: "good" } },
  }),
);
const BORROWERS: Facts[] = [
  { limit: 1000, balance: 100, late: 0, seen: 0 },
  { limit: 1000, balance: 499.99, late: 30, seen: 1 },
  { limit: 1000, balance: 900, late: 31, seen: 1 },
  { limit: 1000, balance: null, late: null, seen: 0 },
];

async function swept(part: Partial<SweepInput>): Promise<Sweep> {
  const result = await sweep({ policy: POLICY, scenario: {}, batch: batchOf(BORROWERS), at: "", ...part });
  if (!result.ok) throw new Error(result.problem.message);
  return result.sweep;
}

async function problemOf(part: Partial<SweepInput>): Promise<SweepProblem> {
  const result = await sweep({ policy: POLICY, scenario: {}, batch: batchOf(BORROWERS), at: "", ...part });
  if (result.ok) throw new Error("no problem");
  return result.problem;
}

test("a shared condition's threshold moves every rule that reads it; null is never late; a value beyond the data releases everybody", async () => {
  const curve = await swept({ at: "/conditions/is~1late/value", observed: "seen" });
  expect(curve).toMatchObject({ kind: "threshold", current: 30, touch: "holds", fact: "late", subject: { name: "is/late" }, of: 4 });
  expect(curve.sentence.en).toBe("late at least 30 days");
  expect(curve.points.map(({ value, touched, shifted, limit }) => [value, touched, shifted, limit])).toEqual([
    [0, 3, 1, 3400],
    [30, 2, 0, 3700],
    [31, 1, 1, 4000],
    [32, 0, 2, 4200],
  ]);
  expect(curve.points.map(({ observed }) => observed?.mean)).toEqual([2 / 3, 1, 1, null]);
});

test("a threshold on money takes the values at hand and one hundredth beyond; any value is to be had", async () => {
  const at = "/rules/1/conditions/all/1/value";
  expect((await swept({ at })).points.map(({ value }) => value)).toEqual([100, 499.99, 500, 900, 900.01]);
  const [point] = (await swept({ at, values: [100.001] })).points;
  expect(point).toMatchObject({ touched: 1, shifted: 0 });
});

test("what is no threshold has a grid of 41 valid values around the present one", async () => {
  const percent = await swept({ at: "/rules/0/event/params/percent" });
  expect(percent).toMatchObject({ kind: "grid", touch: "fires", sentence: { en: "cut by 20 %" } });
  expect(percent.points).toHaveLength(41);
  expect(percent.points.map(({ value }) => value).slice(19, 22)).toEqual([19, 20, 21]);
  const step = await swept({ at: "/limit/step" });
  expect([step.touch, step.points[0]?.value, step.points.length]).toEqual(["moves", 0.5, 41]);
});

test("a pointer that names no number says where it goes wrong and which numbers are near", async () => {
  expect(await problemOf({ at: "/rules/1/conditions/all/9/value" })).toMatchObject({
    code: "no-such-place",
    message: expect.stringContaining("`/rules/1/conditions/all`"),
    near: expect.arrayContaining(["/rules/1/conditions/all/1/value"]),
  });
  expect(await problemOf({ at: "rules" })).toMatchObject({ code: "no-such-place", message: expect.stringContaining("begins with `/`") });
  expect(await problemOf({ at: "/rules/0/name" })).toMatchObject({
    code: "not-a-number",
    near: ["/rules/0/event/params/percent", expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
  });
  expect((await problemOf({ at: "/rules/0/x-note" })).near).not.toContain("/rules/0/x-note");
  expect((await problemOf({ at: "/limit/step", values: [-1] })).code).toBe("invalid-value");
  expect((await problemOf({ at: "/limit/step", observed: "later" })).code).toBe("unknown-column");
});

test("every number of the document is found once, those under x- keys are not", () => {
  expect(numbersOf(POLICY).map(({ at, leaf }) => [at, leaf !== null])).toEqual([
    ["/limit/step", false],
    ["/facts/limit/min", false],
    ["/conditions/is~1late/value", true],
    ["/rules/0/event/params/percent", false],
    ["/rules/1/conditions/all/1/value", true],
    ["/rules/1/event/params/amount", false],
  ]);
});

test("a number in an expression has a grid; the text is edited in place, and a number that no expression can have is refused", async () => {
  const derived = { use: { expression: "if limit > 0 then 2 * balance / limit - -0.5 else null", default: 0 } };
  const rules = [
    {
      name: "cut",
      conditions: { all: [{ fact: "use", operator: "greaterThan", value: 1.4 }] },
      event: { type: "decrease", params: { percent: 20, reason: "L" } },
    },
  ];
  const policy = policyOf(JSON.stringify({ ...POLICY.document, derived, rules }));
  const at = (index: number) => `/derived/use/expression#${index}`;
  expect(numbersOf(policy).flatMap(({ at: name, value, written }) => (written === null ? [] : [[name, value]]))).toEqual([
    [at(0), 0],
    [at(1), 2],
    [at(2), -0.5],
  ]);
  const curve = await swept({ policy, at: at(1), values: [1, 2, -2] });
  expect(curve).toMatchObject({
    kind: "grid",
    touch: "moves",
    current: 2,
    sentence: { en: "use = if limit > 0 then ‹2› * balance / limit - -0.5 else null" },
  });
  expect(curve.points.map(({ value, touched }) => [value, touched])).toEqual([
    [-2, 0],
    [1, 0],
    [2, 2],
  ]);
  const place = numbersOf(policy).find((one) => one.at === at(2));
  if (place === undefined) throw new Error("there is such a number");
  expect(valueToSet(policy, place, -1e-7)).toBe("if limit > 0 then 2 * balance / limit - (-0.0000001) else null");
  expect(await problemOf({ policy, at: at(1), values: [1e-30] })).toMatchObject({ code: "invalid-value" });
  expect(await problemOf({ policy, at: at(3) })).toMatchObject({
    code: "not-a-number",
    message: expect.stringContaining("name one as `/derived/use/expression#0` to `#2`"),
  });
  expect(await problemOf({ policy, at: "/derived/use/expression" })).toMatchObject({
    code: "not-a-number",
    near: expect.arrayContaining([at(0)]),
  });
});

test("thousands of values are thinned, the present one and its neighbours stay", () => {
  const values = Array.from({ length: 9_999 }, (_, i) => i / 2);
  const shown = thinned(values, 1234.5);
  expect(shown.length).toBeLessThanOrEqual(512);
  expect(shown.length).toBeGreaterThan(500);
  expect(shown).toEqual(expect.arrayContaining([0, 1234, 1234.5, 1235, 4999]));
});

test("a sweep stops when it is told to", async () => {
  const stop = {
    throwIfAborted: () => {
      throw new Error("stopped");
    },
  };
  await expect(swept({ at: "/limit/step", signal: stop })).rejects.toThrow("stopped");
});

test("on the sample of 2,000 the curve of a threshold has everybody at its ends", async () => {
  const read = (name: string) => readFileSync(new URL(`../samples/taiwan-card/${name}`, import.meta.url), "utf8");
  const policy = policyOf(read("v1.policy.json"));
  const { entries } = parseBorrowers(read("sample-2000.csv"), "csv", policy);
  const batch = batchOf(entries.flatMap(({ fixture }) => (fixture ? [fixture.facts] : [])));
  const place = numbersOf(policy).find(({ leaf }) => leaf?.fact === "utilization_avg_6m");
  const curve = await swept({ policy, batch, at: place?.at ?? "", scenario: { economic_cycle: "neutral" } });
  expect(curve.points.every(({ decisions, errors }) => Object.values(decisions).reduce((a, b) => a + b) + errors === 2000)).toBe(true);
  expect(curve.points.find(({ value }) => value === curve.current)?.shifted).toBe(0);
});
