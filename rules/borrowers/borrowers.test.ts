import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact, FactType, FactValue } from "#rules/policy";
import { formatFixtures, formatOf, parseBorrowers, parseFixtures, readCell, testFixture } from "./index.ts";
import type { BorrowerFormat, Expectation, FactCatalogue, Fixture } from "./types.ts";

function fact(name: string, type: FactType, more: Partial<Fact> = {}): Fact {
  const plain = {
    nullable: false,
    min: null,
    max: null,
    values: null,
    scope: "borrower",
    protected: false,
    change: "none",
    unit: null,
    label: {},
  } as const;
  return { kind: "fact", name, type, ...plain, ...more };
}

const catalogue: FactCatalogue = {
  facts: new Map(
    [
      fact("current_limit", "money", { min: 0 }),
      fact("score", "integer", { nullable: true }),
      fact("ratio", "number", { nullable: true }),
      fact("consent", "boolean", { nullable: true }),
      fact("segment", "string", { nullable: true }),
      fact("flags", "strings", { nullable: true }),
      fact("cycle", "string", { scope: "scenario" }),
    ].map((f) => [f.name, f]),
  ),
};
const csv = (text: string) => parseFixtures(text, "csv", catalogue);
const json = (value: unknown) => parseFixtures(JSON.stringify(value), "json", catalogue);

describe("a CSV of fixtures", () => {
  it("reads names, typed facts, nulls, lists, expectations and names what it ignores once", () => {
    const file = csv(
      "name,current_limit,score,consent,flags,odd,expect.limitAfter,expect.decision,expect.reasons\nann,1000.50,,true,a|b,x,900,decrease,R1|R2\n",
    );
    expect(file).toEqual({
      fixtures: [
        {
          name: "ann",
          facts: { current_limit: 1000.5, score: null, consent: true, flags: ["a", "b"] },
          expect: { limitAfter: 900, decision: "decrease", reasons: ["R1", "R2"] },
        },
      ],
      problems: [],
      ignored: ["odd"],
    });
  });

  it("names borrowers by `id`, else by the row's number", () => {
    expect(csv("id,current_limit\n17,1\n").fixtures[0]?.name).toBe("17");
    expect(csv("current_limit,score\n1,2\n3,4\n").fixtures.map((f) => f.name)).toEqual(["1", "2"]);
  });

  it.each([
    ["a byte order mark", "\uFEFFname,current_limit\nann,1\n"],
    ["a byte order mark before a quote", '\uFEFF"name","current_limit"\n"ann","1"\n'],
    ["CRLF", "name,current_limit\r\nann,1\r\n"],
    ["CRLF after quotes", '"name","current_limit"\r\n"ann","1"\r\n'],
    ["mixed line ends", "name,current_limit\r\nann,1\n\r\n"],
    ["old Mac line ends", "name,current_limit\rann,1\r"],
    ["no line end at the last row", "name,current_limit\nann,1"],
    ["spaces and blank lines", " name , current_limit \n\nann, 1 \n\n"],
    ["commas at the line's end, as spreadsheets leave them", "name,current_limit\nann,1,,\n"],
  ])("takes %s", (_what, text) => {
    expect(csv(text)).toEqual({ fixtures: [{ name: "ann", facts: { current_limit: 1 } }], problems: [], ignored: [] });
  });

  it("keeps a comma as the delimiter where others stand more often", () => {
    expect(csv("name,segment\nann,a;b;c;d\n").fixtures[0]?.facts.segment).toBe("a;b;c;d");
  });

  it("names row, line, name and column of what it cannot read, and keeps the rest", () => {
    const file = csv('name,current_limit,score\nann,1,"a\nb"\nbob,2\ncid,3,4,5\ndan,4,7.5\neve,5,6\n');
    expect(file.fixtures.map((f) => f.name)).toEqual(["eve"]);
    expect(file.problems).toMatchObject([
      { row: 1, line: 2, name: "ann", column: "score" },
      { row: 2, line: 4, name: "bob", message: expect.stringContaining("2 cells and the header names 3") },
      { row: 3, line: 5, name: "cid", message: expect.stringContaining("quote a cell that holds a comma") },
      { row: 4, line: 6, name: "dan", column: "score" },
    ]);
  });

  it("tells a quote that is never closed, at the row where it opens", () => {
    const file = csv('name,current_limit\nann,1\nbob,"2\ncid,3\n');
    expect(file.fixtures.map((f) => f.name)).toEqual(["ann"]);
    expect(file.problems).toMatchObject([{ row: 2, line: 3, message: expect.stringContaining("never closed") }]);
  });

  it("tells a column that stands twice, an unknown expectation, a repeated name, and a file without a header", () => {
    expect(csv("name,score,score\nann,1,2\n").problems).toMatchObject([{ row: 0, column: "score" }]);
    expect(csv("name,score,expect.limitAftr\nann,1,2\n").problems).toMatchObject([
      { row: 0, message: expect.stringContaining("did you mean `limitAfter`") },
    ]);
    expect(csv("name,score\nann,1\nann,2\n").problems).toMatchObject([{ row: 2, column: "name" }]);
    expect(csv("name;score\nann;1\n").problems).toMatchObject([{ row: 0, message: expect.stringContaining("separated by `;`") }]);
    expect(csv("sep=;\nname;score\nann;1\n").problems[0]).toMatchObject({
      row: 0,
      message: expect.stringMatching(/separated by `;`.*first line/),
    });
    expect(csv("sep=,\nname,score\nann,1\n").problems[0]).toMatchObject({ row: 0, message: expect.stringContaining("delete it") });
    expect(csv("\n").problems).toMatchObject([{ row: 0 }]);
    expect(parseFixtures("name\nann\n", "csv", null).problems).toMatchObject([{ row: 0 }]);
  });

  it("refuses an expectation that no outcome can have", () => {
    expect(csv("name,score,expect.decision\nann,1,increse\n")).toMatchObject({ fixtures: [], problems: [{ column: "expect.decision" }] });
  });

  it("keeps an unreadable value for evaluation to refuse", () => {
    const { entries } = parseBorrowers("name,current_limit,score\nann,NaN,0x1F\n", "csv", catalogue);
    expect(entries).toMatchObject([
      { fixture: { facts: { current_limit: "NaN", score: "0x1F" } }, problems: [{ column: "current_limit" }, { column: "score" }] },
    ]);
  });

  it("leaves the scenario's value standing where a cell is empty", () => {
    expect(csv("name,cycle\nann,\nbob,downturn\n").fixtures.map((f) => f.facts)).toEqual([{}, { cycle: "downturn" }]);
  });
});

describe("JSON and JSONL of fixtures", () => {
  it("reads an array, one object, and one object a line", () => {
    const ann = { name: "ann", facts: { current_limit: 1 } };
    expect(json([ann]).fixtures).toEqual([ann]);
    expect(json(ann).fixtures).toEqual([ann]);
    expect(parseFixtures(`\uFEFF${JSON.stringify(ann)}\r\n\r\n`, "jsonl", catalogue).fixtures).toEqual([ann]);
  });

  it("tells each entry that cannot be read, with its line", () => {
    const file = parseFixtures(
      '[\n  { "name": "ann" },\n  7,\n  { "name": "bob", "facts": [] },\n  { "name": "cid", "facts": { "score": "x" } }\n]',
      "json",
      catalogue,
    );
    expect(file.fixtures).toEqual([]);
    expect(file.problems).toMatchObject([
      { row: 1, line: 2, name: "ann", message: expect.stringContaining("no `facts`") },
      { row: 2, line: 3 },
      { row: 3, line: 4, name: "bob" },
      { row: 4, line: 5, name: "cid", column: "score" },
    ]);
    expect(parseFixtures('{"name":"a","facts":{}}\n{oops\n', "jsonl", catalogue).problems).toMatchObject([{ row: 2, line: 2 }]);
  });

  it("tells a text that is not JSON, with its line", () => {
    expect(parseFixtures('[\n{"name": "ann",}\n}', "json", catalogue).problems).toMatchObject([{ row: 0, line: 2 }]);
    expect(parseFixtures("", "json", catalogue).problems).toMatchObject([{ row: 0 }]);
    expect(parseFixtures("7", "json", catalogue).problems).toMatchObject([{ row: 0 }]);
    expect(parseFixtures("[".repeat(200_000), "json", catalogue).problems).toMatchObject([{ row: 0 }]);
  });

  it("never assigns a hostile key", () => {
    const file = parseFixtures(
      '[{"name":"ann","facts":{"__proto__":{"polluted":1},"constructor":2,"current_limit":1}}]',
      "json",
      catalogue,
    );
    expect(file.fixtures).toEqual([{ name: "ann", facts: { current_limit: 1 } }]);
    expect(file.ignored).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("keeps facts that the policy does not declare, and names them once", () => {
    const file = json([
      { name: "a", facts: { later: 1 } },
      { name: "b", facts: { later: 2, deep: { x: 1 } } },
    ]);
    expect(file.ignored).toEqual(["later", "deep"]);
    expect(file.fixtures.map((f) => f.facts)).toEqual([{ later: 1 }, { later: 2 }]);
  });

  it("refuses wrong expectations, tags and notes", () => {
    const file = json([{ name: "a", facts: {}, expect: { limitAfter: "9", fird: [] }, tags: "x", note: 5 }]);
    expect(file.problems.map((p) => p.column)).toEqual(["expect.fird", "expect.limitAfter", "tags", "note"]);
  });
});

const number = fc.oneof(
  fc.integer({ min: -1e6, max: 1e6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom("", '"', '""', "a|b", "[", '["a"]', "true", "=1+1", " x ", "é\r\n,"),
  fc.string({ unit: "grapheme" }),
);
const list = fc.uniqueArray(text, { maxLength: 4 });
const values: Record<FactType, fc.Arbitrary<FactValue>> = {
  number,
  integer: fc.integer(),
  money: fc.integer({ min: 0, max: 1e10 }).map((n) => n / 100),
  boolean: fc.boolean(),
  string: text,
  strings: list,
};
const facts = fc.record(
  Object.fromEntries([...catalogue.facts.values()].map((f) => [f.name, f.nullable ? fc.option(values[f.type]) : values[f.type]])),
) as fc.Arbitrary<Record<string, FactValue>>;
const expectation = fc.record(
  { limitAfter: values.money, decision: fc.constantFrom("freeze", "hold"), fired: list, review: fc.boolean(), available: values.money },
  { requiredKeys: [] },
) as fc.Arbitrary<Expectation>;
const fixture: fc.Arbitrary<Fixture> = fc
  .record({
    name: fc.string({ minLength: 1 }).filter((s) => s.trim() === s),
    facts,
    expect: fc.option(expectation, { nil: undefined }),
    tags: fc.option(list, { nil: undefined }),
    note: fc.option(text, { nil: undefined }),
  })
  .map((f) => JSON.parse(JSON.stringify({ ...f, expect: f.expect && Object.keys(f.expect).length > 0 ? f.expect : undefined })) as Fixture);

describe("writing and reading back", () => {
  it.each<BorrowerFormat>(["json", "jsonl", "csv"])("%s gives the fixtures back", (format) => {
    fc.assert(
      fc.property(fc.uniqueArray(fixture, { selector: (f) => f.name, maxLength: 6 }), (fixtures) => {
        const file = parseFixtures(formatFixtures(fixtures, format, catalogue), format, catalogue);
        expect(file).toEqual({ fixtures, problems: [], ignored: [] });
      }),
      { numRuns: 300, seed: 20261123 },
    );
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string({ unit: fc.constantFrom(",", '"', "\n", "\r", "a", "1", "{", "}", "[", "]", ":", "name") })),
        fc.constantFrom<BorrowerFormat>("json", "jsonl", "csv"),
        (input, format) => {
          parseFixtures(input, format, catalogue);
        },
      ),
      { numRuns: 1000, seed: 7 },
    );
  });
});

describe("one cell", () => {
  it.each<[FactType, string, FactValue]>([
    ["integer", "12", 12],
    ["integer", "12.0", 12],
    ["number", " 1e3 ", 1000],
    ["money", "0.1", 0.1],
    ["boolean", "TRUE", true],
    ["strings", "a|b", ["a", "b"]],
    ["strings", "[]", []],
    ["string", "x", "x"],
    ["string", "", null],
  ])("%s %j is %j", (type, cell, value) => {
    expect(readCell(fact("f", type), cell)).toEqual({ ok: true, value });
  });

  it.each<[FactType, string]>([
    ["integer", "12.5"],
    ["integer", "9007199254740993"],
    ["number", "Infinity"],
    ["number", "1e999"],
    ["number", "1,5"],
    ["money", "0.001"],
    ["money", "1e13"],
    ["boolean", "yes"],
    ["strings", "a|a"],
  ])("%s cannot be %j", (type, cell) => {
    expect(readCell(fact("f", type), cell)).toMatchObject({ ok: false });
  });

  it("says that a value lies outside the fact's bounds", () => {
    expect(readCell(fact("f", "integer"), "9007199254740993")).toMatchObject({
      message: expect.stringContaining("at most 9007199254740991"),
    });
    expect(readCell(fact("f", "integer", { min: 0 }), "-1")).toMatchObject({ ok: false, message: expect.stringContaining("below") });
    expect(readCell(fact("f", "string", { values: ["salaried"] }), "salared")).toMatchObject({
      ok: false,
      message: expect.stringContaining("did you mean"),
    });
  });
});

describe("file names", () => {
  it.each([
    ["a.json", "json"],
    ["a.JSONL", "jsonl"],
    ["a.ndjson", "jsonl"],
    ["a.b.csv", "csv"],
    ["a.txt", null],
    ["csv", null],
  ])("%s is %s", (name, format) => {
    expect(formatOf(name)).toBe(format);
  });
});

describe("testing a fixture", () => {
  const outcome = {
    limitBefore: 10,
    limitAfter: 8,
    decision: "decrease",
    fired: ["a"],
    applied: ["a"],
    bound: [],
    reasons: ["R"],
    review: false,
  } as const;
  const ann = (expect?: Expectation): Fixture => ({ name: "ann", facts: {}, ...(expect && { expect }) });
  it("passes, fails with each mismatch, is unchecked, or errs", () => {
    const evaluation = { ok: true, outcome } as const;
    expect(testFixture(ann({ limitAfter: 8, reasons: ["R"] }), evaluation)).toEqual({ name: "ann", status: "passed", mismatches: [] });
    expect(testFixture(ann({ limitAfter: 9, available: 1, fired: ["a"] }), evaluation)).toEqual({
      name: "ann",
      status: "failed",
      mismatches: [
        { key: "limitAfter", expected: 9, actual: 8 },
        { key: "available", expected: 1, actual: null },
      ],
    });
    expect(testFixture(ann(), evaluation).status).toBe("unchecked");
    const error = { code: "missing-fact", fact: "f", message: "m" } as const;
    expect(testFixture(ann(), { ok: false, errors: [error] })).toEqual({ name: "ann", status: "error", mismatches: [], error });
  });
});
