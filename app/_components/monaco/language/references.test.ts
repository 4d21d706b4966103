import { describe, expect, it } from "vitest";
import { parsePolicy } from "#rules/policy";
import { expressionTokens } from "./colours";
import { LanguageDesk } from "./language-desk";
import { type PolicyText, readPolicyText } from "./policy-text";
import { findDefinition, findReferences, occurrencesIn } from "./references";
import { renameAt } from "./rename";
import { outlineOf } from "./symbols";
import { placeOf, SAMPLE, withCursor } from "./testing";

const document = readPolicyText(SAMPLE);
const written = ({ text }: PolicyText, places: readonly { offset: number; length: number }[]) =>
  places.map(({ offset, length }) => text.slice(offset, offset + length));

describe("names", () => {
  it("are found in tests, amounts, guardrails and expressions, and lead to their declaration", () => {
    const at = placeOf(SAMPLE, "6 * monthly_income") + 5;
    const places = findReferences(document, at);
    expect(new Set(written(document, places))).toEqual(new Set(["monthly_income"]));
    expect(places.length).toBe(SAMPLE.split("monthly_income").length - 1);
    const [declared, ...more] = findDefinition(document, at);
    expect(more).toEqual([]);
    expect(SAMPLE.slice(0, declared?.offset).endsWith('    "')).toBe(true);
  });
  it("are found in a document that is broken elsewhere", () => {
    const { document, offset } = withCursor(
      '{ "facts": { "a|b": {} }, "rules": [{ "conditions": { "all": [{ "fact": "ab", "oper } ] } }] ',
    );
    expect(findReferences(document, offset)).toHaveLength(2);
  });
  it("are no words of FEEL", () => {
    expect(occurrencesIn(document).filter(({ name }) => name === "if" || name === "null")).toEqual([]);
  });
  it("are renamed everywhere, which leaves the policy valid", () => {
    const renamed = renameAt(document, placeOf(SAMPLE, '"monthly_income"'), "income_a_month");
    if (!renamed.ok) throw new Error(renamed.message);
    expect(renamed.edits.length).toBe(SAMPLE.split("monthly_income").length - 1);
    const desk = new LanguageDesk();
    desk.take({ kind: "open", uri: "u", text: SAMPLE });
    desk.take({ kind: "change", uri: "u", edits: renamed.edits });
    const places = desk.take({ kind: "ask", uri: "u", id: 1, question: { kind: "refer", offset: placeOf(SAMPLE, '"monthly_income"') } });
    expect(places).toMatchObject({ ok: true, answer: { length: renamed.edits.length } });
  });
  it("are refused where the new one is no name, or taken", () => {
    const at = placeOf(SAMPLE, '"monthly_income"');
    for (const [name, words] of [
      ["no name", "is not a fact name"],
      ["days_past_due", "is taken"],
      ["then", "keyword"],
    ] as const)
      expect(renameAt(document, at, name)).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect(renameAt(document, 0, "x")).toMatchObject({ ok: false });
  });
});

describe("the outline", () => {
  it("holds every rule with its decision", () => {
    const rules = outlineOf(document).find(({ name }) => name === "rules")?.children ?? [];
    expect(rules).toHaveLength(30);
    expect(rules.find(({ name }) => name.startsWith("A04"))?.detail).toBe("freeze · PUB-01");
  });
});

describe("colouring of expressions", () => {
  it("tells facts, functions, keywords, numbers, texts and signs, escapes counted", () => {
    const expression = 'if kind = "a\\tb" then min(1.5, rate) else null';
    const text = JSON.stringify({ derived: { d: { expression } } });
    const tokens = expressionTokens(readPolicyText(text), 0, text.length).map(
      ({ kind, offset, length }) => `${kind} ${text.slice(offset, offset + length)}`,
    );
    expect(tokens).toEqual([
      "keyword if",
      "fact kind",
      "operator =",
      'string \\"a\\\\tb\\"',
      "keyword then",
      "function min",
      "operator (",
      "number 1.5",
      "operator ,",
      "fact rate",
      "operator )",
      "keyword else",
      "keyword null",
    ]);
  });
});

describe("sorting rules", () => {
  it("puts them in the order in which they stand, and changes no rule", () => {
    const desk = new LanguageDesk();
    const shuffled = SAMPLE.replace('"priority": 870', '"priority": 8');
    desk.take({ kind: "open", uri: "u", text: shuffled });
    const reply = desk.take({ kind: "ask", uri: "u", id: 1, question: { kind: "sort" } });
    if (!reply?.ok) throw new Error("no answer");
    desk.take({ kind: "change", uri: "u", edits: reply.answer as never });
    const again = desk.take({ kind: "ask", uri: "u", id: 2, question: { kind: "sort" } });
    expect(again).toMatchObject({ ok: true, answer: [] });
    const outline = desk.take({ kind: "ask", uri: "u", id: 3, question: { kind: "outline" } }) as unknown as {
      answer: ReturnType<typeof outlineOf>;
    };
    const names = outline.answer.find(({ name }) => name === "rules")?.children.map(({ name }) => name);
    const before = parsePolicy(shuffled);
    expect(before.ok && before.policy.ranked.map(({ name }) => name)).toEqual(names);
  });
  it("says so of a document that is not open", () => {
    expect(new LanguageDesk().take({ kind: "ask", uri: "u", id: 1, question: { kind: "sort" } })).toMatchObject({ ok: false });
  });
});
