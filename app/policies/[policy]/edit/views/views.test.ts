import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDraft } from "#rules/editing";
import { parsePolicy, textOfParts } from "#rules/policy";
import { sentenceGroups } from "./sentence-groups";
import { choicesFor, hintOf, isValueToken, switchRule, takeTyped, typedOf, type ValueToken } from "./token-edit";

const SAMPLES = ["online-line/v1", "online-line/v2", "taiwan-card/v1", "taiwan-card/v2"].map((name) =>
  readFileSync(`rules/samples/${name}.policy.json`, "utf8"),
);
const [TEXT = ""] = SAMPLES;

const tokensOf = (text: string): ValueToken[] =>
  sentenceGroups(readDraft(text), "en").flatMap(({ sentences }) => sentences.flatMap(({ parts }) => (parts ?? []).filter(isValueToken)));

function first<T>(found: readonly T[]): T {
  if (found[0] === undefined) throw new Error("the sample has none");
  return found[0];
}

describe("sentences in order", () => {
  it.each(SAMPLES.map((text) => [text]))("has every rule once, by priority, each with what it decides", (text) => {
    const parsed = parsePolicy(text);
    const [rules] = sentenceGroups(readDraft(text), "zh");
    expect(parsed.ok && [...parsed.policy.rules].sort((a, b) => b.priority - a.priority).map(({ name }) => name)).toEqual(
      rules?.sentences.map(({ name }) => name),
    );
    for (const { parts, decision, name } of rules?.sentences ?? []) {
      expect(textOfParts(parts ?? [])).toMatch(/^当/);
      const event = parsed.ok && parsed.policy.rules.find((rule) => rule.name === name)?.event.type;
      expect(decision).toBe(event === "set" ? null : event);
    }
  });
});

describe("a value in a sentence", () => {
  it.each(SAMPLES.map((text) => [text]))("taken as it stands changes nothing, whatever it is", (text) => {
    const draft = readDraft(text);
    const tokens = tokensOf(text);
    expect(tokens.length).toBeGreaterThan(20);
    for (const token of tokens.filter((_, i) => i % 5 === 0)) {
      expect(takeTyped(draft, token, typedOf(draft, token))).toEqual({ ok: true, text });
      expect(hintOf(draft, token)).not.toBe("");
    }
  });

  it("is put in its place and nowhere else", () => {
    const draft = readDraft(TEXT);
    const token = first(tokensOf(TEXT).filter((one) => one.kind === "value" && typeof one.value === "number"));
    const taken = takeTyped(draft, token, " 7 ");
    expect(taken.ok && readDraft(taken.text).root?.at(token.pointer)?.value).toBe(7);
    const node = draft.root?.at(token.pointer);
    expect(taken.ok && taken.text).toBe(`${TEXT.slice(0, node?.offset)}7${TEXT.slice(node?.end)}`);
  });

  it("that is none of its type, or no name there is, is refused with a reason", () => {
    const draft = readDraft(TEXT);
    const number = first(tokensOf(TEXT).filter((one) => one.kind === "value" && typeof one.value === "number"));
    expect(takeTyped(draft, number, "many")).toMatchObject({ ok: false, message: expect.stringContaining("many") });
    expect(takeTyped(draft, number, "")).toMatchObject({ ok: false });
    const reason = first(tokensOf(TEXT).filter((one) => one.kind === "reason"));
    expect(takeTyped(draft, reason, "NO-SUCH")).toMatchObject({ ok: false, message: expect.stringContaining("NO-SUCH") });
    expect(choicesFor(draft, reason)).toContain(typedOf(draft, reason));
  });

  it("of a percentage is refused where no limit may move so far", () => {
    const draft = readDraft(TEXT);
    const amount = first(tokensOf(TEXT).filter((one) => one.kind === "amount"));
    expect(takeTyped(draft, amount, "-5")).toMatchObject({ ok: false });
    expect(takeTyped(draft, amount, "12.5")).toMatchObject({ ok: true });
  });
});

it("a rule is switched off and on again", () => {
  const off = switchRule(readDraft(TEXT), "/rules/0", false);
  if (!off.ok) throw new Error(off.message);
  expect(
    sentenceGroups(readDraft(off.text), "en")[0]
      ?.sentences.filter(({ enabled }) => !enabled)
      .map(({ pointer }) => pointer),
  ).toEqual(["/rules/0"]);
  const on = switchRule(readDraft(off.text), "/rules/0", true);
  expect(on.ok && sentenceGroups(readDraft(on.text), "en")[0]?.sentences.every(({ enabled }) => enabled)).toBe(true);
});
