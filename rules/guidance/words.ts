/** Tests with the values seen, moves and money in words, English and 中文. */
import {
  type FactValue,
  type Facts,
  factValueText,
  fromHundredths,
  type Hundredths,
  labelOf,
  type Locale,
  numberText,
  type Operator,
  sentenceOfTest,
  spokenLabel,
  type TestCondition,
  type ValidPolicy,
} from "#rules/policy";
import { comparedWith, testHolds } from "./truth.ts";
import type { Move, SeenTest, Words } from "./types.ts";

/** The same text made for each language. */
export function inBoth(make: (locale: Locale) => string): Words {
  return { en: make("en"), zh: make("zh") };
}

export function moneyWords(policy: ValidPolicy, amount: number): string {
  return `${policy.currency} ${numberText(amount)}`;
}

export function hundredthsWords(policy: ValidPolicy, hundredths: Hundredths): string {
  return moneyWords(policy, fromHundredths(hundredths));
}

/** Parts as one list: "a, b and c", a、b和c. */
export function listWords(parts: readonly string[], locale: Locale): string {
  if (parts.length < 2) return parts.join("");
  const [head, last] = [parts.slice(0, -1), parts.at(-1) as string];
  return locale === "zh" ? `${head.join("、")}和${last}` : `${head.join(", ")} and ${last}`;
}

/** A fact's label inside a sentence. */
export function factWords(policy: ValidPolicy, fact: string, locale: Locale): string {
  return locale === "zh" ? labelOf(policy, fact, locale) : spokenLabel(policy, fact);
}

const OPPOSITE: Readonly<Record<Operator, Operator>> = {
  equal: "notEqual",
  notEqual: "equal",
  lessThan: "greaterThanInclusive",
  greaterThanInclusive: "lessThan",
  greaterThan: "lessThanInclusive",
  lessThanInclusive: "greaterThan",
  in: "notIn",
  notIn: "in",
  contains: "doesNotContain",
  doesNotContain: "contains",
};

/** A test that is wanted true or false, beside the value seen. */
export function seenTest(policy: ValidPolicy, test: TestCondition, wanted: boolean, values: Facts): SeenTest {
  const seen = values[test.fact] ?? null;
  return {
    fact: test.fact,
    operator: test.operator,
    value: comparedWith(test, values),
    ...(test.operand.kind === "fact" ? { otherFact: test.operand.fact } : {}),
    seen,
    wanted,
    words: inBoth((locale) => testWords(policy, test, wanted, values, locale)),
  };
}

function testWords(policy: ValidPolicy, test: TestCondition, wanted: boolean, values: Facts, locale: Locale): string {
  const said: TestCondition = wanted ? test : { ...test, operator: OPPOSITE[test.operator] };
  const sentence = sentenceOfTest(policy, said, locale);
  const held = testHolds(test, values) === wanted;
  if (held && said.operator === "equal") return sentence;
  const seen = factValueText(policy, test.fact, shortened(test, values), locale);
  const other = test.operand.kind === "fact" ? otherWords(policy, test.operand.fact, values, locale) : "";
  if (locale === "zh") return `${sentence}${other}(实际为${seen})`;
  return `${sentence}${other} (${held ? "" : "it "}is ${seen})`;
}

function otherWords(policy: ValidPolicy, fact: string, values: Facts, locale: Locale): string {
  const text = factValueText(policy, fact, values[fact] ?? null, locale);
  return locale === "zh" ? `${text}` : ` of ${text}`;
}

const DIGITS = 6;

/** The value in few digits where that does not change what the test says of it. */
function shortened(test: TestCondition, values: Facts): FactValue {
  const seen = values[test.fact] ?? null;
  if (typeof seen !== "number" || Number.isInteger(seen)) return seen;
  const short = Number(seen.toPrecision(DIGITS));
  return testHolds(test, { ...values, [test.fact]: short }) === testHolds(test, values) ? short : seen;
}

/** A move in words: "lower outstanding balance from CNY 900 to CNY 400". */
export function moveOf(policy: ValidPolicy, fact: string, from: FactValue, to: FactValue): Move {
  return { fact, from, to, words: inBoth((locale) => moveWords(policy, fact, from, to, locale)) };
}

function moveWords(policy: ValidPolicy, fact: string, from: FactValue, to: FactValue, locale: Locale): string {
  const label = factWords(policy, fact, locale);
  const money = policy.facts.get(fact)?.type === "money";
  const text = (value: FactValue) =>
    money && typeof value === "number" ? moneyWords(policy, value) : factValueText(policy, fact, value, locale) || emptyWords(locale);
  const verb = verbOf(from, to, locale);
  return locale === "zh" ? `将${label}从${text(from)}${verb}${text(to)}` : `${verb} ${label} from ${text(from)} to ${text(to)}`;
}

function emptyWords(locale: Locale): string {
  return locale === "zh" ? "无" : "none";
}

function verbOf(from: FactValue, to: FactValue, locale: Locale): string {
  const numeric = typeof from === "number" && typeof to === "number";
  if (!numeric) return locale === "zh" ? "改为" : "change";
  return to > from ? (locale === "zh" ? "提高到" : "raise") : locale === "zh" ? "降低到" : "lower";
}
