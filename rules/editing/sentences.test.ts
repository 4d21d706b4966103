import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import {
  type Json,
  type Locale,
  parsePolicy,
  sentenceOfCondition,
  sentenceOfEvent,
  sentenceOfGuardrail,
  stepsOf,
  textOfParts,
  type ValidPolicy,
} from "#rules/policy";
import { type Draft, readDraft } from "./draft.ts";
import { namesFor, readSentences, readToken, type Sentence, setToken, type Token } from "./sentences.ts";
import { laidOut, outsideStays } from "./testing.ts";

const law = (seed: number, runs: number, check: (choose: Chooser, text: string, draft: Draft, locale: Locale) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 9 }), (own, size) => {
      const choose = new Chooser(own);
      const text = laidOut(choose, randomPolicy(own, size).document);
      check(choose, text, readDraft(text), choose.pick(["en", "zh"] as const));
    }),
    { seed, numRuns: runs },
  );

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems[0]));
  return parsed.policy;
}

const textOf = ({ parts }: Sentence) => (parts === null ? null : textOfParts(parts));
type Editable = Exclude<Token, { kind: "text" }>;
const editable = (sentence: Sentence) => (sentence.parts ?? []).filter((part): part is Editable => part.kind !== "text");

describe("sentences", () => {
  it("say what the policy's own sentences say", () =>
    law(41, 25, (_, text, draft, locale) => {
      const policy = policyOf(text);
      const sentences = readSentences(draft, locale);
      const said = (kind: Sentence["kind"]) => sentences.filter((sentence) => sentence.kind === kind);
      expect(sentences).toHaveLength(policy.rules.length + policy.guardrails.length + policy.derived.size + policy.conditions.size);
      policy.rules.forEach((rule, i) => {
        const spoken = textOf(said("rule")[i] as Sentence);
        expect(spoken).toContain(sentenceOfCondition(policy, rule.conditions, locale));
        expect(spoken).toContain(
          `${sentenceOfEvent(policy, rule.event, locale)}${locale === "zh" ? ";告知" : "; tell "}${rule.event.reason}`,
        );
        expect(said("rule")[i]?.enabled).toBe(rule.enabled);
      });
      policy.guardrails.forEach((guardrail, i) => {
        expect(textOf(said("guardrail")[i] as Sentence)?.startsWith(sentenceOfGuardrail(policy, guardrail, locale))).toBe(true);
      });
      for (const { name, parts } of said("condition"))
        expect(textOfParts(parts?.slice(1) ?? [])).toBe(sentenceOfCondition(policy, policy.conditions.get(name) as never, locale));
      for (const sentence of said("derived")) expect(textOf(sentence)).toContain(policy.derived.get(sentence.name)?.source);
    }));

  it("name the place of every value: setting what stands there changes nothing", () =>
    law(42, 25, (_, __, draft, locale) => {
      for (const sentence of readSentences(draft, locale))
        for (const token of editable(sentence)) {
          const value = draft.root?.at(token.pointer)?.value as Json;
          expect([token.pointer, value === undefined]).toEqual([token.pointer, false]);
          expect(setToken(draft, token, value).edits).toEqual([]);
          const held = {
            fact: "name",
            condition: "name",
            operator: "operator",
            event: "type",
            reason: "code",
            value: "value",
            amount: "value",
            default: "value",
            review: "value",
            expression: "text",
          } as const;
          expect((token as unknown as Record<string, Json>)[held[token.kind]]).toEqual(value);
        }
    }));

  it("another value in a token stands in the new text's sentence, and nothing else is said differently", () => {
    let set = 0;
    law(43, 120, (choose, text, draft, locale) => {
      const sentences = readSentences(draft, locale);
      const tokens = sentences.flatMap(editable);
      if (tokens.length === 0) return;
      const token = choose.pick(tokens);
      const alike = tokens.filter(({ kind }) => kind === token.kind).map(({ text: own }) => own);
      const reading = readToken(
        draft,
        token,
        choose.pick(["5", "a", "true", "R2", "lessThan", "notEqual", "hold", "current_limit", "12.5 %", ...alike, ...alike]),
      );
      if (!reading.ok) return;
      const { text: after, edits } = setToken(draft, token, reading.value);
      outsideStays(text, after, edits);
      const place = draft.root?.at(token.pointer);
      for (const { offset, length } of edits)
        expect([offset >= (place?.offset ?? 0), offset + length <= (place?.end ?? 0)]).toEqual([true, true]);
      const parsed = parsePolicy(after);
      if (!parsed.ok) return;
      set++;
      expect(stepsOf(token.pointer).reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], JSON.parse(after))).toEqual(
        reading.value,
      );
      const now = readSentences(readDraft(after), locale);
      sentences.forEach((sentence, i) => {
        if (!`${token.pointer}/`.startsWith(`${sentence.pointer}/`)) expect(textOf(now[i] as Sentence)).toBe(textOf(sentence));
      });
      const own = now.find(({ pointer }) => `${token.pointer}/`.startsWith(`${pointer}/`)) as Sentence;
      const isFact = typeof reading.value === "object" && reading.value !== null;
      expect(editable(own).map(({ pointer }) => pointer)).toContain(isFact ? `${token.pointer}/fact` : token.pointer);
    });
    expect(set).toBeGreaterThan(30);
  });
});

const SAMPLE = `{
  "format": "limit-policy/1", "name": "s", "currency": "CNY", "limit": { "fact": "limit", "step": 100 }, "strategy": "first",
  "facts": {
    "limit": { "type": "money", "label": { "en": "Current limit", "zh": "当前额度" } },
    "dpd": { "type": "integer", "unit": "day", "label": { "en": "Days past due", "zh": "逾期天数" } },
    "segment": { "type": "string", "values": ["salaried", "gig"] }
  },
  "derived": { "half": { "expression": "limit / 2", "default": 0, "label": { "en": "Half the limit", "zh": "半额" } } },
  "conditions": { "late": { "all": [{ "fact": "dpd", "operator": "greaterThan", "value": 0 }] } },
  "rules": [
    { "name": "a", "conditions": { "all": [{ "fact": "dpd", "operator": "greaterThanInclusive", "value": 60 }, { "fact": "segment", "operator": "in", "value": ["salaried", "gig"] }] },
      "event": { "type": "decrease", "params": { "percent": 20, "reason": "R1" } } },
    { "name": "b", "conditions": { "condition": "late" }, "event": { "type": "hld", "params": { "reason": "R1" } } }
  ],
  "guardrails": [{ "name": "g", "applies": "increase", "atMost": { "fact": "half" }, "reason": "R2", "when": { "condition": "late" } }],
  "reasons": { "R1": { "en": "You are late.", "zh": "您已逾期。" } }
}`;

describe("of a draft", () => {
  it("whole sentences in English and 中文; what is broken is told", () => {
    const draft = readDraft(SAMPLE);
    expect(readSentences(draft, "en").map(textOf)).toEqual([
      "When days past due is at least 60 days and segment is one of salaried, gig, cut by 20 %; tell R1: You are late.",
      null,
      "a rise goes no higher than half the limit, where “late”; tell R2",
      "half the limit is limit / 2, or 0 where that is not known",
      "“late” means days past due is above 0 days",
    ]);
    expect(readSentences(draft, "zh").map(textOf)).toEqual([
      "当逾期天数不低于60 天且segment属于salaried、gig时,额度下调20 %;告知R1:您已逾期。",
      null,
      "「late」时,上调后不超过半额;告知R2",
      "半额为limit / 2;未知时为0",
      "「late」指逾期天数高于0 天",
    ]);
    expect(readSentences(draft, "en")[1]?.source).toContain('"type": "hld"');
  });

  it("a token takes what its fact takes", () => {
    const draft = readDraft(SAMPLE);
    const tokens = readSentences(draft, "en").flatMap(editable);
    const at = (pointer: string) => tokens.find((token) => token.pointer === pointer) as Editable;
    const [days, segment, percent] = [
      at("/rules/0/conditions/all/0/value"),
      at("/rules/0/conditions/all/1/value/1"),
      at("/rules/0/event/params/percent"),
    ];
    expect(readToken(draft, days, "30")).toEqual({ ok: true, value: 30 });
    expect(readToken(draft, days, "soon")).toMatchObject({ ok: false });
    expect(readToken(draft, segment, "gig")).toEqual({ ok: true, value: "gig" });
    expect(readToken(draft, percent, "12.5 %")).toEqual({ ok: true, value: 12.5 });
    expect(readToken(draft, at("/derived/half/default"), "x")).toEqual({ ok: false, message: "`x` is no number" });
    expect(readToken(draft, at("/rules/0/conditions/all/0/fact"), "dpt")).toEqual({
      ok: false,
      message: "there is no fact `dpt`; did you mean `dpd`?",
    });
    expect(readToken(draft, at("/rules/0/event/type"), "hold")).toEqual({ ok: true, value: "hold" });
    expect(readToken(draft, at("/rules/0/event/params/reason"), "")).toMatchObject({ ok: false });
    expect(namesFor(draft, "fact")).toEqual(["limit", "dpd", "segment", "half"]);
    expect(setToken(draft, days, 30).text).toBe(SAMPLE.replace('"value": 60', '"value": 30'));
  });
});
