import { describe, expect, it } from "vitest";
import { type BorrowersSummary, summariseFacts } from "#rules/hints";
import { FollowedTree } from "#rules/policy";
import { describeFact, describeReason, readCatalogue } from "./catalogue";
import { distributionOf, histogram } from "./distribution";
import { hoverAt } from "./hover";
import { readPolicyText } from "./policy-text";
import { placeOf, SAMPLE } from "./testing";

const document = readPolicyText(SAMPLE);
const borrowers: BorrowersSummary = summariseFacts(
  Array.from({ length: 100 }, (_, i) => ({ days_past_due: i, ...(i < 25 ? {} : { sesame_like_score: 350 + 6 * i }) })),
);
const hovered = (part: string, nth = 1) => hoverAt(document, placeOf(SAMPLE, part, nth), borrowers);

describe("hover", () => {
  it("tells a fact's definition and distribution where it is declared and where it is read", () => {
    const texts = [hovered('"sesame_like_score"')[0], hovered('"sesame_like_score"', 2)[0]];
    for (const text of texts) {
      expect(text).toContain("integer · 350 to 950 · may be null");
      expect(text).toContain("100 borrowers at hand · 25 not known (25 %)");
      expect(text).toMatch(/[▁▂▃▄▅▆▇█]{10}/);
    }
  });
  it("tells a derived fact's expression, and a name inside an expression", () => {
    expect(hovered('"income_ceiling"')[0]).toContain("6 * monthly_income");
    expect(hovered("monthly_income", SAMPLE.slice(0, SAMPLE.indexOf("6 * monthly")).split("monthly_income").length)[0]).toContain("money");
  });
  it("tells a rule as a sentence on its name and on its event, even where another part is broken", () => {
    const broken = SAMPLE.replace('"operator": "lessThan"', '"operator": "lessThn"');
    const at = placeOf(broken, '"A04-court-enforcement-record"');
    const [onName] = hoverAt(readPolicyText(broken), at, null);
    expect(onName).toMatch(/^When court enforcement .* is true: freeze, and tell: /);
    expect(onName).toContain("冻结额度");
    expect(hoverAt(readPolicyText(broken), placeOf(broken, '"freeze"', 4), null)[0]).toContain("freeze, and tell");
  });
  it("tells a guardrail as a sentence", () => {
    const name = /"guardrails": \[\s*\{\s*"name": ("[^"]+")/.exec(SAMPLE)?.[1] ?? "";
    expect(hovered(name)[0]).toMatch(/a rise goes no higher|a cut goes no lower/);
  });
  it("tells where a threshold stands among the borrowers at hand", () => {
    const text = SAMPLE.replace(/("fact": "days_past_due",\s*"operator": "greaterThanInclusive",\s*"value": )\d+/, "$1 60");
    const at = text.search(/60,?\s*\}[\s\]}]*,\s*"event"/) + 1;
    expect(hoverAt(readPolicyText(text), at, borrowers)).toEqual([
      "Of the 100 borrowers at hand whose `days_past_due` is known, **60 %** are below 60, **1 %** at it, **39 %** above",
    ]);
  });
  it("tells a reason's texts", () => {
    const text = hovered('"PUB-01"')[0];
    expect(text).toContain("English · ");
    expect(text).toContain("中文 · ");
  });
  it("says nothing of what is not there", () => {
    const catalogue = readCatalogue('{ "facts": { "a": { "type": "integer", "min": 0, "unit": "day" } } }', new FollowedTree());
    expect(describeFact(catalogue, "nothing", null)).toBeNull();
    expect(describeReason(catalogue, "nothing")).toBeNull();
    expect(describeFact(catalogue, "a", null)).toBe("**a**\n\ninteger · at least 0 · in days");
  });
});

describe("a distribution", () => {
  it("has a block for each bin that holds someone", () => {
    expect(histogram([0, 0, 0, 0, 24])).toBe(`█${" ".repeat(22)}▂`);
  });
  it("of texts has a bar for each value", () => {
    const { facts } = summariseFacts([{ s: "gig" }, { s: "salaried" }, { s: "salaried" }, {}]);
    expect(facts.s && distributionOf(facts.s, 4)).toContain("salaried ████████████████ 67 %\ngig      ████████");
  });
});
