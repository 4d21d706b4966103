import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { ColumnSession } from "#rules/columns";
import { comparedChanges, createAttributor, finishAttribution } from "#rules/compare";
import { loadKernels } from "#rules/compile";
import { parsePolicy } from "#rules/policy";
import { comparisonReport } from "#rules/report";
import { columnsOfBorrowers } from "../../../../_components/borrowers/borrower-columns";
import type { Shares, Shown } from "../shown";
import { type ReportSource, reportInputOf } from "./report-input";

const SAMPLE = "rules/samples/taiwan-card";
const SCENARIO = { economic_cycle: "downturn" };

function sideOf(file: string, title: string) {
  const text = readFileSync(`${SAMPLE}/${file}`, "utf8");
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error("the sample is valid");
  return { title, text, policy: parsed.policy, scenario: SCENARIO };
}

describe("the report of what the page shows", () => {
  const [baseline, candidate] = [sideOf("v1.policy.json", "v1"), sideOf("v2.policy.json", "v2")];
  let source: ReportSource;

  beforeAll(async () => {
    const { fixtures } = parseFixtures(readFileSync(`${SAMPLE}/sample-2000.csv`, "utf8"), "csv", candidate.policy);
    const borrowers = columnsOfBorrowers(fixtures);
    const session = await ColumnSession.open(borrowers.batch);
    session.evaluate([baseline, candidate]);
    const scenario = { baseline: SCENARIO, candidate: SCENARIO };
    const [{ name: a, hash: hashA }, { name: b, hash: hashB }] = [baseline.policy, candidate.policy];
    const versions = {
      baseline: { name: a, hash: hashA },
      candidate: { name: b, hash: hashB },
      scenario,
      ...comparedChanges(baseline.policy, candidate.policy, scenario),
    };
    const outcomes = {
      versions,
      figures: session.figures(),
      baseline: session.outcomes(0),
      candidate: session.outcomes(1),
      rejected: session.rejected,
    } as Shown["outcomes"];
    const pair = { baseline: baseline.policy, candidate: candidate.policy, scenario };
    const attributor = createAttributor(pair, await loadKernels(), fixtures.length);
    const { shares: rows, totals } = await attributor.attribute(borrowers.batch);
    const shares: Shares = { attribution: finishAttribution(attributor.changes, [totals]), rows };
    source = {
      shown: { outcomes, baseline, candidate, borrowers, title: "Real borrowers" },
      shares,
      url: {
        measure: "available",
        assumptions: { ccf: 0.5, lgd: 0.85, pd: { kind: "rate", rate: 0.02 }, late: null },
        by: "customer_segment",
      },
      observed: null,
      data: { hash: "sha256:1234" },
      file: null,
      build: "0.1.0",
    };
  });

  it("has the page's figures, the breakdown chosen and every protected fact", () => {
    const input = reportInputOf(source);
    const guarded = [...candidate.policy.facts.values()].filter((fact) => fact.protected);
    expect(input.breakdowns.map((one) => one.protected)).toEqual([false, ...guarded.map(() => true)]);
    expect(input.book?.candidate.expectedLoss).toBeGreaterThan(0);
    const text = comparisonReport(input);
    expect(text).toContain("7 released, all of them by B03.");
    expect(text).toContain("Expected loss is 85.0 % of it times the probability of default: 2.0 % for everybody.");
    expect(text).toContain("sha256:1234");
    expect(comparisonReport(reportInputOf(source))).toBe(text);
  });

  it("gives every borrower's shares, which sum to the shift", () => {
    const { sharesAt, compared } = reportInputOf(source);
    const [before, after] = [compared.baseline.limitAfter, compared.candidate.limitAfter];
    before.forEach((limit, row) => {
      const sum = (sharesAt?.(row) ?? []).reduce((total, one) => total + Math.round(100 * one.limit), 0);
      expect(sum).toBe((after[row] as number) - limit);
    });
  });

  it("says nothing of shares before the shift is divided", () => {
    const text = comparisonReport(reportInputOf({ ...source, shares: null }));
    expect(text).not.toContain("Total, exact");
    expect(text).toContain("7 released.");
  });
});
