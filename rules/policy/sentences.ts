/**
 * Conditions, events and amounts in plain words, English and 中文, from the catalogue's labels and units.
 * A sentence is made of parts, each with the JSON pointer of what it speaks of below a given one; the texts are
 * the parts joined, so that an editor of parts and a reader of sentences see the same words.
 */
import { fromHundredths, moneyText } from "./money.ts";
import type {
  Amount,
  Condition,
  EventType,
  FactValue,
  Guardrail,
  LocalText,
  Locale,
  Operator,
  PolicyEvent,
  TestCondition,
  ValidPolicy,
} from "./types.ts";

/** A text in the wanted language, else in the other one, else the fallback. */
export function localText(text: LocalText | undefined, locale: Locale, fallback: string): string {
  return text?.[locale] ?? text?.en ?? text?.zh ?? fallback;
}

/** A fact's or derived fact's label, or its name where it has none. */
export function labelOf(policy: ValidPolicy, name: string, locale: Locale): string {
  return localText(policy.facts.get(name)?.label ?? policy.derived.get(name)?.label, locale, name);
}

const EN: Readonly<Record<Operator, string>> = {
  equal: "is",
  notEqual: "is not",
  lessThan: "below",
  lessThanInclusive: "at most",
  greaterThan: "above",
  greaterThanInclusive: "at least",
  in: "is one of",
  notIn: "is none of",
  contains: "contains",
  doesNotContain: "does not contain",
};
const ZH: Readonly<Record<Operator, string>> = {
  equal: "为",
  notEqual: "不为",
  lessThan: "低于",
  lessThanInclusive: "不超过",
  greaterThan: "高于",
  greaterThanInclusive: "不低于",
  in: "属于",
  notIn: "不属于",
  contains: "包含",
  doesNotContain: "不包含",
};

/** An operator in words that stand between label and value: "at least", 不低于. */
export function operatorWords(operator: Operator, locale: Locale): string {
  return (locale === "zh" ? ZH : EN)[operator];
}

/** A number for reading, with thousands separators; locale-independent so that the same inputs give the same text. */
export function numberText(value: number): string {
  const [whole = "", decimals] = String(value).split(".");
  if (whole.includes("e")) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** A fact's value in words: numbers grouped, null as "not known", lists joined. */
export function valueText(value: FactValue | readonly FactValue[], locale: Locale): string {
  if (value === null) return locale === "zh" ? "未知" : "not known";
  if (typeof value === "boolean") return locale === "zh" ? (value ? "是" : "否") : value ? "true" : "false";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return value;
  return value.map((v) => valueText(v, locale)).join(locale === "zh" ? "、" : ", ");
}

/** A piece of a sentence; all but plain text stand for the value at `pointer`. */
export type SentencePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "fact"; readonly text: string; readonly pointer: string; readonly name: string }
  | { readonly kind: "operator"; readonly text: string; readonly pointer: string; readonly operator: Operator }
  /** A constant that a fact is compared with, or one of a list of them. */
  | { readonly kind: "value"; readonly text: string; readonly pointer: string; readonly value: FactValue; readonly fact: string }
  | { readonly kind: "condition"; readonly text: string; readonly pointer: string; readonly name: string }
  | { readonly kind: "event"; readonly text: string; readonly pointer: string; readonly type: EventType }
  /** A percentage or an amount of money, in the document's unit. */
  | { readonly kind: "amount"; readonly text: string; readonly pointer: string; readonly value: number }
  | { readonly kind: "review"; readonly text: string; readonly pointer: string; readonly value: boolean };

/** The words of a sentence's parts. */
export function textOfParts(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join("");
}

function plain(text: string): SentencePart[] {
  return text === "" ? [] : [{ kind: "text", text }];
}

function factPart(policy: ValidPolicy, name: string, locale: Locale, pointer: string): SentencePart {
  return { kind: "fact", text: locale === "zh" ? labelOf(policy, name, locale) : spokenLabel(policy, name), pointer, name };
}

function operandParts(policy: ValidPolicy, { fact, operand }: TestCondition, locale: Locale, pointer: string): SentencePart[] {
  if (operand.kind === "fact") return [factPart(policy, operand.fact, locale, `${pointer}/fact`)];
  const { value } = operand;
  if (Array.isArray(value) && value.length > 0) {
    const comma = plain(locale === "zh" ? "、" : ", ");
    return (value as readonly FactValue[]).flatMap((element, i) => [
      ...(i === 0 ? [] : comma),
      { kind: "value", text: valueText(element, locale), pointer: `${pointer}/${i}`, value: element, fact } as const,
    ]);
  }
  const unit = policy.facts.get(fact)?.unit ?? null;
  const part = { kind: "value", text: valueText(value, locale), pointer, value: value as FactValue, fact } as const;
  return unit === null || typeof value !== "number" ? [part] : [part, ...plain(` ${unitText(unit, value, locale)}`)];
}

const ZH_UNITS: Readonly<Record<string, string>> = { day: "天", month: "个月", year: "年", week: "周", cycle: "期" };

function unitText(unit: string, count: number, locale: Locale): string {
  if (locale === "zh") return ZH_UNITS[unit] ?? unit;
  return count === 1 || !(unit in ZH_UNITS) ? unit : `${unit}s`;
}

/** A fact's value with its unit: "60 days", 60 天. */
export function factValueText(policy: ValidPolicy, fact: string, value: FactValue | readonly FactValue[], locale: Locale): string {
  const unit = policy.facts.get(fact)?.unit ?? null;
  const text = valueText(value, locale);
  return unit === null || typeof value !== "number" ? text : `${text} ${unitText(unit, value, locale)}`;
}

/** One test in few words, as a label: "days past due at least 60 days". */
export function sentenceOfTest(policy: ValidPolicy, test: TestCondition, locale: Locale): string {
  return textOfParts(testParts(policy, test, locale, ""));
}

/** `verb`: stands before operators that have none of their own. */
function testParts(policy: ValidPolicy, test: TestCondition, locale: Locale, pointer: string, verb = ""): SentencePart[] {
  const gap = plain(locale === "zh" ? "" : " ");
  const { operator } = test;
  return [
    factPart(policy, test.fact, locale, `${pointer}/fact`),
    ...gap,
    ...(VERBLESS.has(operator) ? plain(verb) : []),
    { kind: "operator", text: operatorWords(operator, locale), pointer: `${pointer}/operator`, operator },
    ...gap,
    ...operandParts(policy, test, locale, `${pointer}/value`),
  ];
}

const VERBLESS: ReadonlySet<Operator> = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** A condition in words, "days past due is at least 60 days", nested groups in parentheses. */
export function sentenceOfCondition(policy: ValidPolicy, condition: Condition, locale: Locale): string {
  return textOfParts(partsOfCondition(policy, condition, locale, ""));
}

/** The parts of a condition's sentence; `pointer` leads to the condition. */
export function partsOfCondition(policy: ValidPolicy, condition: Condition, locale: Locale, pointer: string): SentencePart[] {
  return conditionParts(policy, condition, locale, pointer, true);
}

function conditionParts(policy: ValidPolicy, condition: Condition, locale: Locale, pointer: string, top: boolean): SentencePart[] {
  const words = locale === "zh" ? { all: "且", any: "或", not: "并非" } : { all: " and ", any: " or ", not: "not " };
  switch (condition.kind) {
    case "all":
    case "any": {
      const { kind, conditions } = condition;
      // In no valid policy, but in a text that somebody is still writing.
      if (conditions.length === 0) return plain(locale === "zh" ? "（无条件）" : "(no test)");
      const alone = conditions.length === 1;
      const joined = conditions.flatMap((child, i) => [
        ...(i === 0 ? [] : plain(words[kind])),
        ...conditionParts(policy, child, locale, `${pointer}/${kind}/${i}`, alone && top),
      ]);
      return top || alone ? joined : [...plain("("), ...joined, ...plain(")")];
    }
    case "not":
      return [...plain(`${words.not}(`), ...conditionParts(policy, condition.condition, locale, `${pointer}/not`, true), ...plain(")")];
    case "reference": {
      const text = locale === "zh" ? `「${condition.name}」` : `“${condition.name}”`;
      return [{ kind: "condition", text, pointer: `${pointer}/condition`, name: condition.name }];
    }
    case "test":
      return testParts(policy, condition, locale, pointer, locale === "zh" ? "" : "is ");
    default:
      return condition satisfies never;
  }
}

function amountParts(policy: ValidPolicy, amount: Amount, locale: Locale, pointer: string): SentencePart[] {
  switch (amount.kind) {
    case "percent": {
      const { basisPoints } = amount;
      return [{ kind: "amount", text: moneyText(basisPoints), pointer, value: fromHundredths(basisPoints) }, ...plain(" %")];
    }
    case "amount": {
      const value = fromHundredths(amount.hundredths);
      return [...plain(`${policy.currency} `), { kind: "amount", text: numberText(value), pointer, value }];
    }
    case "fact":
      return [factPart(policy, amount.fact, locale, `${pointer}/fact`)];
    default:
      return amount satisfies never;
  }
}

const EVENTS: Readonly<Record<Locale, Readonly<Record<EventType, string>>>> = {
  zh: { increase: "额度上调", decrease: "额度下调", set: "额度设为", hold: "额度不上调", refer: "转人工审核", freeze: "冻结额度" },
  en: { increase: "raise by", decrease: "cut by", set: "set to", hold: "hold", refer: "refer to a person", freeze: "freeze" },
};

/** What an event does, in words: "cut by 20 %", 额度上调10 %. */
export function sentenceOfEvent(policy: ValidPolicy, event: PolicyEvent, locale: Locale): string {
  return textOfParts(partsOfEvent(policy, event, locale, ""));
}

/** The parts of an event's sentence; `pointer` leads to the event. */
export function partsOfEvent(policy: ValidPolicy, event: PolicyEvent, locale: Locale, pointer: string): SentencePart[] {
  const { type, amount, review } = event;
  const key = amount?.kind === "percent" ? "percent" : "amount";
  const words = { kind: "event", text: EVENTS[locale][type], pointer: `${pointer}/type`, type } as const;
  const [comma, text] = locale === "zh" ? [",", "需人工确认"] : [", ", "to be confirmed by a person"];
  return [
    words,
    ...(amount === null ? [] : [...plain(locale === "zh" ? "" : " "), ...amountParts(policy, amount, locale, `${pointer}/params/${key}`)]),
    ...(review ? [...plain(comma), { kind: "review", text, pointer: `${pointer}/params/review`, value: true } as const] : []),
  ];
}

/** A guardrail in words: "a rise goes no higher than CNY 200,000". */
export function sentenceOfGuardrail(policy: ValidPolicy, guardrail: Guardrail, locale: Locale): string {
  return textOfParts(partsOfGuardrail(policy, guardrail, locale, ""));
}

const BOUNDS: Readonly<Record<Locale, Readonly<Record<Guardrail["applies"], string>>>> = {
  zh: { increase: "上调后不超过", decrease: "下调后不低于" },
  en: { increase: "a rise goes no higher than ", decrease: "a cut goes no lower than " },
};

/** The parts of a guardrail's sentence; `pointer` leads to the guardrail. */
export function partsOfGuardrail(policy: ValidPolicy, guardrail: Guardrail, locale: Locale, pointer: string): SentencePart[] {
  const { applies, bound, when } = guardrail;
  const base = [
    ...plain(BOUNDS[locale][applies]),
    ...amountParts(policy, bound, locale, `${pointer}/${applies === "increase" ? "atMost" : "atLeast"}`),
  ];
  if (when === null) return base;
  const condition = partsOfCondition(policy, when, locale, `${pointer}/when`);
  return locale === "zh" ? [...condition, ...plain("时,"), ...base] : [...base, ...plain(", where "), ...condition];
}

/** A label inside an English sentence: lower case, what follows a comma in parentheses ("cycles over limit (last 6)"). */
export function spokenLabel(policy: ValidPolicy, name: string): string {
  return lowerFirst(labelOf(policy, name, "en")).replace(/, (.+)$/, " ($1)");
}

/** The first letter in lower case, unless the word is an abbreviation. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
