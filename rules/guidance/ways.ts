/** What would raise the limit, lift the freeze or open credit again: at most three ways, each confirmed by json-rules-engine; or why there is none. */
import { createEvaluator, type Outcome, type Trace } from "#rules/evaluate";
import type { Facts, Locale, ValidPolicy } from "#rules/policy";
import { consequenceWords } from "./decision-words.ts";
import { basesOf } from "./facts-read.ts";
import { movableFacts } from "./movable.ts";
import { factsOfMoves, MOST_EVALUATIONS, type Option, type Search, searchWays } from "./search.ts";
import type { Gain, GuidanceInput, SeenTest, Way, Ways, WhyNot, WhyStep, Words } from "./types.ts";
import { factWords, inBoth, listWords, moveOf } from "./words.ts";

const MOST_WAYS = 3;

/** What an outcome gains over the present one, if anything. */
export function gainOf(present: Outcome, then: Outcome): Gain | null {
  if (present.decision === "freeze") return then.decision === "freeze" ? null : "lifts-freeze";
  if (then.limitAfter > present.limitAfter) return "raises-limit";
  return present.available === 0 && then.decision !== "freeze" && (then.available ?? 0) > 0 ? "raises-available" : null;
}

/** What the ways are told beside: the present outcome with its explanation. */
export interface Explained {
  readonly outcome: Outcome;
  readonly trace: Trace;
  readonly why: readonly WhyStep[];
  readonly whyNot: readonly WhyNot[];
}

export async function waysOf(input: GuidanceInput, explained: Explained): Promise<Ways> {
  const { policy, pause, signal } = input;
  const { outcome: present, trace } = explained;
  const searchFor = (gains: readonly Gain[]) =>
    searchWays({ policy, facts: trace.facts, gains: (then) => gains.includes(gainOf(present, then) as Gain), pause, signal });
  const search = await searchFor(["lifts-freeze", "raises-limit"]);
  const found = search.options.length > 0 || present.available !== 0 ? search : await searchFor(["raises-available"]);
  const ways = await confirmed(input, explained, chosenOf(found));
  const immovable = immovableFacts(policy, explained);
  return {
    ways,
    tried: found.tried,
    together: found.together,
    cutShort: found.cutShort,
    immovable,
    nothing: ways.length > 0 ? null : nothingWords(policy, present, immovable, found),
  };
}

/** The cheapest of each set of facts, then those that lead to another decision. */
function chosenOf({ options }: Search): Option[] {
  const seen = new Set<string>();
  const firsts = options.filter(({ moves }) => {
    const key = factsOfMoves(moves);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const others = options.filter((option) => !firsts.includes(option));
  return [...firsts.slice(0, MOST_WAYS), ...others].slice(0, MOST_WAYS).sort((a, b) => a.cost - b.cost);
}

async function confirmed({ policy, scenario }: GuidanceInput, { outcome, trace }: Explained, options: readonly Option[]): Promise<Way[]> {
  const referee = createEvaluator(policy, scenario);
  const ways: Way[] = [];
  for (const { moves, cost } of options) {
    const moved: Facts = { ...trace.facts, ...Object.fromEntries(moves.map(({ fact, to }) => [fact.name, to])) };
    const evaluation = await referee.evaluate(moved);
    const gain = evaluation.ok ? gainOf(outcome, evaluation.outcome) : null;
    if (!evaluation.ok || gain === null) continue;
    const told = moves.map(({ fact, to }) => moveOf(policy, fact.name, trace.facts[fact.name] ?? null, to));
    const words = inBoth((locale) =>
      wayWords(
        policy,
        told.map((move) => move.words[locale]),
        evaluation.outcome,
        locale,
      ),
    );
    ways.push({ moves: told, cost, gain, outcome: evaluation.outcome, words });
  }
  return ways;
}

function wayWords(policy: ValidPolicy, moves: readonly string[], outcome: Outcome, locale: Locale): string {
  const then = consequenceWords(policy, outcome, locale);
  return locale === "zh" ? `${moves.join(",并")}:${then}` : `${listWords(moves, "en")}: ${then}`;
}

// --- where there is none ---------------------------------------------------------------------------

/**
 * Facts behind the deciding tests, bounds and amounts that the borrower cannot move; where there are none, those behind rules that fired and
 * were not applied. Where no rule applied, those behind the rises that did not come.
 */
function immovableFacts(policy: ValidPolicy, { outcome, why, whyNot }: Explained): string[] {
  const movable = new Set(movableFacts(policy).map(({ name }) => name));
  const fixed = (names: readonly string[]) =>
    [...new Set(names.flatMap((name) => basesOf(policy, name)))].filter((name) => !movable.has(name));
  if (outcome.decision === "maintain") {
    const rises = new Set(policy.ranked.filter(({ event }) => event.type === "increase" || event.type === "set").map(({ name }) => name));
    return fixed(whyNot.flatMap((one) => (rises.has(one.rule) ? namesOf(one.tests) : [])));
  }
  const decided = why.filter(({ kind }) => kind !== "also-fired");
  const deciding = fixed(
    decided.flatMap(({ name, tests }) => [...namesOf(tests), ...(name === undefined ? [] : amountFacts(policy, name))]),
  );
  return deciding.length > 0 ? deciding : fixed(why.flatMap(({ tests }) => namesOf(tests)));
}

function namesOf(tests: readonly SeenTest[]): string[] {
  return tests.flatMap(({ fact, otherFact }) => (otherFact === undefined ? [fact] : [fact, otherFact]));
}

/** The facts that give a rule's amount or a guardrail's bound. */
function amountFacts(policy: ValidPolicy, name: string): string[] {
  const amounts = [
    policy.rules.find((rule) => rule.name === name)?.event.amount,
    policy.guardrails.find((guardrail) => guardrail.name === name)?.bound,
  ];
  return amounts.flatMap((amount) => (amount?.kind === "fact" ? [amount.fact] : []));
}

function nothingWords(policy: ValidPolicy, present: Outcome, immovable: readonly string[], search: Search): Words {
  return inBoth((locale) => {
    const names = listWords(
      immovable.map((fact) => factWords(policy, fact, locale)),
      locale,
    );
    const frozen = present.decision === "freeze";
    if (locale === "zh") {
      const what = frozen ? "解除冻结" : "提高额度";
      return `${triedZh(what, search)}${names === "" ? "。" : `;起决定作用的是:${names}。`}`;
    }
    const verbs = frozen ? (["lifts", "lift"] as const) : (["raises", "raise"] as const);
    return `${triedEn(verbs, frozen ? "the freeze" : "the limit", search)}${names === "" ? "." : `; what decides is ${names}.`}`;
  });
}

/** What was looked at, no more: beyond single facts a search is no proof. */
function triedEn([does, toDo]: readonly [string, string], what: string, { tried, together, cutShort }: Search): string {
  if (tried === 0) return `Nothing that you can change ${does} ${what}`;
  const each = tried === 1 ? "one fact was tried" : `each of ${tried} facts was tried alone`;
  const several = together > 1 ? `, and up to ${together} at once at the nearest and the furthest of them` : "";
  const most = cutShort ? `, until ${MOST_EVALUATIONS.toLocaleString("en")} trials were made` : "";
  return `Nothing that you can change was found to ${toDo} ${what} (${each} at the values where a rule or bound turns${several}${most})`;
}

function triedZh(what: string, { tried, together, cutShort }: Search): string {
  if (tried === 0) return `您自身可改变的情况均不能${what}`;
  const several = together > 1 ? `,并在其中最近和最远的取值上同时尝试了至多${together}项` : "";
  const most = cutShort ? `,共尝试${MOST_EVALUATIONS.toLocaleString("en")}次后停止` : "";
  return `未找到您自身可改变而能${what}的情况(${tried}项各自在使规则或限制转变的取值上单独尝试${several}${most})`;
}
