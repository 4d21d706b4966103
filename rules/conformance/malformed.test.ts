import { describe, expect, it } from "vitest";
import { createEvaluator } from "#rules/evaluate";
import { type Json, type ParseResult, parsePolicy, type Problem } from "#rules/policy";
import { MUTATIONS, mutate, SOUND } from "./malformed.ts";
import { mergePatch } from "./merge-patch.ts";
import variations from "./sound-variations.json" with { type: "json" };
import texts from "./malformed-texts.json" with { type: "json" };

const problemsOf = (result: ParseResult): readonly Problem[] => (result.ok ? [] : result.problems);
const kindAndPath = (problems: readonly Problem[]) => problems.map(({ code, path }) => ({ code, path }));
const byPath = (a: { path: string; code: string }, b: { path: string; code: string }) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Processor seconds of this process so far: other work on the machine does not count. */
const processorSeconds = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

/** Parses and fails if that takes a processor second or more, three times in a row (the first may pay for compiling). */
function parseInTime(text: string, tries = 3): ParseResult {
  const start = processorSeconds();
  const result = parsePolicy(text);
  const spent = processorSeconds() - start;
  if (spent >= 1 && tries > 1) return parseInTime(text, tries - 1);
  expect(spent).toBeLessThan(1);
  return result;
}

describe("mutations of a sound policy", () => {
  it("is sound before", () => {
    expect(problemsOf(parsePolicy(JSON.stringify(SOUND)))).toEqual([]);
  });
  it.each(MUTATIONS.map((mutation) => [mutation.note, mutation] as const))("%s: one problem, at its place", (_, mutation) => {
    const { document, problems } = mutate([mutation]);
    expect(kindAndPath(problemsOf(parseInTime(JSON.stringify(document, null, 2))))).toEqual(problems);
  });
  it("all together: every problem, and no other", () => {
    const { document, problems } = mutate(MUTATIONS.filter(({ alone }) => !alone));
    const found = problemsOf(parseInTime(JSON.stringify(document, null, 2)));
    expect([...kindAndPath(found)].sort(byPath)).toEqual([...problems].sort(byPath));
  });
  it("problems come in the order of the text", () => {
    const { document } = mutate(MUTATIONS.filter(({ alone }) => !alone));
    const places = problemsOf(parsePolicy(JSON.stringify(document, null, 2))).map(({ line, column }) => line * 10_000 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  it.each(MUTATIONS.filter(({ alone }) => !alone).map((_, i, all) => [_.note, [_, all[(i + 7) % all.length] ?? _]] as const))(
    "%s, and another: both",
    (_, pair) => {
      const { document, problems } = mutate(pair);
      expect([...kindAndPath(problemsOf(parsePolicy(JSON.stringify(document))))].sort(byPath)).toEqual([...problems].sort(byPath));
    },
  );
});

describe("variations of a sound policy that are sound", () => {
  it.each(variations.map((one) => [one.note, one.patch] as const))("%s", (_, patch) => {
    expect(problemsOf(parsePolicy(JSON.stringify(mergePatch(SOUND, patch as unknown as Json))))).toEqual([]);
  });
});

describe("texts that are no JSON object", () => {
  it.each(texts.map((one) => [one.note, one] as const))("%s", (_, { text, problems }) => {
    expect(problemsOf(parseInTime(text)).map(({ code, path, line, column }) => ({ code, path, line, column }))).toEqual(problems);
  });
});

describe("texts that are read all the same", () => {
  const pretty = JSON.stringify(SOUND, null, 2);
  it.each([
    ["a byte order mark", `\uFEFF${pretty}`],
    ["lines that end in CRLF", pretty.replaceAll("\n", "\r\n")],
    ["a byte order mark and CRLF", `\uFEFF${pretty.replaceAll("\n", "\r\n")}`],
    ["lines that end in CR", pretty.replaceAll("\n", "\r")],
    ["tabs", JSON.stringify(SOUND, null, "\t")],
    ["white space around", `\n\n ${pretty} \n`],
    ["escapes in keys", pretty.replace('"strategy"', '"str\\u0061tegy"')],
  ])("%s", (_, text) => {
    expect(problemsOf(parseInTime(text))).toEqual([]);
  });
  it("places are right behind a byte order mark and CRLF", () => {
    const text = `\uFEFF${pretty.replaceAll("\n", "\r\n").replace('"strictest"', '"strict"')}`;
    const line = pretty.split("\n").findIndex((l) => l.includes('"strategy"')) + 1;
    expect(problemsOf(parsePolicy(text)).map((p) => [p.path, p.line, p.column])).toEqual([
      ["/strategy", line, '  "strategy": '.length + 1],
    ]);
  });
});

describe("duplicate and reserved keys", () => {
  const pretty = JSON.stringify(SOUND, null, 2);
  const spoilt = (from: string, to: string) =>
    problemsOf(parseInTime(pretty.replace(from, to))).map(({ code, path, line }) => ({ code, path, line }));
  const lineOf = (part: string) => pretty.split("\n").findIndex((l) => l.includes(part)) + 1;

  it("a key twice at the top", () => {
    expect(spoilt('"strategy": "strictest",', '"strategy": "first", "strategy": "strictest",')).toEqual([
      { code: "duplicate-key", path: "/strategy", line: lineOf('"strategy"') },
    ]);
  });
  it("a fact twice", () => {
    expect(spoilt('"ratio": {', '"ratio": {"type": "number"}, "ratio": {')).toEqual([
      { code: "duplicate-key", path: "/facts/ratio", line: lineOf('"ratio": {') },
    ]);
  });
  it.each([
    ["a fact", '"vip": {', "/facts/__proto__", '{"type": "number"}'],
    ["a derived fact", '"good": {', "/derived/__proto__", '{"expression": "1"}'],
    ["a shared condition", '"fraud": {', "/conditions/__proto__", '{"condition": "trusted"}'],
    ["a reason", '"FRAUD": {', "/reasons/__proto__", '{"en": "x"}'],
  ])("__proto__ as name of %s", (_, at, path, value) => {
    expect(spoilt(at, `"__proto__": ${value}, ${at}`)).toEqual([{ code: "reserved-name", path, line: lineOf(at) }]);
  });
  it("__proto__ as a fact that a test reads", () => {
    expect(spoilt('"fact": "segment"', '"fact": "__proto__"')).toEqual([
      { code: "unknown-fact", path: "/guardrails/0/when/not/fact", line: lineOf('"fact": "segment"') },
    ]);
  });
  it("an object's own words are unknown facts, conditions and reasons like any other", () => {
    expect(spoilt('"fact": "segment"', '"fact": "toString"')).toMatchObject([{ code: "unknown-fact" }]);
    expect(spoilt('"condition": "fraud"', '"condition": "hasOwnProperty"')).toMatchObject([{ code: "unknown-condition" }]);
    expect(spoilt('"expression": "3 * balance"', '"expression": "3 * valueOf"')).toMatchObject([{ code: "unknown-fact" }]);
  });
});

describe("hostile texts: problems within a second, never a crash", () => {
  const text = JSON.stringify(SOUND);
  const withCondition = (condition: string) => text.replace('{"condition":"fraud"}', condition);
  const nots = (n: number) => `${'{"not":'.repeat(n)}{"fact":"vip","operator":"equal","value":true}${"}".repeat(n)}`;
  const refused = (hostile: string) => {
    const problems = problemsOf(parseInTime(hostile));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(1001);
    return problems;
  };

  it("32 levels of not are read, 33 are not", () => {
    expect(problemsOf(parseInTime(withCondition(nots(32))))).toEqual([]);
    expect(kindAndPath(refused(withCondition(nots(33))))).toEqual([{ code: "too-deep", path: `/rules/1/conditions${"/not".repeat(32)}` }]);
  });
  it("a thousand levels of not", () => void refused(withCondition(nots(1000))));
  it("a hundred thousand levels of not", () => void refused(withCondition(nots(100_000))));
  it("a million open brackets", () => void refused("[".repeat(1_000_000)));
  it("a million open braces with keys", () => void refused('{"a":'.repeat(1_000_000)));
  it("a hundred thousand levels under an x- key", () =>
    void parseInTime(text.replace('"x-note":', `"x-deep":${"[".repeat(100_000)}${"]".repeat(100_000)},"x-note":`)));
  it("ten megabytes of blanks", () => void refused(" ".repeat(10_000_000)));
  it("ten megabytes of one text", () => void refused(`{"title":"${"x".repeat(10_000_000)}"}`));
  it("ten megabytes of rules", () =>
    void refused(
      text.replace(
        '"rules":[',
        `"rules":[${'{"name":"r","conditions":{"all":[]},"event":{"type":"hold","params":{"reason":"UP"}}},'.repeat(120_000)}`,
      ),
    ));
  it("four megabytes of wrong rules", () => void refused(text.replace('"rules":[', `"rules":[${'{"nam":"r"},'.repeat(330_000)}`)));
  it("four megabytes of unknown keys", () => void refused(`{${Array.from({ length: 250_000 }, (_, i) => `"k${i}":${i}`).join()}}`));
  it("four megabytes of commas", () => void refused(`[${",".repeat(4_000_000)}]`));
  it("four megabytes of lines with an error each", () => void refused(`{\n${"a:\n".repeat(1_300_000)}}`));
  it("ten thousand rules of one name", () => {
    const rule = (i: number) =>
      `{"name":"same","priority":${i + 1},"conditions":{"condition":"fraud"},"event":{"type":"hold","params":{"reason":"UP"}}},`;
    refused(text.replace('"rules":[', `"rules":[${Array.from({ length: 10_000 }, (_, i) => rule(i)).join("")}`));
  });
  it("a thousand derived facts in one circle", () => {
    const derived = Array.from({ length: 1000 }, (_, i) => `"d${i}":{"expression":"d${(i + 1) % 1000} + 1"},`).join("");
    expect(refused(text.replace('"derived":{', `"derived":{${derived}`)).length).toBe(1);
  });
  it("a thousand derived facts in a chain are read", () => {
    const derived = Array.from({ length: 1000 }, (_, i) => `"d${i}":{"expression":"${i === 999 ? "ratio" : `d${i + 1}`} + 1"},`).join("");
    expect(problemsOf(parseInTime(text.replace('"derived":{', `"derived":{${derived}`)))).toEqual([]);
  });
  it("a thousand shared conditions in one circle", () => {
    const shared = Array.from({ length: 1000 }, (_, i) => `"c${i}":{"condition":"c${(i + 1) % 1000}"},`).join("");
    expect(refused(text.replace('"conditions":{"trusted"', `"conditions":{${shared}"trusted"`)).length).toBe(1);
  });
  const shared = (n: number, body: (i: number) => string) =>
    text
      .replace(
        '"conditions":{"trusted"',
        `"conditions":{${Array.from({ length: n }, (_, i) => `"c${i}":${i === 0 ? '{"condition":"fraud"}' : body(i)},`).join("")}"trusted"`,
      )
      .replace('{"condition":"fraud"},"event"', `{"condition":"c${n - 1}"},"event"`);
  it("conditions that each refer twice to the one before: a thousand million million tests, and one problem", () => {
    expect(kindAndPath(refused(shared(50, (i) => `{"all":[{"condition":"c${i - 1}"},{"condition":"c${i - 1}"}]}`)))).toEqual([
      { code: "too-large", path: "/conditions/c12" },
    ]);
  });
  it("conditions that each refer to the one before, five thousand deep: one problem", () => {
    expect(kindAndPath(refused(shared(5000, (i) => `{"not":{"condition":"c${i - 1}"}}`)))).toMatchObject([{ code: "too-deep" }]);
  });
  it("conditions that each refer to the one before, two hundred deep, are read", async () => {
    const parsed = parseInTime(shared(200, (i) => `{"not":{"condition":"c${i - 1}"}}`));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const evaluation = await createEvaluator(parsed.policy, { cycle: "downturn" }).trace({
      current_limit: 1000,
      ratio: 0,
      segment: "student",
      flags: [],
      vip: true,
      age: 30,
    });
    expect(evaluation.ok).toBe(true);
  });
  it("an expression of ten thousand open parentheses", () => void refused(text.replace("3 * balance", `${"(".repeat(9000)}1`)));
  it("an expression of nine thousand nested parentheses", () =>
    void parseInTime(text.replace("3 * balance", `${"(".repeat(4500)}1${")".repeat(4500)}`)));
  it("an expression of a million characters", () => void refused(text.replace("3 * balance", `1${" + 1".repeat(250_000)}`)));
  it("a hundred expressions of ten thousand characters", () => {
    const derived = Array.from({ length: 100 }, (_, i) => `"d${i}":{"expression":"1${" + 1".repeat(2400)}"},`).join("");
    void parseInTime(text.replace('"derived":{', `"derived":{${derived}`));
  });
  it.each([
    ["open braces", "{a:"],
    ["open brackets", "[1,"],
    ["symbols", "@#$%^&"],
    ["calls", "min("],
    ["names beside names", "a b "],
    ["conditionals", "if vip then "],
    ["loops", "for a in b return "],
    ["quantifiers", "some a in b satisfies "],
    ["minuses", "-"],
    ["texts", '\\"a\\" '],
    ["comments", "/* "],
    ["ranges", "[1.."],
    ["filters", "a["],
    ["functions", "function(a) "],
  ])("expressions of nothing but %s", (_, part) => {
    const expression = part.repeat(Math.floor(1990 / part.length));
    const derived = Array.from({ length: 40 }, (__, i) => `"d${i}":{"expression":"${expression}"},`).join("");
    refused(text.replace("3 * balance", expression));
    refused(text.replace('"derived":{', `"derived":{${derived}`));
  });
  it("a lone surrogate and control characters", () => void parseInTime(text.replace("A sound policy to spoil", "\uD800\u0001\u2028")));
});
