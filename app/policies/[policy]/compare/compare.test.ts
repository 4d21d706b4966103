import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { ColumnSession } from "#rules/columns";
import { type Comparison, compare, comparedChanges, createAttributor, finishAttribution } from "#rules/compare";
import { loadKernels } from "#rules/compile";
import { scenarioFor } from "#rules/evaluate";
import { type BandGrouping, rowsOf, swapSetGroups } from "#rules/figures";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { columnsOfBorrowers, factsAt, keysOf } from "../../../_components/borrowers/borrower-columns";
import { assembleComparison, comparedAt } from "../../../_components/evaluation/assemble-comparison";
import { type Assumed, bookUnder, lateRows } from "./book";
import { borrowersCsv, comparisonJson } from "#rules/report";
import { keptRows, rowsTouched } from "./filter-rows";
import { againstGrain, changeLines, grainOf, isIdle } from "./change-lines";
import { whereWords } from "./filter-words";
import { groupingNamed, rowsWhere } from "./groupings";
import { releaserOf, treatmentsOf } from "./headline-words";
import { joinKeys, splitKeys } from "./keys";
import { sharesAt } from "./row-shares";
import type { Shares, Shown } from "./shown";
import { partsOf, shareKey } from "./parts";
import { aloneKey } from "./share-rows";
import { availableShift, limitShift, sortedRows } from "./sort-rows";
import { readerOf, subjectsOf } from "./subjects";
import { partsShown, tableRows } from "./table-rows";
import { type Filters, NO_FILTERS } from "./url-state";

const SAMPLES = "rules/samples/taiwan-card";
const NOTHING: Assumed = { assumptions: { ccf: null, lgd: null, pd: null, late: null }, observed: null };
const B03 = "B03-repeated-missed-payments";
const RELEASED = ["1458", "3103", "3723", "7601", "8512", "13409", "28870"];
const DOWNTURN: Facts = { economic_cycle: "downturn" };

function policyOf(file: string): ValidPolicy {
  const parsed = parsePolicy(readFileSync(`${SAMPLES}/${file}`, "utf8"));
  if (!parsed.ok) throw new Error("the sample is valid");
  return parsed.policy;
}

/** Compared in columns, as the page does it. */
async function shownOf(baseline: ValidPolicy, candidate: ValidPolicy, borrowers: ReturnType<typeof columnsOfBorrowers>): Promise<Shown> {
  const session = await ColumnSession.open(borrowers.batch);
  const scenario = { baseline: scenarioFor(baseline, DOWNTURN), candidate: scenarioFor(candidate, DOWNTURN) };
  session.evaluate([
    { policy: baseline, scenario: DOWNTURN },
    { policy: candidate, scenario: DOWNTURN },
  ]);
  const side = (title: string, policy: ValidPolicy) => ({ title, policy, text: "", scenario: DOWNTURN });
  const named = ({ name, hash }: ValidPolicy) => ({ name, hash });
  return {
    outcomes: {
      versions: { baseline: named(baseline), candidate: named(candidate), scenario, ...comparedChanges(baseline, candidate, scenario) },
      figures: session.figures(),
      baseline: session.outcomes(0),
      candidate: session.outcomes(1),
      rejected: session.rejected,
    },
    baseline: side("v1", baseline),
    candidate: side("v2", candidate),
    borrowers,
    title: "sample",
  };
}

describe("v1 against v2 in a downturn, on the 2,000 real borrowers", () => {
  const [baseline, candidate] = [policyOf("v1.policy.json"), policyOf("v2.policy.json")];
  const { fixtures } = parseFixtures(readFileSync(`${SAMPLES}/sample-2000.csv`, "utf8"), "csv", candidate);
  let shown: Shown;
  let shares: Shares;
  let comparison: Comparison;

  beforeAll(async () => {
    shown = await shownOf(baseline, candidate, columnsOfBorrowers(fixtures));
    const scenario = { baseline: DOWNTURN, candidate: DOWNTURN };
    const attributor = createAttributor({ baseline, candidate, scenario }, await loadKernels(), fixtures.length);
    const attributed = await attributor.attribute(shown.borrowers.batch);
    shares = { attribution: finishAttribution(attributor.changes, [attributed.totals]), rows: attributed.shares };
    comparison = await compare({ baseline, candidate, scenario, borrowers: fixtures, all: true });
  });

  const rows = (filters: Partial<Filters>, late: string | null = null) =>
    tableRows(shown, shares, { ...NO_FILTERS, ...filters }, null, { ...NOTHING, assumptions: { ...NOTHING.assumptions, late } });
  const names = (filters: Partial<Filters>) => rows(filters).map((row) => shown.borrowers.names[row]);

  it("finds the seven released ones and the one rule that had restricted them", () => {
    expect(treatmentsOf(shown).released).toBe(7);
    expect(names({ treatment: "released" }).toSorted()).toEqual(RELEASED.toSorted());
    expect(names({ pair: { baseline: "decrease", candidate: "hold" }, rule: B03 })).toHaveLength(7);
    expect(names({ treatment: "released", change: `rule:${B03}` })).toHaveLength(7);
  });

  it("says which change goes against the grain, and that it alone releases", () => {
    const lines = changeLines(shown, shares, "available");
    const against = lines.filter((line) => againstGrain(line, grainOf(shown), "available") !== null);
    expect(against.map(({ change, releases }) => [change.id, releases])).toEqual([[`rule:${B03}`, 7]]);
    const driven = keptRows(shown, shares, { ...NO_FILTERS, treatment: "released", where: { driver: `rule:${B03}` } }, NOTHING);
    expect(driven.reduce((sum, bit) => sum + bit, 0)).toBe(7);
    expect(releaserOf(shown, shares)).toEqual({ id: `rule:${B03}`, name: "B03" });
    expect(lines.filter(isIdle).every(({ touched }) => touched === 0)).toBe(true);
  });

  it("shows for every change the borrowers that it touches, and how their decisions move", () => {
    for (const { change, touched, moves } of changeLines(shown, shares, "limit")) {
      const kept = keptRows(shown, shares, { ...NO_FILTERS, change: change.id, all: true }, NOTHING);
      expect(
        kept.reduce((sum, bit) => sum + bit, 0),
        change.id,
      ).toBe(touched);
      for (const { borrowers, ...pair } of moves) {
        const moved = keptRows(shown, shares, { ...NO_FILTERS, change: change.id, pair }, NOTHING);
        expect(moved.reduce((sum, bit) => sum + bit, 0)).toBe(borrowers);
      }
    }
  });

  it("leads from every count of the attribution to as many borrowers", () => {
    const { attribution, interactions } = shares.attribution;
    for (const { change, flips } of attribution)
      for (const { from, to, borrowers } of flips)
        expect(rows({ all: true, where: { alone: aloneKey(from, to, change) } })).toHaveLength(borrowers);
    for (const { changes, borrowers } of interactions)
      expect(rows({ all: true, where: { both: joinKeys(changes) } })).toHaveLength(borrowers);
    expect(attribution.some(({ flips }) => flips.length > 0) && interactions.length > 0).toBe(true);
  });

  it("leads from every sum to the borrowers that it is made of, the largest part first, and no other", () => {
    const assumed: Assumed = { assumptions: { ccf: 0.5, lgd: 0.8, pd: { kind: "rate", rate: 0.1 }, late: null }, observed: null };
    const { attribution, interactions } = shares.attribution;
    const { summary } = shown.outcomes.figures;
    const book = bookUnder(shown, assumed.assumptions, null);
    const shift = (key: "limit" | "available") => summary.candidate[key] - summary.baseline[key];
    const bookShift = (key: "exposureAtDefault" | "expectedLoss") => (book.candidate[key] ?? 0) - (book.baseline[key] ?? 0);
    const sums: [string, number][] = [
      ["limit", shift("limit")],
      ["available", shift("available")],
      ["exposure", bookShift("exposureAtDefault")],
      ["loss", bookShift("expectedLoss")],
    ];
    for (const measure of ["limit", "available"] as const) {
      for (const { change, [measure]: of } of attribution)
        sums.push(
          [shareKey("alone", measure, [change]), of.solo],
          [shareKey("last", measure, [change]), of.last],
          [shareKey("others", measure, [change]), of.last - of.solo],
        );
      for (const { changes, [measure]: together } of interactions) sums.push([shareKey("pair", measure, changes), together]);
      sums.push([
        shareKey(
          "share",
          measure,
          attribution.map(({ change }) => change),
        ),
        shift(measure),
      ]);
    }
    for (const [key, sum] of sums) {
      const filters = { ...NO_FILTERS, all: true, where: { moves: key } };
      const parts = partsShown(shown, shares, filters, assumed)?.values ?? new Float64Array();
      const listed = tableRows(shown, shares, filters, null, assumed).map((row) => parts[row] as number);
      expect(listed.reduce((total, part) => total + part, 0) / 100, key).toBeCloseTo(sum, 4);
      expect(listed).toHaveLength(parts.filter((part) => part !== 0).length);
      expect(listed.map(Math.abs)).toEqual(listed.map(Math.abs).toSorted((a, b) => b - a));
      expect(whereWords(shown, "moves", key, "en")).not.toContain("moves");
    }
    expect(partsOf(shown, shares, "nothing", assumed)).toBeNull();
  });

  it("gives each borrower shares that sum to the shift, the largest first", () => {
    for (let row = 0; row < fixtures.length; row++) {
      const found = sharesAt(shares, row, "available");
      expect(found.reduce((sum, one) => sum + one.limit, 0)).toBe(limitShift(shown, row));
      expect(found.reduce((sum, one) => sum + one.available, 0)).toBe(availableShift(shown, row));
      expect(found.map(({ share }) => Math.abs(share))).toEqual(found.map(({ share }) => Math.abs(share)).toSorted((a, b) => b - a));
    }
  });

  it("takes the grain from the money", () => {
    const of = (limit: number, available: number) => {
      const side = { limit: 100, available: 50, decisions: {} as never, review: 0 };
      const summary = { ...shown.outcomes.figures.summary, baseline: side, candidate: { ...side, limit, available } };
      return grainOf({ ...shown, outcomes: { ...shown.outcomes, figures: { ...shown.outcomes.figures, summary } } });
    };
    expect([of(120, 40), of(90, 60), of(90, 50), of(100, 50)]).toEqual(["tightening", "loosening", "tightening", "neither"]);
  });

  it("keeps all borrowers with `all`, and only those that shift without", () => {
    expect(names({ all: true })).toHaveLength(2000);
    expect(names({})).toHaveLength(comparison.summary.shifted);
    expect(names({ all: true, text: "1458" })).toContain("1458");
    expect(names({ told: true })).toHaveLength(comparison.summary.reasonShifted);
  });

  it("keeps for every group of every figure the borrowers that it counts", () => {
    for (const name of [
      "decision",
      "swap",
      "band",
      "reasons",
      "change.limit-percent",
      "change.limit",
      "change.available",
      "by.customer_segment",
    ]) {
      const grouping = groupingNamed(shown, name);
      expect(grouping?.groups.length, name).toBeGreaterThan(0);
      for (const [place, { key }] of (grouping?.groups ?? []).entries()) {
        const count = grouping?.groupOf.reduce((sum, of) => sum + (of === place ? 1 : 0), 0);
        expect(rows({ where: { [name]: key }, all: true }), `${name}=${key}`).toHaveLength(count ?? -1);
        expect(whereWords(shown, name, key, "en")).not.toBe("");
      }
    }
  });

  it("keeps what one side decides, tells and leaves above its limit", () => {
    const { candidate: side } = comparison.summary;
    expect(rows({ where: { decided: "candidate:freeze" }, all: true })).toHaveLength(side.decisions.freeze);
    expect(rows({ where: { review: "candidate" }, all: true })).toHaveLength(side.review);
    for (const of of ["baseline", "candidate"] as const) {
      const restricted = comparison.borrowers.filter((b) => ["freeze", "refer", "decrease"].includes(b[of].decision)).length;
      expect(rows({ where: { restricted: of }, all: true })).toHaveLength(restricted);
      expect(rows({ where: { unrestricted: of }, all: true })).toHaveLength(2000 - restricted);
      const banded = (groupingNamed(shown, "band") as BandGrouping).bands.map(({ from, to }) => {
        const inside = comparison.borrowers.filter((b) => b[of].limitAfter >= from && b[of].limitAfter < (to ?? Number.POSITIVE_INFINITY));
        expect(rows({ where: { banded: `${of}:${from}` }, all: true })).toHaveLength(inside.length);
        return inside.length;
      });
      expect(banded.reduce((sum, count) => sum + count, 0)).toBe(2000);
    }
    const told = comparison.borrowers.filter((b) => b.baseline.reasons.includes("CAP-02")).length;
    expect(rows({ where: { told: "baseline:CAP-02" }, all: true })).toHaveLength(told);
    const over = bookUnder(shown, NOTHING.assumptions, null).candidate.overLimit;
    expect(rows({ where: { over: "candidate" }, all: true })).toHaveLength(over ?? -1);
  });

  it("takes a fact above 0 for late, and counts cuts without it", () => {
    const late = "delinquent_cycles_6m";
    const wanted = comparison.borrowers.filter(
      (b, i) => ["freeze", "refer", "decrease"].includes(b.candidate.decision) && fixtures[i]?.facts[late] === 0,
    ).length;
    expect(rows({ where: { cut: "candidate" }, all: true }, late)).toHaveLength(wanted);
    expect(bookUnder(shown, { ccf: null, lgd: null, pd: null, late }, null).candidate.cutsWithoutDelinquency).toBe(wanted);
    expect(lateRows(shown, "nothing")).toBeNull();
  });

  it("reckons exposure and loss only where both are assumed", () => {
    const assumed = bookUnder(shown, { ccf: 0.5, lgd: null, pd: null, late: null }, null).candidate;
    expect([assumed.exposureAtDefault === null, assumed.expectedLoss]).toEqual([false, null]);
    const flat = bookUnder(shown, { ccf: 0.5, lgd: 0.8, pd: { kind: "rate", rate: 0.1 }, late: null }, null).candidate;
    expect(flat.expectedLoss).toBeCloseTo((flat.exposureAtDefault ?? 0) * 0.08, 0);
  });

  it("sorts, missing values last whichever way", () => {
    const read = readerOf(shown, { name: "monthly_income", kind: "fact", protected: false });
    const unknown = shown.borrowers.names.filter((_, row) => read(row) === null).length;
    expect(unknown).toBeGreaterThan(0);
    for (const descending of [false, true]) {
      const values = Array.from(sortedRows(shown, null, { column: "fact:monthly_income", descending }), read);
      expect(values.slice(-unknown).every((value) => value === null)).toBe(true);
      const given = values.slice(0, -unknown).map(Number);
      expect(given).toEqual(given.toSorted((a, b) => (descending ? b - a : a - b)));
    }
  });

  it("puts the largest shift of available credit first", () => {
    const sorted = Array.from(sortedRows(shown, null, null), (row) => Math.abs(availableShift(shown, row) || limitShift(shown, row)));
    expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
  });

  it("knows facts, derived facts and conditions, and rebuilds a borrower's facts", () => {
    const kinds = subjectsOf(shown).map(({ kind, name }) => `${kind}:${name}`);
    expect(kinds).toContain("fact:monthly_income");
    for (const policy of [baseline, candidate]) {
      for (const name of policy.derived.keys()) expect(kinds).toContain(`derived:${name}`);
      for (const name of policy.conditions.keys()) expect(kinds).toContain(`condition:${name}`);
    }
    expect(factsAt(shown.borrowers.batch, 7)).toEqual(fixtures[7]?.facts);
  });

  it("keeps names apart in one key, whatever they hold", () => {
    for (const names of [["a~b", "c"], ["a", "b~c"], ["%7e", "~"], ["%25~"], [""]]) expect(splitKeys(joinKeys(names))).toEqual(names);
  });

  it("knows nobody behind a figure of changes until the shift is divided", () => {
    const where = { alone: aloneKey("hold", "decrease", `rule:${B03}`) };
    expect(tableRows(shown, null, { ...NO_FILTERS, all: true, where }, null, NOTHING)).toEqual([]);
    const moves = shareKey("alone", "limit", [`rule:${B03}`]);
    expect(tableRows(shown, null, { ...NO_FILTERS, all: true, where: { moves } }, null, NOTHING)).toEqual([]);
  });

  it("finds nothing where a URL names nothing", () => {
    expect(rowsWhere(shown, "nonsense", "x", NOTHING)).toBeNull();
    expect(rows({ change: "rule:none" })).toHaveLength(comparison.summary.shifted);
    expect(rowsTouched(shown, null, "rule:none")).toBeUndefined();
  });

  it("tells borrowers of one name apart", () => {
    expect(keysOf(["a", "b", "a"])).toEqual(["a", "b", "a#3"]);
  });

  it("counts swap sets as the comparison does", () => {
    const rowsReleased = rowsOf(swapSetGroups(shown.outcomes), "released");
    expect(shown.borrowers.names.filter((_, row) => rowsReleased[row] === 1)).toEqual(
      names({ treatment: "released" }).toSorted((a, b) => Number(a) - Number(b)),
    );
  });

  it("downloads what the command line prints: shifted borrowers, or all", () => {
    const whole = assembleComparison(shown.outcomes, shares, fixtures);
    expect(JSON.stringify(whole) === JSON.stringify(comparison)).toBe(true);
    const [some, all] = [JSON.parse(comparisonJson(whole, false)), JSON.parse(comparisonJson(whole, true))];
    expect(Object.keys(some)).toEqual([
      "baseline",
      "candidate",
      "scenario",
      "changes",
      "wording",
      "summary",
      "migration",
      "attribution",
      "interactions",
      "borrowers",
      "failures",
    ]);
    expect(some.candidate.hash).toBe(candidate.hash);
    expect([some.borrowers.length, all.borrowers.length]).toEqual([comparison.summary.shifted, 2000]);
  });

  it("writes borrowers as CSV that no spreadsheet takes for formulas", () => {
    const first = comparedAt(shown.outcomes, '=1+1,"x"', 0);
    if (first === null) throw new Error("there are borrowers");
    const lines = borrowersCsv([first]).split("\r\n");
    expect(lines[0]?.split(",")).toHaveLength(18);
    expect(lines[1]?.startsWith(`"'=1+1,""x"""`)).toBe(true);
  });
});
