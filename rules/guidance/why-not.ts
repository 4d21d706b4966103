/**
 * Why a rule did not fire: a smallest set of its tests that, had they gone the other way, would have made its conditions true. Of `all`, those that
 * failed; of `any`, the cheapest alternative; under `not`, those that held. Law: with the set's tests turned the conditions are true, with those
 * of any proper subset they are not. Tests count as independent of each other; equal ones turn together.
 */
import type { Trace } from "#rules/evaluate";
import { type Condition, type Facts, type Rule, rankRules, type TestCondition, type ValidPolicy } from "#rules/policy";
import { holds, keyOf, referred, testHolds, testsOf } from "./truth.ts";
import type { SeenTest, WhyNot } from "./types.ts";
import { inBoth, seenTest } from "./words.ts";

/** Of every rule that did not fire, in the total order. */
export function whyNotOf(policy: ValidPolicy, trace: Trace): WhyNot[] {
  const values: Facts = { ...trace.facts, ...trace.derived };
  const fired = new Set(trace.rules.filter(({ status }) => status === "fired").map(({ name }) => name));
  return rankRules(policy.rules).flatMap((rule) => (fired.has(rule.name) ? [] : [whyNot(policy, rule, values)]));
}

function whyNot(policy: ValidPolicy, rule: Rule, values: Facts): WhyNot {
  const turned = smallestTurn(policy, rule.conditions, values);
  const tests = (turned ?? []).map((test) => seenTest(policy, test, !testHolds(test, values), values));
  const impossible = turned === null;
  return { rule: rule.name, enabled: rule.enabled, tests, impossible, words: inBoth((locale) => wordsOf(rule, tests, impossible, locale)) };
}

function wordsOf({ name, enabled }: Rule, tests: readonly SeenTest[], impossible: boolean, locale: "en" | "zh"): string {
  const needs = tests.map(({ words }) => words[locale]).join(locale === "zh" ? ",且" : " and ");
  const why = impossible
    ? { en: "no small change of its conditions makes them true", zh: "没有少量条件的改变能使其成立" }
    : { en: `it would where ${needs}`, zh: `须${needs}` };
  const off = { en: "it is disabled", zh: "该规则已停用" };
  const parts = [...(enabled ? [] : [off[locale]]), ...(tests.length === 0 && !impossible ? [] : [why[locale]])];
  return locale === "zh" ? `规则「${name}」未触发:${parts.join(";")}。` : `Rule ${name} did not fire: ${parts.join("; ")}.`;
}

// --- the smallest set ------------------------------------------------------------------------------

/** Sets of more tests than this are not searched for a smaller one inside. */
const MOST_SEARCHED = 12;
/** Where equal tests stand in each other's way, sets of up to so many tests are tried. */
const MOST_TURNED = 3;
/** Of so many tests at most. */
const MOST_TRIED = 40;

/** The tests to turn so that the condition holds; empty where it does; null where none was found. */
export function smallestTurn(policy: ValidPolicy, condition: Condition, values: Facts): TestCondition[] | null {
  const holdsTurned = (turned: readonly TestCondition[]) => {
    const keys = new Set(turned.map(keyOf));
    return holds(policy, condition, (test) => testHolds(test, values) !== keys.has(keyOf(test)));
  };
  const wanted = distinct(turnsFor(policy, condition, true, values));
  if (!holdsTurned(wanted)) return firstThatHolds([...testsOf(policy, condition).values()].slice(0, MOST_TRIED), MOST_TURNED, holdsTurned);
  return wanted.length > MOST_SEARCHED ? withoutSpare(wanted, holdsTurned) : firstThatHolds(wanted, wanted.length, holdsTurned);
}

/** A small set of tests whose turning gives the condition the wanted truth, were all of them different. */
function turnsFor(policy: ValidPolicy, condition: Condition, wanted: boolean, values: Facts): readonly TestCondition[] {
  switch (condition.kind) {
    case "test":
      return testHolds(condition, values) === wanted ? [] : [condition];
    case "not":
      return turnsFor(policy, condition.condition, !wanted, values);
    case "reference":
      return turnsFor(policy, referred(policy, condition.name), wanted, values);
    case "all":
    case "any": {
      const parts = condition.conditions.map((child) => turnsFor(policy, child, wanted, values));
      return (condition.kind === "all") === wanted ? parts.flat() : parts.reduce((a, b) => (b.length < a.length ? b : a));
    }
    default:
      return condition satisfies never;
  }
}

function distinct(tests: readonly TestCondition[]): TestCondition[] {
  return [...new Map(tests.map((test) => [keyOf(test), test])).values()];
}

/** The first of the subsets, smallest first, that works: none of its own subsets does. */
function firstThatHolds(
  tests: readonly TestCondition[],
  most: number,
  works: (turned: readonly TestCondition[]) => boolean,
): TestCondition[] | null {
  for (let size = 0; size <= Math.min(most, tests.length); size++)
    for (const subset of subsetsOf(tests, size)) if (works(subset)) return subset;
  return null;
}

function* subsetsOf<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i <= items.length - size; i++) for (const rest of subsetsOf(items, size - 1, i + 1)) yield [items[i] as T, ...rest];
}

/** Drops every test without which the set still works. */
function withoutSpare(tests: readonly TestCondition[], works: (turned: readonly TestCondition[]) => boolean): TestCondition[] {
  return tests.reduce<TestCondition[]>(
    (kept, test) => {
      const fewer = kept.filter((other) => other !== test);
      return works(fewer) ? fewer : kept;
    },
    [...tests],
  );
}
