import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { ColumnSession, columnsOf } from "#rules/columns";
import { parsePolicy } from "#rules/policy";
import { bandGroups, bookOf, type Compared, changeBins, looksOf, migrationGroups, swapSetGroups, tally } from "./index.ts";

const SAMPLE = "rules/samples/taiwan-card";
const SCENARIO = { economic_cycle: "downturn" };

function policyOf(file: string) {
  const parsed = parsePolicy(readFileSync(`${SAMPLE}/${file}`, "utf8"));
  if (!parsed.ok) throw new Error("the sample is valid");
  return parsed.policy;
}

describe("v1 against v2 in a downturn, on the 30,000 borrowers", () => {
  let compared: Compared;
  let observed: Float64Array;
  let balance: Float64Array;

  beforeAll(async () => {
    const text = readFileSync(`${SAMPLE}/portfolio.csv`, "utf8");
    const candidate = policyOf("v2.policy.json");
    const facts = parseFixtures(text, "csv", candidate).fixtures.map((one) => one.facts);
    const session = await ColumnSession.open(columnsOf(facts));
    session.evaluate([policyOf("v1.policy.json"), candidate].map((policy) => ({ policy, scenario: SCENARIO })));
    compared = { baseline: session.outcomes(0), candidate: session.outcomes(1) };
    const [head = [], ...lines] = text
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(","));
    observed = Float64Array.from(lines, (line) => Number(line[head.indexOf("observed_default")]));
    balance = Float64Array.from(facts, (one) => Number(one.outstanding_balance));
  });

  it("finds the 105 released, who default more often than those newly restricted", () => {
    const sets = tally(compared, swapSetGroups(compared), { observed });
    expect(sets.map(({ key, borrowers, observed: seen }) => [key, borrowers, Number((100 * (seen?.mean ?? 0)).toFixed(1))])).toEqual([
      ["both", 10710, 39],
      ["restricted", 4351, 15.1],
      ["released", 105, 24.8],
      ["neither", 14834, 12],
    ]);
    expect(looksOf(sets)).toEqual({ released: "worse" });
  });

  it("has the figures of the book and of the matrix", () => {
    const book = bookOf(compared, { balance, assumptions: { ccf: 0.5, lgd: 0.85, pd: observed } });
    expect([book.baseline.limit, book.candidate.limit]).toEqual([4_812_264_680, 4_559_660_680]);
    expect([book.baseline.available, book.candidate.available]).toEqual([3_065_986_214, 2_777_844_854]);
    expect(book.candidate.overLimit).toBe(2115);
    const cell = tally(compared, migrationGroups(compared), { observed }).find(({ key }) => key === "hold-decrease");
    expect([cell?.borrowers, cell?.observed?.mean?.toFixed(3)]).toEqual([2868, "0.152"]);
  });

  it("lays out bins and bands with edges that people read", () => {
    const moved = tally(compared, changeBins(compared, "limit-percent")).filter(({ key }) => key !== "0");
    expect(moved.reduce((sum, bin) => sum + bin.borrowers, 0)).toBe(9458);
    expect([moved[0]?.key, moved.at(-1)?.key]).toEqual(["-70:-60", "40:50"]);
    expect(bandGroups(compared).bands.map(({ from }) => from)).toEqual([0, 20_000, 50_000, 100_000, 200_000]);
  });
});
