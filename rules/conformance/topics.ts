/** The one list of topics: a new topic is one file under `cases/` and two lines here. */
import bases from "./bases.json" with { type: "json" };
import amountFromFact from "./cases/amount-from-fact.json" with { type: "json" };
import available from "./cases/available.json" with { type: "json" };
import derivedArithmetic from "./cases/derived-arithmetic.json" with { type: "json" };
import derivedChains from "./cases/derived-chains.json" with { type: "json" };
import derivedLogic from "./cases/derived-logic.json" with { type: "json" };
import factChecks from "./cases/fact-checks.json" with { type: "json" };
import factOperands from "./cases/fact-operands.json" with { type: "json" };
import guardrails from "./cases/guardrails.json" with { type: "json" };
import leastChange from "./cases/least-change.json" with { type: "json" };
import nesting from "./cases/nesting.json" with { type: "json" };
import operators from "./cases/operators.json" with { type: "json" };
import percentages from "./cases/percentages.json" with { type: "json" };
import ranking from "./cases/ranking.json" with { type: "json" };
import reasons from "./cases/reasons.json" with { type: "json" };
import review from "./cases/review.json" with { type: "json" };
import rounding from "./cases/rounding.json" with { type: "json" };
import scenario from "./cases/scenario.json" with { type: "json" };
import set from "./cases/set.json" with { type: "json" };
import stops from "./cases/stops.json" with { type: "json" };
import strategies from "./cases/strategies.json" with { type: "json" };
import zeroLimit from "./cases/zero-limit.json" with { type: "json" };
import type { JsonObject } from "#rules/policy";
import { mergePatch } from "./merge-patch.ts";
import type { Case, Topic } from "./types.ts";

const files: Record<string, unknown> = {
  operators,
  "fact-operands": factOperands,
  nesting,
  "derived-arithmetic": derivedArithmetic,
  "derived-logic": derivedLogic,
  "derived-chains": derivedChains,
  "fact-checks": factChecks,
  scenario,
  ranking,
  strategies,
  set,
  stops,
  "amount-from-fact": amountFromFact,
  percentages,
  guardrails,
  rounding,
  "least-change": leastChange,
  "zero-limit": zeroLimit,
  review,
  reasons,
  available,
};

export const TOPICS: readonly Topic[] = Object.entries(files).map(([name, cases]) => ({ name, cases: cases as readonly Case[] }));

/** The policy document of a case, whole. Throws if the case names a base that is not in `bases.json`. */
export function documentOf({ policy }: Pick<Case, "policy">): JsonObject {
  if (typeof policy === "string") return baseNamed(policy);
  const { base, ...patch } = policy;
  return typeof base === "string" ? (mergePatch(baseNamed(base), patch) as JsonObject) : policy;
}

function baseNamed(name: string): JsonObject {
  const base = (bases as unknown as Record<string, JsonObject>)[name];
  if (!base) throw new Error(`no base \`${name}\` in bases.json`);
  return base;
}
