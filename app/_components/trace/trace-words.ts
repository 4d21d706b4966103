/** What a trace says, in words: steps of the limit, why a guardrail did nothing, why a person must look. */
import type { GuardrailTrace, Outcome, RuleTrace, StepTrace } from "#rules/evaluate";
import { type Locale, sentenceOfEvent, toHundredths, type ValidPolicy } from "#rules/policy";
import { formatMoney } from "../format";
import { shortRuleName } from "./rule-name";

export const NO_EFFECT = {
  "null-amount": "its amount is not known, so it has no effect",
  "negative-amount": "its amount is negative, so it has no effect",
} as const;

/** What a step did and why: "cut by 20 %", "the rise stops at the limit before". */
export function stepWords(policy: ValidPolicy, step: StepTrace, locale: Locale): string {
  switch (step.kind) {
    case "rule": {
      const event = policy.rules.find((rule) => rule.name === step.name)?.event;
      const words = event === undefined ? step.event : sentenceOfEvent(policy, { ...event, review: false }, locale);
      return step.noEffect === undefined ? words : `${words}: ${NO_EFFECT[step.noEffect]}`;
    }
    case "hold-cap":
      return "a hold was applied, so the limit does not rise";
    case "guardrail":
      return `${step.after < step.before ? "goes no higher than" : "goes no lower than"} ${formatMoney(step.after / 100)}`;
    case "round":
      return `${step.after < step.before ? "down" : "up"} to a multiple of ${formatMoney(policy.limit.step / 100)}`;
    case "least-change":
      return `smaller than ${leastChangeWords(policy)}, so no change is made`;
    default:
      return step satisfies never;
  }
}

function leastChangeWords(policy: ValidPolicy): string {
  const { amount, basisPoints } = policy.limit.minChange;
  const parts = [amount > 0 ? formatMoney(amount / 100) : null, basisPoints > 0 ? `${basisPoints / 100} % of the limit` : null];
  return parts.filter((part) => part !== null).join(" or ");
}

/** Name of a step that no rule and no guardrail makes. */
export const STEP_NAMES = { "hold-cap": "Hold", round: "Rounding", "least-change": "Least change" } as const;

/** Why a guardrail stands as it does. */
export function guardrailWords(guardrail: GuardrailTrace): string {
  if (guardrail.status === "bound") return "changed the limit";
  if (guardrail.status === "passed") return "the limit was within it";
  switch (guardrail.why) {
    case "direction":
      return guardrail.applies === "increase" ? "for rises only; the limit does not rise here" : "for cuts only; the limit is not cut here";
    case "condition":
      return "its condition is false";
    case "null-bound":
      return "its bound is not known";
    default:
      return "the limit is frozen or referred, so no guardrail is asked";
  }
}

/** Every reason why a person must confirm the outcome; empty where none must. */
export function reviewWords(policy: ValidPolicy, outcome: Outcome): string[] {
  const asking = outcome.applied.filter((name) => policy.rules.find((rule) => rule.name === name)?.event.review === true);
  return [
    ...(outcome.decision === "refer" ? ["the case is referred to a person"] : []),
    ...asking.map((name) => `${shortRuleName(name)} asks for it`),
    ...(isDeepCut(policy, outcome) ? [`a cut of ${(policy.limit.reviewDecreaseBasisPoints ?? 0) / 100} % or more needs one`] : []),
  ];
}

function isDeepCut(policy: ValidPolicy, { limitBefore, limitAfter }: Outcome): boolean {
  const least = policy.limit.reviewDecreaseBasisPoints;
  if (least === null || limitAfter >= limitBefore) return false;
  return BigInt(toHundredths(limitBefore) - toHundredths(limitAfter)) * 10_000n >= BigInt(toHundredths(limitBefore)) * BigInt(least);
}

export const STATUS_WORDS = { fired: "fired", "not-fired": "not fired", disabled: "switched off" } as const;

/** Why a rule that fired was not applied under the policy's strategy; null where it was, or did not fire. */
export function notAppliedWords(policy: ValidPolicy, rule: RuleTrace): string | null {
  if (rule.status !== "fired" || rule.applied) return null;
  return policy.strategy === "first" ? "an earlier rule decided" : "a stricter rule decided";
}
