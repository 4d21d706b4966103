import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { columnsOf, loadKernels } from "#rules/compile";
import type { Attribution } from "#rules/compare";
import { type Facts, type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import { createAttributor } from "./attributor.ts";
import { largestRemainder } from "./largest-remainder.ts";
import { sampleShares } from "./sampling.ts";
import { FACTORIALS, shapleyNumerators } from "./shapley.ts";
import { finishAttribution, mergeTotals } from "./totals.ts";

const SAMPLE = "rules/samples/taiwan-card";

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

async function attributionOf(
  baseline: ValidPolicy,
  candidate: ValidPolicy,
  facts: readonly Facts[],
  scenario: { baseline: Facts; candidate: Facts } = { baseline: {}, candidate: {} },
): Promise<Attribution> {
  const attributor = createAttributor({ baseline, candidate, scenario }, await loadKernels(), facts.length);
  const { totals } = await attributor.attribute(columnsOf(facts));
  return finishAttribution(attributor.changes, [totals]);
}

/** Change, borrowers touched, share of available credit and of limit, applied alone, applied last. */
const TAIWAN = [
  ["A07", 612, -21446497, 14115350, -24956847, -18180847],
  ["B01", 730, -20168500, -20168500, -21693000, -18644000],
  ["B02", 2347, -50373233.33, -50373233.33, -58753000, -42828000],
  ["B03", 616, 3308120.33, 3308116.67, 2769011, 3796000],
  ["B04", 468, -8260533.33, -8260533.33, -10289000, -6685000],
  ["B05", 94, -383231.52, -385716.67, -514814, -310000],
  ["B06", 324, -5035028.4, -5035666.67, -6325930, -4026000],
  ["B07", 1483, -41500433.33, -41500433.33, -43236000, -39879000],
  ["B08", 1370, -74796833.33, -74796833.33, -75945000, -73677000],
  ["B09", 835, -26034250, -26034250, -28780000, -23616000],
  ["B10", 1557, -10864883.33, -10864883.33, -15161000, -7434000],
  ["B11", 198, -4686100, -4686100, -5935000, -3804000],
  ["B12", 309, -6108916.67, -6108916.67, -7093000, -5280000],
  ["C01", 1478, -1639119.93, -1639566.67, -4481859, -187000],
  ["C04", 564, -456847.45, -459100, -1501667, -9000],
  ["C05", 144, -174633.33, -174633.33, -459000, -20000],
  ["C09", 6900, -9213692.52, -9223033.33, -20661513, 0],
  ["D01", 46, -721366.67, -721366.67, -845000, -366000],
  ["D02", 1260, -7301775.35, -7310883.34, -15770180, -386000],
  ["D03", 363, -1781916.67, -1781916.67, -3260000, -555000],
  ["D04", 311, -501688.17, -501900, -1153396, 0],
] as const;

describe("v1 → v2 in a downturn on the 30,000 card borrowers", () => {
  it("divides the shift among the changes to the hundredth", async () => {
    const [v1, v2] = ["v1", "v2"].map((name) => policyOf(readFileSync(`${SAMPLE}/${name}.policy.json`, "utf8")));
    const { fixtures } = parseFixtures(readFileSync(`${SAMPLE}/portfolio.csv`, "utf8"), "csv", v2 as ValidPolicy);
    const scenario = { baseline: {}, candidate: { economic_cycle: "downturn" } };
    const { attribution, interactions } = await attributionOf(
      v1 as ValidPolicy,
      v2 as ValidPolicy,
      fixtures.map(({ facts }) => facts),
      scenario,
    );
    expect(
      attribution.map(({ change, touched, available, limit }) => [
        change.slice(5, 8),
        touched,
        available.share,
        limit.share,
        available.solo,
        available.last,
      ]),
    ).toEqual(TAIWAN);
    const sum = (measure: "limit" | "available") => attribution.reduce((total, one) => total + Math.round(one[measure].share * 100), 0);
    expect([sum("available"), sum("limit")]).toEqual([-28_814_136_000, -25_260_400_000]);
    expect(attribution.find(({ change }) => change.startsWith("rule:A07"))?.flips).toEqual([
      { from: "decrease", to: "freeze", borrowers: 495 },
      { from: "hold", to: "freeze", borrowers: 117 },
    ]);
    expect(interactions[0]).toMatchObject({ borrowers: expect.any(Number), available: expect.any(Number) });
    expect(interactions).toHaveLength(12);
  });
});

const rule = (name: string, fact: string, amount: number, type = "increase") => ({
  name,
  conditions: { all: [{ fact, operator: "equal", value: true }] },
  event: { type, params: { amount, reason: "R" } },
});

/** A rule that raises by a value. */
const amountOf = (fact: string) => ({ ...rule("raise", "f0", 0), event: { type: "increase", params: { amount: { fact }, reason: "R" } } });

function documentOf(rules: readonly JsonObject[], strategy = "sequential", step = 0.01): ValidPolicy {
  const flags = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, { type: "boolean" }]));
  return policyOf(
    JSON.stringify({
      format: "limit-policy/1",
      name: "small",
      currency: "EUR",
      limit: { fact: "limit", step },
      strategy,
      facts: { limit: { type: "money" }, cycle: { type: "string", scope: "scenario" }, ...flags },
      rules,
      reasons: { R: { en: "reason" } },
    }),
  );
}

const flagged = (value: boolean): Facts => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, value]));

describe("small comparisons", () => {
  it("two changes that only act together share equally; one that touches nobody has none", async () => {
    const before = documentOf([rule("a", "f0", 0), rule("b", "f1", 0), rule("c", "f2", 5)], "sequential", 50);
    const after = documentOf([rule("a", "f0", 25), rule("b", "f1", 25), rule("c", "f2", 10)], "sequential", 50);
    const { attribution, interactions } = await attributionOf(before, after, [{ limit: 100, cycle: "calm", ...flagged(true), f2: false }]);
    expect(attribution.map(({ change, touched, limit }) => [change, touched, limit])).toEqual([
      ["rule:a", 1, { solo: 0, last: 50, share: 25 }],
      ["rule:b", 1, { solo: 0, last: 50, share: 25 }],
      ["rule:c", 0, { solo: 0, last: 0, share: 0 }],
    ]);
    expect(interactions).toEqual([{ changes: ["rule:a", "rule:b"], borrowers: 1, limit: 50, available: 0 }]);
  });

  it("the scenario is a change where its sides differ in what both read, and only there", async () => {
    const rules = [{ ...rule("boom", "f0", 10), conditions: { all: [{ fact: "cycle", operator: "equal", value: "boom" }] } }];
    const [before, after] = [documentOf(rules), documentOf([...rules, rule("new", "f0", 5)])];
    const scenario = { baseline: { cycle: "calm" }, candidate: { cycle: "boom" } };
    const found = await attributionOf(before, after, [{ limit: 100, ...flagged(true) }], scenario);
    expect(found.attribution.map(({ change, limit }) => [change, limit.share])).toEqual([
      ["rule:new", 5],
      ["scenario", 10],
    ]);
    const same = await attributionOf(before, after, [{ limit: 100, ...flagged(true) }], {
      baseline: { cycle: "boom" },
      candidate: { cycle: "boom" },
    });
    expect(same.attribution.map(({ change }) => change)).toEqual(["rule:new"]);
  });

  it("definitions of both versions that would lead back to themselves are read from the baseline", async () => {
    const policy = (derived: JsonObject) => ({ ...documentOf([]).document, rules: [amountOf("x")], derived });
    const before = policyOf(JSON.stringify(policy({ x: { expression: "10" }, y: { expression: "x + 1" } })));
    const after = policyOf(JSON.stringify(policy({ x: { expression: "y + 100" }, y: { expression: "5" } })));
    const { attribution } = await attributionOf(before, after, [{ limit: 100, cycle: "calm", ...flagged(true) }]);
    expect(attribution.map(({ change, limit }) => [change, limit])).toEqual([
      ["derived:x", { solo: 0, last: 95, share: 47.5 }],
      ["derived:y", { solo: 0, last: 95, share: 47.5 }],
    ]);
  });

  it("a name that becomes another kind is what it was until its removal; its addition has no share", async () => {
    const { facts, ...head } = documentOf([]).document as { facts: JsonObject } & JsonObject;
    const rest = { ...head, rules: [amountOf("bonus")] };
    const before = policyOf(JSON.stringify({ ...rest, facts: { ...facts, bonus: { type: "number", nullable: true } } }));
    const after = policyOf(JSON.stringify({ ...rest, facts, derived: { bonus: { expression: "7" } } }));
    const { attribution } = await attributionOf(before, after, [{ limit: 100, cycle: "calm", bonus: 4, ...flagged(true) }]);
    expect(attribution.map(({ change, limit }) => [change, limit.share])).toEqual([
      ["fact:bonus", 3],
      ["derived:bonus", 0],
    ]);
  });

  it("a condition whose definition becomes another type is read borrower by borrower", async () => {
    const rules = [{ ...rule("high", "f0", 10), conditions: { condition: "high" } }];
    const policy = (expression: string, test: JsonObject) =>
      policyOf(
        JSON.stringify({
          ...documentOf([]).document,
          rules,
          derived: { d: { expression } },
          conditions: { high: { all: [{ fact: "d", ...test }] } },
        }),
      );
    const before = policy("limit * 2", { operator: "greaterThan", value: 500 });
    const after = policy("limit > 50", { operator: "equal", value: true });
    const { attribution } = await attributionOf(before, after, [{ limit: 100, cycle: "calm", ...flagged(true) }]);
    expect(attribution.map(({ change, limit }) => [change, limit])).toEqual([
      ["derived:d", { solo: 0, last: 10, share: 5 }],
      ["condition:high", { solo: 0, last: 10, share: 5 }],
    ]);
  });

  it("a condition that reads more changed definitions than are compiled in all combinations is read borrower by borrower", async () => {
    const names = Array.from({ length: 9 }, (_, i) => `c${i}`);
    const rules = [{ ...rule("all", "f0", 90), conditions: { all: names.map((condition) => ({ condition })) } }];
    const policy = (least: number) => {
      const test = (_: string, i: number) => ({ all: [{ fact: "limit", operator: "greaterThan", value: least + i }] });
      const conditions = Object.fromEntries(names.map((name, i) => [name, test(name, i)]));
      return policyOf(JSON.stringify({ ...documentOf([]).document, rules, conditions }));
    };
    const { attribution } = await attributionOf(policy(500), policy(50), [{ limit: 100, cycle: "calm", ...flagged(true) }]);
    expect(attribution.map(({ limit }) => limit)).toEqual(names.map(() => ({ solo: 0, last: 90, share: 10 })));
  });

  it("limits beyond the exact range of doubles are the referee's", async () => {
    const steps = (percent: number) =>
      documentOf(
        ["a", "b", "c"].map((name, i) => ({ ...rule(name, `f${i}`, 0), event: { type: "increase", params: { percent, reason: "R" } } })),
      );
    const { attribution } = await attributionOf(steps(0.01), steps(0.02), [{ limit: 999_999_999_999.99, cycle: "calm", ...flagged(true) }]);
    const limitAfter = (share: bigint) => [1, 2, 3].reduce((limit) => limit + (limit * share) / 10_000n, 99_999_999_999_999n);
    const shift = Number(limitAfter(2n) - limitAfter(1n));
    expect(attribution.reduce((sum, { limit }) => sum + Math.round(limit.share * 100), 0)).toBe(shift);
    expect(attribution[2]?.limit.solo).toBeCloseTo(100_020_001, 0);
  });

  it("more than twelve changes for one borrower are sampled, with an error, the same each time; the sum stays exact", async () => {
    const names = Array.from({ length: 15 }, (_, i) => `f${i}`);
    const percent = (name: string, i: number) => ({
      ...rule(name, name, 0),
      event: { type: "increase", params: { percent: 3 + i, reason: "R" } },
    });
    const [before, after] = [documentOf([]), documentOf(names.map(percent))];
    const facts = [{ limit: 1234.56, cycle: "calm", ...flagged(true) }];
    const [once, again] = [await attributionOf(before, after, facts), await attributionOf(before, after, facts)];
    expect(once).toEqual(again);
    const sum = once.attribution.reduce((total, { limit }) => total + Math.round(limit.share * 100), 0);
    expect(sum).toBe(names.reduce((limit, _, i) => limit + Math.trunc((limit * (300 + 100 * i)) / 10_000), 123_456) - 123_456);
    expect(
      once.attribution.every(({ limit }) => (limit.stderr ?? 0) > 0 && limit.stderr !== undefined && limit.stderr < limit.share / 10),
    ).toBe(true);
  });

  it("neither the order of borrowers nor where batches end alters a digit, of sampled shares and their errors either", async () => {
    const names = Array.from({ length: 13 }, (_, i) => `f${i}`);
    const percent = (name: string, i: number) => ({
      ...rule(name, name, 0),
      event: { type: "increase", params: { percent: 3 + i, reason: "R" } },
    });
    const input = { baseline: documentOf([]), candidate: documentOf(names.map(percent)), scenario: { baseline: {}, candidate: {} } };
    const facts = [0.07, 12.3, 999.99, 123_456, 8_765_432.1, 999_999_999.99].map(
      (limit): Facts => ({ limit, cycle: "calm", ...flagged(true) }),
    );
    const attributor = createAttributor(input, await loadKernels(), facts.length);
    const inBatches = async (batches: readonly (readonly Facts[])[]) => {
      const parts = [];
      for (const batch of batches) parts.push((await attributor.attribute(columnsOf(batch))).totals);
      return mergeTotals(parts, attributor.changes.length);
    };
    const whole = await inBatches([facts]);
    expect(whole.changes.every(({ variance }) => variance !== null && variance.limit > 0n)).toBe(true);
    for (const batches of [[facts.toReversed()], [facts.slice(4), facts.slice(0, 4)], facts.toReversed().map((one) => [one])])
      expect(await inBatches(batches)).toEqual(whole);
  });
});

describe("arithmetic", () => {
  it("is the same in doubles and in bigints", () => {
    const values = Float64Array.from({ length: 16 }, (_, set) => ((set * 7919) % 1009) * 100);
    const large = values.map((value) => value * 2 ** 30);
    expect(shapleyNumerators(large, 4)).toEqual(shapleyNumerators(values, 4).map((n) => Number(n) * 2 ** 30));
    const huge = values.map((value) => value * 2 ** 40);
    expect(shapleyNumerators(huge, 4)).toEqual(shapleyNumerators(values, 4).map((n) => BigInt(n) * 2n ** 40n));
  });

  it("samples what is exact without interaction", () => {
    const [found] = sampleShares(3, 1, 7, (set) => [(set[0] as number) * 5 + (set[1] as number) * -2]);
    expect(found).toEqual({ numerators: [1200n, -480n, 0n], variances: [0n, 0n, 0n] });
  });

  it("largest remainders go up, of equals the first, and zero stays", () => {
    expect(largestRemainder([-1, -1, 0], 2)).toEqual([0, -1, 0]);
    expect(largestRemainder([5, 5, 2], FACTORIALS[3] as number)).toEqual([1, 1, 0]);
    expect(largestRemainder([5n, -3n, 4n], 6n)).toEqual([1n, -1n, 1n]);
  });
});
