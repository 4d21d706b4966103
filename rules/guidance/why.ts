/** Why this outcome: the deciding rules with the tests that made them fire, and every further step of the limit, as sentences. */
import type { Outcome, RuleTrace, StepTrace, Trace } from "#rules/evaluate";
import {
  type Condition,
  type Facts,
  fromHundredths,
  type Guardrail,
  type Locale,
  type Rule,
  sentenceOfEvent,
  sentenceOfGuardrail,
  type TestCondition,
  type ValidPolicy,
} from "#rules/policy";
import { holds, referred, testHolds } from "./truth.ts";
import type { SeenTest, WhyStep, Words } from "./types.ts";
import { hundredthsWords, inBoth, seenTest } from "./words.ts";

/** The steps of an outcome, in the order made. */
export function whyOf(policy: ValidPolicy, outcome: Outcome, trace: Trace): WhyStep[] {
  const values: Facts = { ...trace.facts, ...trace.derived };
  const steps = trace.steps.map((step) => whyStep(policy, step, values));
  const others = trace.rules.filter(({ status, applied }) => status === "fired" && !applied).map((rule) => alsoFired(policy, rule, values));
  return outcome.decision === "maintain" ? [nothingApplied()] : [...steps, ...others];
}

function whyStep(policy: ValidPolicy, step: StepTrace, values: Facts): WhyStep {
  const moved = { before: fromHundredths(step.before), after: fromHundredths(step.after) };
  if (step.kind === "rule") {
    const rule = ruleNamed(policy, step.name);
    const tests = decidingTests(policy, rule.conditions, values);
    return { kind: "rule", name: step.name, ...moved, tests, words: ruleWords(policy, rule, step, tests) };
  }
  if (step.kind === "guardrail") {
    const guardrail = policy.guardrails.find(({ name }) => name === step.name) as Guardrail;
    const tests = guardrail.when === null ? [] : decidingTests(policy, guardrail.when, values);
    return { kind: "guardrail", name: step.name, ...moved, tests, words: guardrailWords(policy, guardrail, step) };
  }
  return { kind: step.kind, ...moved, tests: [], words: settlingWords(policy, step) };
}

function ruleNamed(policy: ValidPolicy, name: string): Rule {
  return policy.rules.find((rule) => rule.name === name) as Rule;
}

// --- the tests that decided ------------------------------------------------------------------------

/** A smallest part of the condition's tests that makes it what it is. */
export function decidingTests(policy: ValidPolicy, condition: Condition, values: Facts): SeenTest[] {
  const found = new Map<TestCondition, boolean>();
  for (const test of deciding(policy, condition, values)) found.set(test, testHolds(test, values));
  return [...found].map(([test, truth]) => seenTest(policy, test, truth, values));
}

function deciding(policy: ValidPolicy, condition: Condition, values: Facts): readonly TestCondition[] {
  switch (condition.kind) {
    case "test":
      return [condition];
    case "not":
      return deciding(policy, condition.condition, values);
    case "reference":
      return deciding(policy, referred(policy, condition.name), values);
    case "all":
    case "any": {
      const truth = holds(policy, condition, (test) => testHolds(test, values));
      const alike = condition.conditions.filter((child) => holds(policy, child, (test) => testHolds(test, values)) === truth);
      const parts = alike.map((child) => deciding(policy, child, values));
      return truth === (condition.kind === "all") ? parts.flat() : parts.reduce((a, b) => (b.length < a.length ? b : a));
    }
    default:
      return condition satisfies never;
  }
}

// --- words -----------------------------------------------------------------------------------------

type Moved = { readonly before: number; readonly after: number };

function movedWords(policy: ValidPolicy, { before, after }: Moved, locale: Locale): string {
  const [from, to] = [hundredthsWords(policy, before), hundredthsWords(policy, after)];
  if (before === after) return locale === "zh" ? `额度保持${from}` : `the limit stays at ${from}`;
  return locale === "zh" ? `额度由${from}变为${to}` : `the limit goes from ${from} to ${to}`;
}

function becauseWords(tests: readonly SeenTest[], locale: Locale): string {
  const parts = tests.map(({ words }) => words[locale]);
  return locale === "zh" ? parts.join(",且") : parts.join(" and ");
}

function ruleWords(policy: ValidPolicy, rule: Rule, step: Moved & { readonly noEffect?: string }, tests: readonly SeenTest[]): Words {
  return inBoth((locale) => {
    const does = sentenceOfEvent(policy, rule.event, locale);
    const moved = movedWords(policy, step, locale);
    const idle =
      step.noEffect === undefined
        ? ""
        : locale === "zh"
          ? "(金额未知或为负,不起作用)"
          : " (its amount is not known or negative, so it has no effect)";
    return locale === "zh"
      ? `规则「${rule.name}」适用(${does})${idle},因为${becauseWords(tests, locale)};${moved}。`
      : `Rule ${rule.name} applies (${does})${idle}, because ${becauseWords(tests, locale)}; ${moved}.`;
  });
}

function alsoFired(policy: ValidPolicy, { name }: RuleTrace, values: Facts): WhyStep {
  const tests = decidingTests(policy, ruleNamed(policy, name).conditions, values);
  const words = inBoth((locale) =>
    locale === "zh"
      ? `规则「${name}」也触发,但未被采用:${becauseWords(tests, locale)}。`
      : `Rule ${name} also fires and is not applied: ${becauseWords(tests, locale)}.`,
  );
  return { kind: "also-fired", name, tests, words };
}

function guardrailWords(policy: ValidPolicy, guardrail: Guardrail, step: Moved): Words {
  return inBoth((locale) => {
    const says = sentenceOfGuardrail(policy, guardrail, locale);
    const moved = movedWords(policy, step, locale);
    return locale === "zh" ? `限制「${guardrail.name}」生效:${says};${moved}。` : `Bound ${guardrail.name} holds: ${says}; ${moved}.`;
  });
}

function settlingWords(policy: ValidPolicy, step: Exclude<StepTrace, { readonly kind: "rule" | "guardrail" }>): Words {
  const en = {
    "hold-cap": "A hold is applied, so the limit does not rise",
    round: `Limits are whole multiples of ${hundredthsWords(policy, policy.limit.step)}`,
    "least-change": "The change is smaller than the least change, so it is not made",
  };
  const zh = {
    "hold-cap": "适用了「额度不上调」,额度不再提高",
    round: `额度须为${hundredthsWords(policy, policy.limit.step)}的整数倍`,
    "least-change": "变动小于最小变动,因此不作调整",
  };
  return {
    en: `${en[step.kind]}; ${movedWords(policy, step, "en")}.`,
    zh: `${zh[step.kind]};${movedWords(policy, step, "zh")}。`,
  };
}

function nothingApplied(): WhyStep {
  return { kind: "nothing", tests: [], words: { en: "No rule applies, so the limit stays as it is.", zh: "没有规则适用,额度保持不变。" } };
}
