import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { type Comparison, compare } from "#rules/compare";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { borrowersCsv, comparisonJson } from "./downloads";
import {
  againstGrain,
  filterBorrowers,
  grainOf,
  limitChangeBins,
  limitShift,
  measureChanges,
  sortBorrowers,
  treatmentsOf,
} from "./measures";
import { NO_FILTERS } from "./url-state";

const SAMPLES = "rules/samples/taiwan-card";
const B03 = "B03-repeated-missed-payments";
const RELEASED = ["1458", "3103", "3723", "7601", "8512", "13409", "28870"];

function policyOf(file: string): ValidPolicy {
  const parsed = parsePolicy(readFileSync(`${SAMPLES}/${file}`, "utf8"));
  if (!parsed.ok) throw new Error("the sample is valid");
  return parsed.policy;
}

describe("v1 against v2 in a downturn, on the 2,000 real borrowers", () => {
  const [baseline, candidate] = [policyOf("v1.policy.json"), policyOf("v2.policy.json")];
  let comparison: Comparison;

  beforeAll(async () => {
    const { fixtures } = parseFixtures(readFileSync(`${SAMPLES}/sample-2000.csv`, "utf8"), "csv", candidate);
    const downturn = { economic_cycle: "downturn" };
    comparison = await compare({
      baseline,
      candidate,
      scenario: { baseline: downturn, candidate: downturn },
      borrowers: fixtures,
      all: true,
    });
  });

  const names = (filters: Partial<typeof NO_FILTERS>) =>
    filterBorrowers(comparison, { ...NO_FILTERS, ...filters }, baseline, candidate).map((b) => b.name);

  it("finds the seven released ones and the one rule that had restricted them", () => {
    expect(treatmentsOf(comparison)).toMatchObject({ released: 7, releasedFrom: B03 });
    expect(names({ treatment: "released" }).toSorted()).toEqual(RELEASED.toSorted());
    expect(names({ pair: { baseline: "decrease", candidate: "hold" }, rule: B03 })).toHaveLength(7);
  });

  it("shows which change goes against the grain, and where each takes part", () => {
    const measures = measureChanges(comparison, baseline, candidate);
    const grain = grainOf(comparison);
    expect(grain).toBe("restricted");
    expect(measures.filter((m) => againstGrain(m, grain) > 0).map((m) => m.change.id)).toEqual([`rule:${B03}`]);
    const b03 = measures.find((m) => m.change.name === B03);
    expect(b03).toMatchObject({ fires: { baseline: 189, candidate: 246 }, releases: 7 });
    expect(names({ change: `rule:${B03}` })).toHaveLength(b03?.shifted ?? -1);
  });

  it("takes the grain from the money, not from how many move which way", () => {
    const side = { limit: 100, available: 50, decisions: {} as never, review: 0 };
    const of = (limit: number, available: number) =>
      grainOf({ ...comparison, summary: { ...comparison.summary, baseline: side, candidate: { ...side, limit, available } } });
    expect([of(120, 40), of(90, 60), of(90, 50), of(100, 50)]).toEqual(["restricted", "released", "restricted", null]);
  });

  it("keeps all borrowers with `all`, and only those that shift without", () => {
    expect(names({ all: true })).toHaveLength(2000);
    expect(names({})).toHaveLength(comparison.summary.shifted);
    expect(names({ all: true, text: "1458" })).toContain("1458");
  });

  it("sorts, missing values last whichever way", () => {
    const some = comparison.borrowers.slice(0, 50);
    const [first, second] = [some[0]?.name as string, some[1]?.name as string];
    const balances = new Map(some.map((b, i) => [b.name, i < 2 ? null : i]));
    for (const descending of [false, true]) {
      const sorted = sortBorrowers(some, { column: "balance", descending }, balances).map((b) => b.name);
      expect(sorted.slice(-2)).toEqual([first, second]);
    }
  });

  it("puts every limit that moves into one bin", () => {
    const moved = comparison.borrowers.filter((b) => limitShift(b) !== 0).length;
    const bins = limitChangeBins(comparison.borrowers);
    expect(bins.reduce((sum, bin) => sum + bin.borrowers, 0)).toBe(moved);
    expect(bins.every((bin, i) => i === 0 || bin.from === bins[i - 1]?.to)).toBe(true);
  });

  it("downloads what the command line prints: shifted borrowers, or all", () => {
    const [some, all] = [JSON.parse(comparisonJson(comparison, false)), JSON.parse(comparisonJson(comparison, true))];
    expect(Object.keys(some)).toEqual([
      "baseline",
      "candidate",
      "scenario",
      "changes",
      "wording",
      "summary",
      "migration",
      "borrowers",
      "failures",
    ]);
    expect(some.candidate.hash).toBe(candidate.hash);
    expect([some.borrowers.length, all.borrowers.length]).toEqual([comparison.summary.shifted, 2000]);
  });

  it("writes borrowers as CSV that no spreadsheet takes for formulas", () => {
    const [first] = comparison.borrowers;
    if (first === undefined) throw new Error("there are borrowers");
    const lines = borrowersCsv([{ ...first, name: '=1+1,"x"' }]).split("\r\n");
    expect(lines[0]?.split(",")).toHaveLength(18);
    expect(lines[1]?.startsWith(`"'=1+1,""x"""`)).toBe(true);
  });
});
