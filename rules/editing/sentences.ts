/**
 * Every rule, guardrail, derived fact and shared condition of a draft as a sentence of parts, in English or 中文. The
 * words are those of the policy's own sentences; each part that stands for a value has its JSON pointer, so that a page
 * can let it be edited. What is broken is told as broken, with its JSON; the others stay sentences.
 */
import {
  type FactValue,
  type Guardrail,
  type Json,
  labelOf,
  type Locale,
  localText,
  type LocalText,
  OPERATORS,
  partsOfCondition,
  partsOfEvent,
  partsOfGuardrail,
  pointerOf,
  type PolicyEvent,
  type SentencePart,
  spokenLabel,
  suggestion,
  toHundredths,
  type ValidPolicy,
  valueText,
} from "#rules/policy";
import { cellFactOf, readNumber, type Reading, readTests, readYes } from "./cell-text.ts";
import { amountOf, conditionOf } from "./condition-json.ts";
import { type Draft, listOf, membersOf } from "./draft.ts";
import { type Edited, setValue } from "./edit-text.ts";
import { isObject } from "./rewrite.ts";

/** What a sentence of a whole definition has beside the parts of conditions and events. */
export type Token =
  | SentencePart
  /** A reason's code; its text is what the borrower is told. */
  | { readonly kind: "reason"; readonly text: string; readonly pointer: string; readonly code: string }
  | { readonly kind: "expression"; readonly text: string; readonly pointer: string }
  /** What a derived fact is where its expression gives null. */
  | { readonly kind: "default"; readonly text: string; readonly pointer: string; readonly value: number | boolean | string };

export interface Sentence {
  readonly kind: "rule" | "guardrail" | "derived" | "condition";
  readonly name: string;
  readonly pointer: string;
  /** Null where the definition is broken. */
  readonly parts: readonly Token[] | null;
  /** The definition as it stands in the text. */
  readonly source: string;
  /** False of a rule that is switched off. */
  readonly enabled: boolean;
}

/** The sentences of a draft: rules, guardrails, derived facts, shared conditions, each in the document's order. */
export function readSentences(draft: Draft, locale: Locale): Sentence[] {
  return new SentenceReader().read(draft, locale);
}

/** Reads the sentences of one draft after another: one whose definition, and all that it speaks of, stands as in the one before is the same object. */
export class SentenceReader {
  private last: { readonly speaker: Speaker; readonly sentences: ReadonlyMap<string, Sentence> } | null = null;

  read(draft: Draft, locale: Locale): Sentence[] {
    const { rules, guardrails, derived, conditions } = draft.document;
    const speaker = new Speaker(draft, locale);
    const known = this.last !== null && speaker.speaksAs(this.last.speaker) ? this.last.sentences : null;
    const said = (kind: Sentence["kind"], name: string, pointer: string, json: Json): Sentence => {
      const source = draft.root?.at(pointer)?.source ?? "";
      const before = known?.get(pointer);
      return before?.source === source ? before : sentenceOf(kind, name, pointer, json, source, speaker);
    };
    const nameOf = (json: Json) => (isObject(json) && typeof json.name === "string" ? json.name : "");
    const listed = (kind: "rule" | "guardrail", section: Json | undefined) =>
      listOf(section).map((json, i) => said(kind, nameOf(json), pointerOf([`${kind}s`, i]), json));
    const named = (kind: "derived" | "condition", key: string, section: Json | undefined) =>
      membersOf(section).map(([name, json]) => said(kind, name, pointerOf([key, name]), json));
    const sentences = [
      ...listed("rule", rules),
      ...listed("guardrail", guardrails),
      ...named("derived", "derived", derived),
      ...named("condition", "conditions", conditions),
    ];
    this.last = { speaker, sentences: new Map(sentences.map((sentence) => [sentence.pointer, sentence])) };
    return sentences;
  }
}

function sentenceOf(kind: Sentence["kind"], name: string, pointer: string, json: Json, source: string, speaker: Speaker): Sentence {
  const enabled = !isObject(json) || json.enabled !== false;
  return { kind, name, pointer, parts: speaker[kind](json, pointer, name), source, enabled };
}

const EVENT_TYPES: readonly PolicyEvent["type"][] = ["increase", "decrease", "set", "hold", "refer", "freeze"];

class Speaker {
  private readonly catalogue: ValidPolicy;
  private readonly reasons: Json | undefined;
  private readonly reasonsSource: string;

  constructor(
    draft: Draft,
    private readonly locale: Locale,
  ) {
    this.catalogue = draft.catalogue;
    this.reasons = draft.document.reasons;
    this.reasonsSource = draft.root?.at("/reasons")?.source ?? "";
  }

  /** Whether the same definition is the same sentence. */
  speaksAs({ catalogue, locale, reasonsSource }: Speaker): boolean {
    return this.catalogue === catalogue && this.locale === locale && this.reasonsSource === reasonsSource;
  }

  /** "When days past due at least 60 days, freeze; tell DLQ-01: Your payment is …" */
  rule(json: Json, pointer: string): Token[] | null {
    if (!isObject(json)) return null;
    const [condition, event] = [conditionOf(json.conditions), eventOf(json.event)];
    if (condition === null || event === null) return null;
    return [
      ...this.words("When ", "当"),
      ...partsOfCondition(this.catalogue, condition, this.locale, `${pointer}/conditions`),
      ...this.words(", ", "时,"),
      ...partsOfEvent(this.catalogue, event, this.locale, `${pointer}/event`),
      ...this.told(event.reason, `${pointer}/event/params/reason`),
    ];
  }

  guardrail(json: Json, pointer: string): Token[] | null {
    const guardrail = guardrailOf(json);
    if (guardrail === null) return null;
    return [...partsOfGuardrail(this.catalogue, guardrail, this.locale, pointer), ...this.told(guardrail.reason, `${pointer}/reason`)];
  }

  /** "Utilisation is outstanding_balance / current_limit, or 0 where that is not known" */
  derived(json: Json, pointer: string, name: string): Token[] | null {
    if (!isObject(json) || typeof json.expression !== "string") return null;
    const label = this.locale === "zh" ? labelOf(this.catalogue, name, "zh") : spokenLabel(this.catalogue, name);
    return [
      ...this.words(`${label} is `, `${label}为`),
      { kind: "expression", text: json.expression, pointer: `${pointer}/expression` },
      ...this.otherwise(json.default, `${pointer}/default`),
    ];
  }

  /** "“late” means days past due above 0 days" */
  condition(json: Json, pointer: string, name: string): Token[] | null {
    const condition = conditionOf(json);
    if (condition === null) return null;
    return [...this.words(`“${name}” means `, `「${name}」指`), ...partsOfCondition(this.catalogue, condition, this.locale, pointer)];
  }

  private otherwise(value: Json | undefined, pointer: string): Token[] {
    if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string") return [];
    const text = valueText(value, this.locale);
    return [...this.words(", or ", ";未知时为"), { kind: "default", text, pointer, value }, ...this.words(" where that is not known", "")];
  }

  private told(code: string, pointer: string): Token[] {
    const text = isObject(this.reasons) && isObject(this.reasons[code]) ? localText(this.reasons[code] as LocalText, this.locale, "") : "";
    return [
      ...this.words("; tell ", ";告知"),
      { kind: "reason", text: code, pointer, code },
      ...(text === "" ? [] : this.words(`: ${text}`, `:${text}`)),
    ];
  }

  private words(en: string, zh: string): Token[] {
    const text = this.locale === "zh" ? zh : en;
    return text === "" ? [] : [{ kind: "text", text }];
  }
}

function eventOf(json: Json | undefined): PolicyEvent | null {
  if (
    !isObject(json) ||
    !(EVENT_TYPES as readonly unknown[]).includes(json.type) ||
    !isObject(json.params) ||
    typeof json.params.reason !== "string"
  )
    return null;
  const { percent, amount, reason, review } = json.params;
  const moved = typeof percent === "number" ? ({ kind: "percent", basisPoints: toHundredths(percent) } as const) : amountOf(amount);
  const type = json.type as PolicyEvent["type"];
  const takes = type === "increase" || type === "decrease" || type === "set";
  return takes === (moved !== null) ? { type, amount: moved, reason, review: review === true } : null;
}

function guardrailOf(json: Json): Guardrail | null {
  if (!isObject(json) || (json.applies !== "increase" && json.applies !== "decrease") || typeof json.reason !== "string") return null;
  const bound = amountOf(json.applies === "increase" ? json.atMost : json.atLeast);
  const when = json.when === undefined ? null : conditionOf(json.when);
  if (bound === null || (when === null && json.when !== undefined)) return null;
  return { name: String(json.name), applies: json.applies, bound, when, reason: json.reason };
}

// --- editing a token -----------------------------------------------------------------------------

/** Puts another value where a token stands; everything else stays. */
export function setToken(draft: Draft, token: Exclude<Token, { kind: "text" }>, value: Json): Edited {
  return setValue(draft, token.pointer, value);
}

/** The value that a typed text means for a token, or why it means none. A value of a list is read as one value. */
export function readToken(draft: Draft, token: Exclude<Token, { kind: "text" }>, typed: string): Reading<Json> {
  const text = typed.trim();
  switch (token.kind) {
    case "value":
      return readValue(draft, token.fact, text);
    case "amount":
      return readAmount(text);
    case "default":
      return readDefault(token.value, text);
    case "review": {
      const yes = readYes(text);
      return yes === null ? { ok: false, message: `\`${text}\` is neither yes nor no` } : { ok: true, value: yes };
    }
    case "expression":
      return text === "" ? { ok: false, message: "an expression is missing" } : { ok: true, value: text };
    case "fact":
    case "operator":
    case "condition":
    case "event":
    case "reason":
      return readName(namesFor(draft, token.kind), token.kind, text);
    default:
      return token satisfies never;
  }
}

/** What may stand where a token of a kind stands: names of the document, operators, event types. */
export function namesFor(draft: Draft, kind: "fact" | "operator" | "condition" | "event" | "reason"): readonly string[] {
  const { facts, derived, conditions, reasons } = draft.document;
  const names = (...sections: (Json | undefined)[]) => sections.flatMap(membersOf).map(([name]) => name);
  switch (kind) {
    case "fact":
      return names(facts, derived);
    case "operator":
      return OPERATORS;
    case "condition":
      return names(conditions);
    case "event":
      return EVENT_TYPES;
    case "reason":
      return names(reasons);
    default:
      return kind satisfies never;
  }
}

const KIND_WORDS = { fact: "fact", operator: "operator", condition: "shared condition", event: "decision", reason: "reason" } as const;

function readName(known: readonly string[], kind: keyof typeof KIND_WORDS, text: string): Reading<Json> {
  if (known.includes(text)) return { ok: true, value: text };
  return { ok: false, message: `there is no ${KIND_WORDS[kind]} \`${text}\`${suggestion(text, known)}` };
}

function readValue(draft: Draft, name: string, text: string): Reading<Json> {
  const fact = cellFactOf(draft.catalogue, name);
  const reading = readTests(fact.type === "strings" ? `contains ${text}` : `= ${text}`, fact, draft.catalogue);
  if (!reading.ok) return reading;
  const [test, ...more] = reading.value;
  return test === undefined || more.length > 0 ? { ok: false, message: `\`${text}\` is not one value` } : { ok: true, value: test.value };
}

function readAmount(text: string): Reading<Json> {
  const amount = readNumber(text.replace(/\s*%$/, ""));
  return amount === null
    ? { ok: false, message: `\`${text}\` is no number; type one such as \`20\`, without separators` }
    : { ok: true, value: amount };
}

function readDefault(before: FactValue, text: string): Reading<Json> {
  const value = typeof before === "number" ? readNumber(text) : typeof before === "boolean" ? readYes(text) : text;
  return value === null
    ? { ok: false, message: `\`${text}\` is no ${typeof before === "number" ? "number" : "yes or no"}` }
    : { ok: true, value };
}
