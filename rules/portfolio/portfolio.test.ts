import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "#rules/policy";
import { CHANGE_EDGES, changeBinOf } from "./change-ladder.ts";
import { suggestMapping } from "./mapping.ts";
import { bucketFrom, bucketOf, bucketTo, mergedBuckets } from "./number-buckets.ts";
import type { ColumnProfile } from "./types.ts";

const parsed = parsePolicy(readFileSync("rules/samples/online-line/v1.policy.json", "utf8"));
if (!parsed.ok) throw new Error("the sample is valid");
const { policy } = parsed;

const column = (name: string, more: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name,
  type: "integer",
  stored: "VARCHAR",
  nulls: 0,
  distinct: 9,
  distinctExact: true,
  min: 0,
  max: 5,
  mean: 1,
  quantiles: null,
  histogram: [],
  top: [],
  guess: "integer",
  ...more,
});

describe("buckets of numbers", () => {
  it("hold what they say, for edges and what stands beside them", () => {
    for (const size of [1.1e-9, 0.01, 0.3, 0.30000000000000004, 1, 1.1, 9.999, 10, 99, 100, 1234.5, 7e11]) {
      for (const value of [size, -size]) {
        const bucket = bucketOf(value);
        expect([value, bucketFrom(bucket) <= value, value < bucketTo(bucket)]).toEqual([value, true, true]);
      }
    }
    expect([bucketOf(0), bucketOf(-0)]).toEqual([0, 0]);
    expect(bucketFrom(bucketOf(0.3))).toBe(0.3);
  });

  it("merge into at most as many ranges as wanted, leaving none out", () => {
    const ranges = mergedBuckets([5, 1, 1, 1, 90, 1, 1], 3);
    expect(ranges.length).toBeLessThanOrEqual(3);
    expect(ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
  });

  it("of changes are inclusive where they begin", () => {
    expect(changeBinOf(100) - changeBinOf(99)).toBe(1);
    expect(changeBinOf(-100)).toBe(changeBinOf(-51));
    expect(changeBinOf(-50) - changeBinOf(-51)).toBe(1);
  });

  it("of changes are as many as the edges that a change reaches", () => {
    const near = [...CHANGE_EDGES, ...Array.from({ length: 60 }, (_, bit) => 2 ** bit)].flatMap((at) => [at - 1, at, at + 1]);
    for (const change of near.flatMap((at) => [at, -at]))
      expect([change, changeBinOf(change)]).toEqual([change, CHANGE_EDGES.filter((edge) => edge <= change).length]);
  });
});

describe("a suggested mapping", () => {
  it("finds columns by loose names, and tells what does not fit", () => {
    const [first, second] = [...policy.facts.values()];
    if (first === undefined || second === undefined) throw new Error("the sample declares facts");
    const loose = first.name.toUpperCase().replaceAll("_", "-");
    const columns = [
      column(loose, { type: "boolean", guess: "boolean", min: null, max: null }),
      column("other"),
      column("observed_default"),
    ];
    const suggested = suggestMapping({ rows: 10, columns }, [policy]);
    expect(suggested.mapping).toEqual({ facts: { [first.name]: loose }, id: null, observed: "observed_default" });
    expect(suggested.ignored).toEqual(["other"]);
    expect(suggested.problems.find(({ fact, column: from }) => fact === first.name && from === loose)?.message).toContain("true and false");
    const unmapped = [...policy.facts.values()].filter((fact) => fact.name !== first.name && !fact.nullable && fact.scope === "borrower");
    expect(suggested.problems.filter(({ column: from }) => from === null).map(({ fact }) => fact)).toEqual(
      unmapped.map(({ name }) => name),
    );
  });
});
