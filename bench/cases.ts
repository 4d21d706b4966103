/** What is measured: pairs of versions with the borrowers that they are run on. */
import { readFileSync } from "node:fs";
import { type Facts, type ParseResult, parsePolicy, type ValidPolicy } from "#rules/policy";
import { FACTS, shapesOf } from "./facts.ts";
import { madeUpPolicies } from "./policies.ts";
import { type Population, syntheticPopulation } from "./population.ts";
import { resampledPopulation } from "./taiwan.ts";

export interface BenchCase {
  readonly name: string;
  readonly about: string;
  readonly texts: readonly [baseline: string, candidate: string];
  readonly scenarios: readonly [baseline: Facts, candidate: Facts];
  /** Made when asked for: who reads a file measures without it in memory. */
  readonly population: () => Population;
}

export interface Version {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
}

export const CASE_NAMES = ["made-up-25", "made-up-100", "taiwan-card", "online-line"] as const;

const SEED = 20_261_126;
const DOWNTURN = { economic_cycle: "downturn" };

/** A case by name; `made-up-N` for any number of rules. The project's root is the working directory. */
export function caseOf(name: string): BenchCase {
  const rules = /^made-up-(\d+)$/.exec(name)?.[1];
  if (rules !== undefined) return madeUp(name, Number(rules));
  if (name === "taiwan-card") return taiwanCard();
  if (name === "online-line") return onlineLine();
  throw new Error(`there is no case \`${name}\``);
}

/** Both versions, parsed. */
export function versionsOf({ texts, scenarios }: BenchCase): [Version, Version] {
  const version = (i: 0 | 1) => ({ policy: policyOf(texts[i]), scenario: scenarios[i] });
  return [version(0), version(1)];
}

export function policyOf(text: string): ValidPolicy {
  return validOf(parsePolicy(text));
}

export function validOf(parsed: ParseResult): ValidPolicy {
  if (!parsed.ok) throw new Error(`not a valid policy: ${parsed.problems[0]?.path} ${parsed.problems[0]?.message}`);
  return parsed.policy;
}

function madeUp(name: string, rules: number): BenchCase {
  const { baseline, candidate } = madeUpPolicies(rules);
  return {
    name,
    about: `${rules} made-up rules, a quarter of them changed; independent made-up borrowers`,
    texts: [baseline, candidate],
    scenarios: [{}, {}],
    population: () => syntheticPopulation(FACTS, SEED),
  };
}

function sampleTexts(folder: string): [string, string] {
  const read = (version: string) => readFileSync(`rules/samples/${folder}/${version}.policy.json`, "utf8");
  return [read("v1"), read("v2")];
}

function taiwanCard(): BenchCase {
  const texts = sampleTexts("taiwan-card");
  const { facts } = policyOf(texts[0]);
  return {
    name: "taiwan-card",
    about: "the sample card policy, v1 against v2 in a downturn; the 30,000 real borrowers resampled and moved a little",
    texts,
    scenarios: [{}, DOWNTURN],
    population: () => resampledPopulation(readFileSync("rules/samples/taiwan-card/portfolio.csv", "utf8"), facts, SEED),
  };
}

function onlineLine(): BenchCase {
  const texts = sampleTexts("online-line");
  return {
    name: "online-line",
    about: "the sample policy of the online line, v1 against v2 in a downturn; made-up borrowers within the declared ranges",
    texts,
    scenarios: [{}, DOWNTURN],
    population: () => syntheticPopulation(shapesOf(policyOf(texts[0]).facts), SEED),
  };
}
