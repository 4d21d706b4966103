import { describe, expect, it } from "vitest";
import { summariseFacts } from "#rules/hints";
import { completionsAt } from "./completion";
import { operatorsFor } from "./completion/operators";
import { readPolicyText } from "./policy-text";

const DOCUMENT = `{
  "limit": { "fact": "|a" },
  "facts": {
    "days_past_due": { "type": "integer", "min": 0, "unit": "day", "label": { "en": "Days past due", "zh": "逾期天数" } },
    "segment": { "type": "string", "values": ["salaried", "student"], "nullable": true },
    "age": { "type": "integer", "protected": true },
    "balance": { "type": "money" },
    "region": { "type": "string", "nullable": true },
    "spare": { "type": "string", "protected": true, |b }
  },
  "derived": { "share": { "expression": "balance / |c" } },
  "conditions": { "late": { "all": [] } },
  "rules": [{
    "name": "r", |d
    "conditions": { "all": [{ "fact": "|1", "operator": "|2", "value": |3 }, { "fact": "segment", "operator": "equal", "value": "|4" }, { "condition": "|5" },
      { "fact": "segment", "operator": "in", "value": ["|6"] }, { "fact": "region", "operator": "equal", "value": |8 }, |e] },
    "event": { "type": "|f", "params": { "reason": "|7" } }
  }, { "event": { "type": "decrease", "params": { |g } } }, |h],
  "guardrails": [{ "name": "g", "applies": "increase", |i }, |j],
  "reasons": { "DLQ-01": { "en": "Late.", "zh": "逾期。" }, |k },
  "strategy": |l
}
`;

const BORROWERS = summariseFacts([
  { region: "north", segment: "student", days_past_due: 0 },
  { region: "south", segment: "student", days_past_due: 30 },
  { region: "north", days_past_due: 60 },
]);

/** What is offered at a mark; other marks are taken out. */
function items(mark: string, document = DOCUMENT) {
  const withMark = document.replace(/\|([0-9a-z])/g, (_, n) => (n === mark ? "\u0000" : ""));
  const offset = withMark.indexOf("\u0000");
  return completionsAt(readPolicyText(withMark.replace("\u0000", "")), offset, BORROWERS).items;
}
const offered = (mark: string) => items(mark).map((item) => item.insertText);
const labels = (mark: string) => items(mark).map((item) => item.label);

describe("completion in a document that is not finished", () => {
  it("offers facts and derived facts, but no protected ones", () => {
    expect(offered("1")).toEqual(['"days_past_due"', '"segment"', '"balance"', '"region"', '"share"']);
  });
  it("offers facts of type money for the limit", () => {
    expect(offered("a")).toEqual(['"balance"']);
  });
  it("documents a fact with its traits, its share of nulls and a histogram", () => {
    const segment = items("1").find(({ label }) => label === "segment");
    expect(segment?.documentation).toContain("3 borrowers at hand · 1 not known (33 %)");
    const days = items("1").find(({ label }) => label === "days_past_due");
    expect(days?.detail).toBe("Days past due · integer, at least 0, in days");
    expect(days?.documentation).toMatch(/0 █ +█ +█ 60/);
  });
  it("offers a fact's values, and null where it may be", () => {
    expect(offered("4")).toEqual(['"salaried"', '"student"', "null"]);
    expect(offered("6")).toEqual(['"salaried"', '"student"', "null"]);
  });
  it("offers the values at hand where none are declared, with their shares", () => {
    expect(
      items("8")
        .slice(0, 2)
        .map(({ label, detail }) => `${label} ${detail}`),
    ).toEqual(['"north" 67 % of the borrowers at hand', '"south" 33 % of the borrowers at hand']);
  });
  it("offers shared conditions and reason codes", () => {
    expect(offered("5")).toEqual(['"late"']);
    expect(offered("7")).toEqual(['"DLQ-01"']);
  });
  it("offers operators that fit the type", () => {
    expect(operatorsFor("boolean", false)).toEqual(["equal", "notEqual", "in", "notIn"]);
    expect(operatorsFor("strings", false)).toEqual(["contains", "doesNotContain"]);
    expect(operatorsFor("money", false)).toContain("lessThan");
  });
  it("offers names, functions and keywords in an expression, but not the derived fact itself", () => {
    expect(labels("c")).toEqual(expect.arrayContaining(["days_past_due", "balance", "min", "if … then … else …", "and"]));
    expect(labels("c")).not.toContain("share");
    expect(labels("c")).not.toContain("age");
  });
  it("offers keys that may still stand in an object, those that it needs first", () => {
    expect(labels("b")).toEqual(expect.arrayContaining(["values", "nullable", "label", "scope", "unit"]));
    expect(labels("b")).not.toContain("min");
    expect(labels("b")).not.toContain("type");
    expect(labels("d").sort()).toEqual(["description", "enabled", "priority"]);
    expect(items("d").every(({ insertText }) => insertText.endsWith(","))).toBe(true);
  });
  it("offers a guardrail's keys by its direction, and an event's parameters by its type", () => {
    expect(labels("i")).toEqual(["reason", "when", "atMost"]);
    expect(labels("g").sort()).toEqual(["amount", "percent", "reason", "review"]);
  });
  it("offers event types with what they do, and strategies", () => {
    expect(labels("f")).toEqual(["increase", "decrease", "set", "hold", "refer", "freeze"]);
    expect(items("f").at(-1)?.documentation).toContain("available credit becomes 0");
    expect(labels("l")).toEqual(["sequential", "first", "strictest"]);
  });
  it("offers whole pieces where they may stand", () => {
    expect(labels("e")).toEqual(["test", "reference", "all", "any", "not"]);
    expect(labels("h")).toEqual(["rule"]);
    expect(labels("j")).toEqual(["guardrail on a rise", "guardrail on a cut"]);
    expect(labels("k")).toEqual(["reason"]);
  });
});
