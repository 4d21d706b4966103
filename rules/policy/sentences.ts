/** Conditions, events and amounts in plain words, English and 中文, from the catalogue's labels and units. */
import { moneyText } from "./money.ts";
import type {
  Amount,
  Condition,
  FactValue,
  Guardrail,
  LocalText,
  Locale,
  Operand,
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

function operandText(policy: ValidPolicy, operand: Operand, fact: string, locale: Locale): string {
  if (operand.kind === "fact") return locale === "zh" ? labelOf(policy, operand.fact, locale) : spokenLabel(policy, operand.fact);
  const unit = policy.facts.get(fact)?.unit;
  const text = valueText(operand.value, locale);
  return unit === null || unit === undefined || typeof operand.value !== "number"
    ? text
    : `${text} ${unitText(unit, operand.value, locale)}`;
}

const ZH_UNITS: Readonly<Record<string, string>> = { day: "天", month: "个月", year: "年", week: "周", cycle: "期" };

function unitText(unit: string, count: number, locale: Locale): string {
  if (locale === "zh") return ZH_UNITS[unit] ?? unit;
  return count === 1 || !(unit in ZH_UNITS) ? unit : `${unit}s`;
}

/** One test in words: "days past due at least 60 days". */
export function sentenceOfTest(policy: ValidPolicy, test: TestCondition, locale: Locale): string {
  const label = locale === "zh" ? labelOf(policy, test.fact, locale) : spokenLabel(policy, test.fact);
  const gap = locale === "zh" ? "" : " ";
  const isYesNo = test.operand.kind === "constant" && typeof test.operand.value === "boolean" && test.operator === "equal";
  if (isYesNo && locale === "en") return `${label} is ${test.operand.kind === "constant" && test.operand.value ? "true" : "false"}`;
  return `${label}${gap}${operatorWords(test.operator, locale)}${gap}${operandText(policy, test.operand, test.fact, locale)}`;
}

/** A condition in words, nested groups in parentheses. */
export function sentenceOfCondition(policy: ValidPolicy, condition: Condition, locale: Locale): string {
  return conditionWords(policy, condition, locale, true);
}

function conditionWords(policy: ValidPolicy, condition: Condition, locale: Locale, top: boolean): string {
  const words = locale === "zh" ? { all: "且", any: "或", not: "并非" } : { all: " and ", any: " or ", not: "not " };
  switch (condition.kind) {
    case "all":
    case "any": {
      const parts = condition.conditions.map((c) => conditionWords(policy, c, locale, condition.conditions.length === 1 && top));
      const joined = parts.join(words[condition.kind]);
      return top || parts.length === 1 ? joined : `(${joined})`;
    }
    case "not":
      return `${words.not}(${conditionWords(policy, condition.condition, locale, true)})`;
    case "reference":
      return locale === "zh" ? `「${condition.name}」` : `“${condition.name}”`;
    case "test":
      return sentenceOfTest(policy, condition, locale);
    default:
      return condition satisfies never;
  }
}

function amountText(policy: ValidPolicy, amount: Amount, locale: Locale): string {
  switch (amount.kind) {
    case "percent":
      return `${moneyText(amount.basisPoints)} %`;
    case "amount":
      return `${policy.currency} ${numberText(amount.hundredths / 100)}`;
    case "fact":
      return locale === "zh" ? labelOf(policy, amount.fact, locale) : spokenLabel(policy, amount.fact);
    default:
      return amount satisfies never;
  }
}

/** What an event does, in words: "cut by 20 %", 额度上调10 %. */
export function sentenceOfEvent(policy: ValidPolicy, event: PolicyEvent, locale: Locale): string {
  const amount = event.amount === null ? "" : amountText(policy, event.amount, locale);
  const zh = {
    increase: `额度上调${amount}`,
    decrease: `额度下调${amount}`,
    set: `额度设为${amount}`,
    hold: "额度不上调",
    refer: "转人工审核",
    freeze: "冻结额度",
  };
  const en = {
    increase: `raise by ${amount}`,
    decrease: `cut by ${amount}`,
    set: `set to ${amount}`,
    hold: "hold",
    refer: "refer to a person",
    freeze: "freeze",
  };
  const review = event.review ? (locale === "zh" ? ",需人工确认" : ", to be confirmed by a person") : "";
  return (locale === "zh" ? zh : en)[event.type] + review;
}

/** A guardrail in words: "a rise goes no higher than CNY 200,000". */
export function sentenceOfGuardrail(policy: ValidPolicy, guardrail: Guardrail, locale: Locale): string {
  const bound = amountText(policy, guardrail.bound, locale);
  const up = guardrail.applies === "increase";
  const base =
    locale === "zh"
      ? up
        ? `上调后不超过${bound}`
        : `下调后不低于${bound}`
      : up
        ? `a rise goes no higher than ${bound}`
        : `a cut goes no lower than ${bound}`;
  if (guardrail.when === null) return base;
  const when = sentenceOfCondition(policy, guardrail.when, locale);
  return locale === "zh" ? `${when}时,${base}` : `${base}, where ${when}`;
}

/** A label inside an English sentence: lower case, what follows a comma in parentheses ("cycles over limit (last 6)"). */
export function spokenLabel(policy: ValidPolicy, name: string): string {
  return lowerFirst(labelOf(policy, name, "en")).replace(/, (.+)$/, " ($1)");
}

/** The first letter in lower case, unless the word is an abbreviation. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
