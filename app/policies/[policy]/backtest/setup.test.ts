import { describe, expect, it } from "vitest";
import type { Choices } from "./queries";
import { bodyOf, defaultSides, mappingOf, paramsOf, readSetup } from "./setup";

const version = (number: number) => ({ number, message: "", author: "", published: number === 1 });
const choices: Choices = {
  policy: "p",
  versions: [version(3), version(2), version(1)],
  published: 1,
  portfolios: [
    { id: "id-a", name: "a", title: "A", rows: 10, stamp: "" },
    { id: "id-b", name: "b", title: "B", rows: null, stamp: "" },
  ],
  scenario: {},
};
const read = (query: string) => readSetup(new URLSearchParams(query), choices);

describe("defaultSides", () => {
  it.each([
    ["published against latest", [3, 2, 1], 1, 1, 3],
    ["the two latest where the latest is published", [3, 2, 1], 3, 2, 3],
    ["a lone version alone", [1], 1, 1, null],
  ] as const)("%s", (_, numbers, published, baseline, candidate) => {
    expect(defaultSides({ versions: numbers.map(version), published })).toEqual({ baseline, candidate });
  });
});

describe("readSetup", () => {
  it("has a usual value for everything", () => {
    expect(read("")).toMatchObject({ baseline: 1, candidate: 3, portfolio: "a", by: [], outcomes: true, attribution: true });
    expect(read("")).toMatchObject({ engine: "kernels", columns: null });
    expect(read("").id).toBeUndefined();
  });

  it("reads every part, and falls back where nothing of that name exists", () => {
    const setup = read(
      "baseline=2&candidate=-&portfolio=id-b&by=x,y&outcomes=0&attribution=0&engine=duckdb&map.age=AGE&id=-&observed=bad&candidate.c=down",
    );
    expect(setup).toMatchObject({ baseline: 2, candidate: null, portfolio: "b", by: ["x", "y"], outcomes: false, engine: "duckdb" });
    expect(setup.attribution).toBe(false);
    expect(setup).toMatchObject({ facts: { age: "AGE" }, id: null, observed: "bad", scenario: { candidate: { c: "down" } } });
    expect(read("baseline=9&portfolio=zzz&engine=abacus")).toMatchObject({ baseline: 1, portfolio: "a", engine: "kernels" });
  });
});

describe("mappingOf", () => {
  const usual = { facts: { age: "AGE", sex: "SEX" }, id: "id", observed: "bad" };
  it("overlays the portfolio's mapping", () => {
    expect(mappingOf({ facts: { sex: "S" }, id: null, observed: undefined }, usual)).toEqual({
      facts: { age: "AGE", sex: "S" },
      id: null,
      observed: "bad",
    });
  });
});

describe("a run asked again", () => {
  it("gives the same request", () => {
    const scenario = { baseline: { c: "up" }, candidate: { c: "down" } };
    const mapping = { facts: { age: "AGE" }, id: "id", observed: null };
    const asked = { baseline: { version: 1 }, candidate: { version: 2 }, portfolio: { name: "b" }, scenario, mapping, by: ["age"] };
    const params = paramsOf({ ...asked, engine: "duckdb", keepsOutcomes: false, attribution: false });
    const setup = readSetup(params ?? new URLSearchParams(), choices);
    expect(setup.scenario).toMatchObject({ baseline: { c: "up" }, candidate: { c: "down" } });
    expect(bodyOf("p", setup, mappingOf(setup, { facts: {}, id: null, observed: "x" }), scenario)).toEqual({
      baseline: { name: "p", version: 1 },
      candidate: { name: "p", version: 2 },
      portfolio: "b",
      baselineScenario: { c: "up" },
      candidateScenario: { c: "down" },
      mapping,
      by: ["age"],
      engine: "duckdb",
      outcomes: false,
      attribution: false,
    });
  });

  it("asks for one version alone under one scenario", () => {
    const body = bodyOf("p", read("candidate=-"), { facts: {}, id: null, observed: null }, { baseline: { c: "up" }, candidate: {} });
    expect(Object.keys(body)).not.toContain("candidate");
    expect(Object.keys(body)).not.toContain("candidateScenario");
    expect(body.baselineScenario).toEqual({ c: "up" });
  });

  it("is not offered for a side that is no stored version", () => {
    const rest = { scenario: { baseline: {}, candidate: {} }, mapping: { facts: {}, id: null, observed: null }, by: [] };
    const kept = { engine: "kernels", keepsOutcomes: true, attribution: true } as const;
    expect(paramsOf({ ...rest, ...kept, baseline: { version: null }, candidate: null, portfolio: { name: "b" } })).toBeNull();
  });
});
