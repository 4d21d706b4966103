import { describe, expect, it } from "vitest";
import { describeFact, describeReason, readCatalogue } from "./catalogue";
import { operatorsFor, suggest } from "./completions";
import { placeAt } from "./place-in-document";

const DOCUMENT = `{
  "facts": {
    "days_past_due": { "type": "integer", "min": 0, "unit": "day", "label": { "en": "Days past due", "zh": "逾期天数" } },
    "segment": { "type": "string", "values": ["salaried", "student"], "nullable": true },
    "age": { "type": "integer", "protected": true },
    "balance": { "type": "money" }
  },
  "derived": { "share": { "expression": "balance / 2" } },
  "conditions": { "late": { "all": [] } },
  "rules": [{
    "name": "r",
    "conditions": { "all": [{ "fact": "|1", "operator": "|2", "value": |3 }, { "fact": "segment", "operator": "equal", "value": "|4" }, { "condition": "|5" },
      { "fact": "segment", "operator": "in", "value": ["|6"] }] },
    "event": { "type": "freeze", "params": { "reason": "|7" } }
  }],
  "reasons": { "DLQ-01": { "en": "Late.", "zh": "逾期。" } }
`;

/** What is offered at mark n; other marks are taken out. */
function offered(mark: number): string[] {
  const withMark = DOCUMENT.replace(/\|(\d)/g, (_, n) => (Number(n) === mark ? "\u0000" : ""));
  const offset = withMark.indexOf("\u0000");
  const text = withMark.replace("\u0000", "");
  const catalogue = readCatalogue(text);
  const place = placeAt(text, offset, () => catalogue.root);
  return place ? suggest(place, catalogue).map((item) => item.insertText) : [];
}

describe("completion in a document that is not finished", () => {
  it("offers facts and derived facts, but no protected ones", () => {
    expect(offered(1)).toEqual(['"days_past_due"', '"segment"', '"balance"', '"share"']);
  });
  it("offers a fact's values, and null where it may be", () => {
    expect(offered(4)).toEqual(['"salaried"', '"student"', "null"]);
    expect(offered(6)).toEqual(['"salaried"', '"student"', "null"]);
  });
  it("offers shared conditions and reason codes", () => {
    expect(offered(5)).toEqual(['"late"']);
    expect(offered(7)).toEqual(['"DLQ-01"']);
  });
  it("offers operators that fit the type", () => {
    expect(operatorsFor("boolean", false)).toEqual(["equal", "notEqual", "in", "notIn"]);
    expect(operatorsFor("strings", false)).toEqual(["contains", "doesNotContain"]);
    expect(operatorsFor("money", false)).toContain("lessThan");
  });
});

describe("hover", () => {
  const catalogue = readCatalogue(DOCUMENT);
  it("tells a fact's definition", () => {
    expect(describeFact(catalogue, "days_past_due")).toBe(
      "**days\\_past\\_due** · Days past due · 逾期天数\n\ninteger · at least 0 · in days",
    );
  });
  it("tells a reason's texts", () => {
    expect(describeReason(catalogue, "DLQ-01")).toContain("English · Late\\.\n\n中文 · 逾期。");
  });
  it("says nothing of what is not there", () => {
    expect(describeFact(catalogue, "nothing")).toBeNull();
  });
});
