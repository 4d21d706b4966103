import { describe, expect, it } from "vitest";
import type { Choices } from "./queries";
import { defaultSides, filterParams, NO_FILTERS, pairKey, readUrl, sortKey } from "./url-state";

const version = (number: number, published = false) => ({ number, message: "", author: "", published });
const choices = (given: Partial<Choices>): Choices => ({
  policy: "p",
  versions: [version(2), version(1)],
  published: null,
  draft: null,
  sets: [],
  portfolios: [],
  profiling: false,
  ...given,
});
const DRAFT = { base: 1, revision: 1 };

describe("defaultSides", () => {
  it.each([
    ["the published version against the latest", { versions: [version(3), version(2), version(1, true)], published: 1 }, "1", "3"],
    ["the two latest where the latest is published", { published: 2 }, "1", "2"],
    ["the two latest where nothing is published", {}, "1", "2"],
    ["a lone version against the draft", { versions: [version(1)], published: 1, draft: DRAFT }, "1", "draft"],
    ["a lone version against itself", { versions: [version(1)] }, "1", "1"],
  ])("%s", (_, given, baseline, candidate) => {
    expect(defaultSides(choices(given))).toEqual({ baseline, candidate });
  });
});

describe("readUrl", () => {
  const sets = [
    { name: "a", title: "A", fixtures: 1, scenario: {}, stamp: "" },
    { name: "b", title: "B", fixtures: 1, scenario: {}, stamp: "" },
  ];
  const read = (query: string, given: Partial<Choices> = {}) => readUrl(new URLSearchParams(query), choices({ sets, ...given }));

  const portfolios = [{ name: "cards", title: "Cards", rows: 30_000, hash: "", stamp: "" }];

  it("reads every part", () => {
    const url = read(
      "baseline=2&candidate=draft&set=b&scenario.cycle=up&candidate.cycle=down&decision=hold-decrease&rule=r&change=rule:r&treatment=released&q=x&sort=-shift&all=1&measure=limit&borrower=7&diff=1&where.band=0-10&where.by.age=range%3A20&told=1&by=age&fair=sex&standard=largest&moves=limit&column=income&open=rule:r&observed=defaulted&ccf=50&lgd=85&pd=fact:pd&late=condition:late",
      { draft: DRAFT },
    );
    expect(url).toEqual({
      baseline: "2",
      candidate: "draft",
      borrowers: { kind: "set", name: "b" },
      scenario: { both: { cycle: "up" }, baseline: {}, candidate: { cycle: "down" } },
      filters: {
        all: true,
        pair: { baseline: "hold", candidate: "decrease" },
        rule: "r",
        change: "rule:r",
        treatment: "released",
        told: true,
        where: { band: "0-10", "by.age": "range:20" },
        text: "x",
      },
      assumptions: { ccf: 0.5, lgd: 0.85, pd: { kind: "fact", fact: "pd" }, late: "condition:late" },
      observed: "defaulted",
      sort: { column: "shift", descending: true },
      measure: "limit",
      moves: "limit",
      by: "age",
      fair: "sex",
      standard: "largest",
      column: "income",
      open: "rule:r",
      borrower: "7",
      diff: true,
    });
  });

  it("falls back where a parameter names nothing that exists", () => {
    const url = read("baseline=9&candidate=draft&set=zzz&decision=hold-nonsense&treatment=x");
    expect(url).toMatchObject({
      baseline: "1",
      candidate: "2",
      borrowers: { kind: "set", name: "a" },
      filters: { pair: null, treatment: null },
    });
  });

  it("compares on a portfolio where one is named, and where there is no fixture set", () => {
    expect(read("portfolio=cards&set=a", { portfolios }).borrowers).toEqual({ kind: "portfolio", name: "cards" });
    expect(read("portfolio=gone", { portfolios }).borrowers).toEqual({ kind: "set", name: "a" });
    expect(read("", { sets: [], portfolios }).borrowers).toEqual({ kind: "portfolio", name: "cards" });
    expect(read("", { sets: [] }).borrowers).toBeNull();
  });

  it("tells an outcome observed later that is not asked for from one that is not wanted", () => {
    expect([read("").observed, read("observed=-").observed]).toEqual([undefined, null]);
  });

  it("takes no percentage beyond 0 to 100", () => {
    expect(read("ccf=101&lgd=-5&pd=2.5").assumptions).toEqual({ ccf: null, lgd: null, pd: { kind: "rate", rate: 0.025 }, late: null });
  });

  it("writes filters so that reading gives them back", () => {
    const { filters, sort } = read("decision=hold-decrease&rule=r&q=x&all=1&sort=name&where.band=0-10");
    const params = Object.entries({ ...filterParams(filters, NO_FILTERS), sort: sortKey(sort) }).filter(
      (entry): entry is [string, string] => !!entry[1],
    );
    expect(read(new URLSearchParams(params).toString())).toMatchObject({ filters, sort });
    expect(filters.pair && pairKey(filters.pair)).toBe("hold-decrease");
    expect(filterParams(NO_FILTERS, filters)).toMatchObject({ "where.band": null, decision: null, all: null });
  });
});
