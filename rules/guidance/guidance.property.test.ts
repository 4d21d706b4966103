import { expect, test } from "vitest";
import { Chooser, LAW_TIMEOUT, law, policyOf, type RandomCase } from "#rules/conformance";
import { createEvaluator, readFacts, scenarioFor } from "#rules/evaluate";
import type { Fact, Facts, FactValue, JsonObject, TestCondition, ValidPolicy } from "#rules/policy";
import { type Guidance, guide, type Way } from "./index.ts";
import { costOf } from "./movable.ts";
import { Outlook } from "./outlook.ts";
import { holds, keyOf, testHolds } from "./truth.ts";
import { gainOf } from "./ways.ts";
import { smallestTurn } from "./why-not.ts";

/** The policy with facts that borrowers may move, some of them whole numbers of few values. */
function movablePolicy(one: RandomCase): ValidPolicy {
  const choose = new Chooser(one.seed ^ 0x2545f491);
  const facts = Object.entries(one.document.facts as { readonly [name: string]: JsonObject }).map(([name, fact]) => {
    const change = choose.pick(["increase", "decrease", "either", null]);
    return [name, change === null ? fact : { ...fact, change }] as const;
  });
  return policyOf(JSON.stringify({ ...one.document, facts: Object.fromEntries(facts) }));
}

/** Checks a law for each borrower that has an outcome; gives it every declared fact. */
async function eachBorrower(
  one: RandomCase,
  check: (policy: ValidPolicy, facts: Facts, scenario: Facts) => Promise<void> | void,
): Promise<void> {
  const policy = movablePolicy(one);
  for (const { facts, scenario } of one.borrowers) {
    const read = readFacts(policy, scenarioFor(policy, scenario), facts);
    if (read.ok) await check(policy, read.facts, scenario);
  }
}

async function guided(policy: ValidPolicy, scenario: Facts, facts: Facts): Promise<Guidance> {
  const result = await guide({ policy, scenario, facts });
  if (!result.ok) throw new Error(result.errors[0]?.message);
  return structuredClone(result.guidance);
}

test("the search's own outcome equals the referee's", { timeout: LAW_TIMEOUT }, () =>
  law(120, 71, (one) =>
    eachBorrower(one, async (policy, facts, scenario) => {
      const choose = new Chooser(one.seed);
      const other = one.borrowers.map((borrower) => readFacts(policy, scenarioFor(policy, scenario), borrower.facts)).find(({ ok }) => ok);
      const moved = other?.ok ? choose.some(Object.entries(other.facts)) : [];
      const outcome = new Outlook(policy, facts).outcomeWith(moved);
      const referee = createEvaluator(policy, scenario);
      expect({ ok: true, outcome }).toEqual(await referee.evaluate({ ...facts, ...Object.fromEntries(moved) }));
    }),
  ),
);

test("why not: the tests turned make the conditions true, those of no proper subset do", { timeout: LAW_TIMEOUT }, () =>
  law(200, 72, (one) =>
    eachBorrower(one, (policy, facts) => {
      const { values } = new Outlook(policy, facts);
      for (const { conditions } of policy.rules) {
        const turned = smallestTurn(policy, conditions, values);
        if (turned === null) continue;
        const trueWith = (keys: ReadonlySet<string>) =>
          holds(policy, conditions, (leaf) => testHolds(leaf, values) !== keys.has(keyOf(leaf)));
        expect(trueWith(new Set(turned.map(keyOf)))).toBe(true);
        for (const subset of properSubsets(turned.slice(0, 10))) {
          if (turned.length <= 10) expect(trueWith(new Set(subset.map(keyOf)))).toBe(false);
        }
      }
    }),
  ),
);

function properSubsets(tests: readonly TestCondition[]): TestCondition[][] {
  return Array.from({ length: 2 ** tests.length - 1 }, (_, bits) => tests.filter((_leaf, i) => ((bits >> i) & 1) === 1));
}

test(
  "every way gains as it says, moves only what may move, the way it may, to valid values, and is among the cheapest",
  {
    timeout: LAW_TIMEOUT,
  },
  () =>
    law(
      60,
      73,
      (one) =>
        eachBorrower(one, async (policy, facts, scenario) => {
          const { ways, outcome } = await guided(policy, scenario, facts);
          expect(ways.ways.length).toBeLessThanOrEqual(3);
          expect(ways.ways.map(({ cost }) => cost)).toEqual(ways.ways.map(({ cost }) => cost).sort((a, b) => a - b));
          expect(ways.nothing === null).toBe(ways.ways.length > 0);
          for (const way of ways.ways) await checkWay(policy, facts, scenario, way, gainOf(outcome, way.outcome));
          checkSingles(policy, facts, ways.ways);
        }),
      2,
    ),
);

async function checkWay(policy: ValidPolicy, facts: Facts, scenario: Facts, way: Way, gain: Way["gain"] | null): Promise<void> {
  const moved = { ...facts, ...Object.fromEntries(way.moves.map(({ fact, to }) => [fact, to])) };
  expect(await createEvaluator(policy, scenario).evaluate(moved)).toEqual({ ok: true, outcome: way.outcome });
  expect(gain).toBe(way.gain);
  for (const { fact, from, to } of way.moves) {
    const declared = policy.facts.get(fact) as Fact;
    expect([declared.protected, declared.scope, from]).toEqual([false, "borrower", facts[fact]]);
    expect(["either", directionOf(from, to)]).toContain(declared.change);
  }
}

function directionOf(from: FactValue, to: FactValue): string {
  const size = (value: FactValue) => (Array.isArray(value) ? value.length : Number(value));
  return size(to) > size(from) ? "increase" : size(to) < size(from) ? "decrease" : "either";
}

/** No move of one whole number within a thousand of its value that gains is cheaper than the first way. */
function checkSingles(policy: ValidPolicy, facts: Facts, ways: readonly Way[]): void {
  const outlook = new Outlook(policy, facts);
  const present = outlook.outcomeWith([]);
  const best = ways[0]?.cost ?? Number.POSITIVE_INFINITY;
  for (const fact of policy.facts.values()) {
    const from = facts[fact.name];
    if (fact.type !== "integer" || typeof from !== "number" || fact.protected || fact.scope === "scenario") continue;
    for (let to = Math.max(fact.min ?? -1e9, from - 1000); to <= Math.min(fact.max ?? 1e9, from + 1000); to++) {
      if (to === from || !["either", directionOf(from, to)].includes(fact.change) || costOf(fact, from, to) >= best) continue;
      const gain = gainOf(present, outlook.outcomeWith([[fact.name, to]]));
      if (gain === "raises-limit" || gain === "lifts-freeze") throw new Error(`${fact.name} = ${to} gains and costs less than ${best}`);
    }
  }
}
