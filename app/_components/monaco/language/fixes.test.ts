import { describe, expect, it } from "vitest";
import { applyEdits } from "#rules/editing";
import { type BorrowersSummary, summariseFacts, summaryOf } from "#rules/hints";
import { type JsonObject, parsePolicy } from "#rules/policy";
import { checkPolicy, type PlacedProblem } from "../check-policy";
import { fixesFor } from "./fixes";
import { fromBorrowers } from "./fixes/declare-fact";
import { readPolicyText } from "./policy-text";

const BASE = {
  format: "limit-policy/1",
  name: "p",
  currency: "CNY",
  limit: { fact: "current_limit", step: 1 },
  strategy: "strictest",
  facts: {
    current_limit: { type: "money", min: 0 },
    score: { type: "integer", min: 0, max: 100, nullable: true },
    segment: { type: "string", values: ["a", "b", "c"], nullable: true },
  },
  reasons: { R: { en: "r" } },
} satisfies JsonObject;

const rule = (conditions: JsonObject, more: JsonObject = {}) => ({
  name: "r",
  conditions,
  event: { type: "hold", params: { reason: "R" } },
  ...more,
});
const test = (fact: string, operator: string, value: JsonObject[string]): JsonObject => ({ fact, operator, value });
const used = rule({ any: [test("score", "lessThan", 9), test("segment", "equal", "a")] }, { name: "used" });
const documentWith = (conditions: JsonObject, more: JsonObject = {}) =>
  JSON.stringify({ ...BASE, ...more, rules: [rule(conditions), used] }, null, 2);

const BORROWERS: BorrowersSummary = summariseFacts(
  Array.from({ length: 40 }, (_, i) => ({ score: i, late_days: i, vip: i % 2 === 0, kind: i % 3 ? "x" : "y" })),
);

function marksOf(text: string): readonly PlacedProblem[] {
  const { problems, hints } = checkPolicy(text, new Map(), () => ({ borrowers: BORROWERS, tally: null }));
  return [...problems, ...hints];
}

/** The fixes of the first mark of a code, by title, with the text after each. */
function fixed(text: string, code: string) {
  const mark = marksOf(text).find((one) => one.code === code);
  if (!mark) throw new Error(`no ${code} in ${JSON.stringify(marksOf(text))}`);
  expect(mark.mayHaveFix).toBe(true);
  const lines = text.split("\n");
  const offset = lines.slice(0, mark.line - 1).join("\n").length + (mark.line > 1 ? 1 : 0) + mark.column - 1;
  return fixesFor(readPolicyText(text), { code, message: mark.message, offset }, BORROWERS).map(({ title, edits }) => ({
    title,
    text: applyEdits(text, edits),
  }));
}

/** Each fix leaves a text without the mark, and without a problem. */
function expectMended(text: string, code: string, titles: readonly RegExp[]): readonly JsonObject[] {
  const fixes = fixed(text, code);
  expect(fixes.map(({ title }) => title)).toEqual(titles.map((title) => expect.stringMatching(title)));
  return fixes.map((fix) => {
    expect(marksOf(fix.text).filter((mark) => mark.code === code)).toEqual([]);
    const parsed = parsePolicy(fix.text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.policy.document;
  });
}

const rulesOf = (document: JsonObject | undefined) => (document?.rules ?? []) as readonly JsonObject[];
const sectionOf = (document: JsonObject | undefined, key: string) => (document?.[key] ?? {}) as JsonObject;
const conditionsOf = (document: JsonObject | undefined) => rulesOf(document)[0]?.conditions;
const group = (...tests: JsonObject[]) => ({ all: tests });

describe("quick fixes of problems", () => {
  it("change a name to the one meant, or declare it as the borrowers at hand have it", () => {
    expectMended(documentWith(group(test("scoer", "lessThan", 9))), "unknown-fact", [
      /^Change to `score`$/,
      /^Declare the fact `scoer` as number, by its use/,
    ]);
    const [declared] = expectMended(documentWith(group(test("late_days", "greaterThan", 9))), "unknown-fact", [
      /`late_days` as integer, as the borrowers/,
    ]);
    expect(sectionOf(declared, "facts").late_days).toEqual({ type: "integer", min: 0 });
  });
  it("do so inside an expression, at the very word", () => {
    const text = documentWith(group(test("d", "lessThan", 9)), { derived: { d: { expression: "2 * scor + score", default: 0 } } });
    const [changed] = expectMended(text, "unknown-fact", [/^Change to `score`$/, /^Declare the fact `scor` as number/]);
    expect((sectionOf(changed, "derived").d as JsonObject).expression).toBe("2 * score + score");
  });
  it("add a reason", () => {
    const text = documentWith(group(test("score", "lessThan", 9))).replace('"reason": "R"', '"reason": "NEW-01"');
    const [added] = expectMended(text, "unknown-reason", [/^Add the reason `NEW-01`/]);
    expect(Object.keys(sectionOf(added, "reasons"))).toEqual(["R", "NEW-01"]);
  });
  it("replace or remove an empty group", () => {
    expectMended(documentWith({ any: [] }), "out-of-range", [/^Replace the empty `any`/]);
    const amongOthers = group(test("score", "lessThan", 9), { any: [] });
    const [, removed] = expectMended(documentWith(amongOthers), "out-of-range", [/^Replace/, /^Remove the empty `any`/]);
    expect(conditionsOf(removed)).toEqual(group(test("score", "lessThan", 9)));
  });
  it("rename or remove an unknown key", () => {
    const text = documentWith(group(test("score", "lessThan", 9))).replace('"name": "r",', '"name": "r", "priorty": 3,');
    const [renamed] = expectMended(text, "unknown-key", [/^Change to `priority`$/, /^Remove `priorty`$/]);
    expect(rulesOf(renamed)[0]?.priority).toBe(3);
  });
  it("change a value to one of those allowed", () => {
    expectMended(documentWith(group(test("segment", "equal", "zzz"))), "value-not-allowed", [/^Use `a`$/, /^Use `b`$/, /^Use `c`$/]);
  });
});

describe("quick fixes of hints", () => {
  it("move a threshold into the range, or to the nearest borrower", () => {
    const [inside] = expectMended(documentWith(group(test("score", "greaterThan", 120))), "threshold-out-of-range", [/^Change to 100/]);
    expect(conditionsOf(inside)).toEqual(group(test("score", "greaterThan", 100)));
    expectMended(documentWith(group(test("score", "greaterThanInclusive", 60))), "threshold-beyond-borrowers", [/^Change to 39/]);
  });
  it("guard against null where it counts as different, beside the test in an `all`", () => {
    const [guarded] = expectMended(documentWith(group(test("score", "notEqual", 3))), "null-passes", [/^Only where `score` is known$/]);
    expect(conditionsOf(guarded)).toEqual(group(test("score", "notEqual", 3), test("score", "notEqual", null)));
  });
  it("turn the test into a group elsewhere, or say the positive form", () => {
    const [guarded, positive] = expectMended(documentWith({ any: [test("segment", "notIn", ["a"])] }), "null-passes", [
      /^Only where/,
      /^Say what it is/,
    ]);
    expect(conditionsOf(guarded)).toEqual({ any: [group(test("segment", "notIn", ["a"]), test("segment", "notEqual", null))] });
    expect(conditionsOf(positive)).toEqual({ any: [test("segment", "in", ["b", "c"])] });
  });
  it("under `not` make the test true of null, or say the opposite", () => {
    const [guarded, positive] = expectMended(documentWith(group({ not: test("score", "lessThan", 5) })), "null-passes", [/^Only/, /^Say/]);
    expect(conditionsOf(guarded)).toEqual(group({ not: { any: [test("score", "lessThan", 5), test("score", "equal", null)] } }));
    expect(conditionsOf(positive)).toEqual(group(test("score", "greaterThanInclusive", 5)));
    const root = expectMended(documentWith({ not: test("score", "lessThan", 5) }), "null-passes", [/^Only/, /^Say/]);
    expect(conditionsOf(root[1])).toEqual(group(test("score", "greaterThanInclusive", 5)));
  });
  it("remove or disable a rule that says what another says", () => {
    const text = documentWith(used.conditions as JsonObject);
    const [removed, disabled] = expectMended(text, "equal-rules", [/^Remove the rule `used`$/, /^Disable the rule `used`$/]);
    expect(removed?.rules).toHaveLength(1);
    expect(rulesOf(disabled)[1]?.enabled).toBe(false);
  });
  it("remove what nothing uses", () => {
    const more = {
      facts: { ...BASE.facts, idle: { type: "boolean" } },
      reasons: { ...BASE.reasons, S: { en: "s" } },
      conditions: { c: group(test("score", "equal", 1)) },
      derived: { d: { expression: "score" } },
    };
    const text = documentWith(group(test("score", "lessThan", 9)), more);
    for (const code of ["unused-fact", "unused-derived-fact", "unused-condition", "unused-reason"]) expectMended(text, code, [/^Remove/]);
  });
});

describe("a guessed declaration", () => {
  it("fits every value at hand", () => {
    const guess = (name: string, ...values: (number | string | boolean | null | string[])[]) => fromBorrowers(name, summaryOf(values));
    expect(guess("monthly_income", 9000, 12000)).toEqual({ type: "money", min: 0 });
    expect(guess("debt", 100.25, 3)).toEqual({ type: "money", min: 0 });
    expect(guess("ratio", 0.25, 3, null)).toEqual({ type: "number", min: 0, nullable: true });
    expect(guess("change", -2, 3)).toEqual({ type: "integer" });
    expect(guess("vip", true, null)).toEqual({ type: "boolean", nullable: true });
    expect(guess("kind", "a", "b", "a", "a")).toEqual({ type: "string", values: ["a", "b"] });
    expect(guess("email", "a", "b", "c")).toEqual({ type: "string" });
    expect(guess("flags", ["a"], ["a", "b"], [], ["b"])).toEqual({ type: "strings", values: ["a", "b"] });
    expect(guess("mixed", "a", 1)).toBeNull();
  });
});
