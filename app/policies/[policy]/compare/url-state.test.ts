import { describe, expect, it } from "vitest";
import type { Choices } from "./queries";
import { defaultSides, filterParams, pairKey, readUrl, sortKey } from "./url-state";

const version = (number: number, published = false) => ({ number, message: "", author: "", published });
const choices = (given: Partial<Choices>): Choices => ({
  policy: "p",
  versions: [version(2), version(1)],
  published: null,
  draft: null,
  sets: [],
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

  it("reads every part", () => {
    const url = read(
      "baseline=2&candidate=draft&set=b&scenario.cycle=up&candidate.cycle=down&decision=hold-decrease&rule=r&change=rule:r&treatment=released&q=x&sort=-shift&all=1&measure=limit&borrower=7&diff=1",
      { draft: DRAFT },
    );
    expect(url).toEqual({
      baseline: "2",
      candidate: "draft",
      set: "b",
      scenario: { both: { cycle: "up" }, baseline: {}, candidate: { cycle: "down" } },
      filters: {
        all: true,
        pair: { baseline: "hold", candidate: "decrease" },
        rule: "r",
        change: "rule:r",
        treatment: "released",
        text: "x",
      },
      sort: { column: "shift", descending: true },
      measure: "limit",
      borrower: "7",
      diff: true,
    });
  });

  it("falls back where a parameter names nothing that exists", () => {
    const url = read("baseline=9&candidate=draft&set=zzz&decision=hold-nonsense&treatment=x");
    expect(url).toMatchObject({ baseline: "1", candidate: "2", set: "a", filters: { pair: null, treatment: null } });
  });

  it("writes filters so that reading gives them back", () => {
    const { filters, sort } = read("decision=hold-decrease&rule=r&q=x&all=1&sort=name");
    const params = Object.entries({ ...filterParams(filters), sort: sortKey(sort) }).filter(
      (entry): entry is [string, string] => !!entry[1],
    );
    expect(read(new URLSearchParams(params).toString())).toMatchObject({ filters, sort });
    expect(filters.pair && pairKey(filters.pair)).toBe("hold-decrease");
  });
});
