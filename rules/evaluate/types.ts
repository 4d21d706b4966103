/**
 * What evaluation gives: an outcome in the JSON shape of the policy document's page
 * (money as decimals in the currency), or the reason why a borrower has none; and,
 * where asked, the trace that explains it (money in integer hundredths).
 */
import type { Amount, EventType, FactValue, Facts, Hundredths, Operator } from "#rules/policy";

export const DECISIONS = ["freeze", "refer", "decrease", "hold", "maintain", "increase"] as const;
export type Decision = (typeof DECISIONS)[number];

/** What a policy does to one borrower. Money in currency, at most 2 decimals. */
export interface Outcome {
  readonly limitBefore: number;
  readonly limitAfter: number;
  /** Absent without `limit.balance`, or where the balance is null. */
  readonly available?: number;
  readonly decision: Decision;
  /** Names of the rules that fired, in the total order. */
  readonly fired: readonly string[];
  /** Those that the strategy applied, in order. */
  readonly applied: readonly string[];
  /** Names of the guardrails that changed the limit, in order. */
  readonly bound: readonly string[];
  /** Reason codes that the borrower is told, at most 4. */
  readonly reasons: readonly string[];
  readonly review: boolean;
}

/** Why a borrower cannot be evaluated. */
export interface BorrowerError {
  readonly code:
    | "missing-fact"
    | "null-fact"
    | "wrong-type"
    | "out-of-range"
    | "not-in-values"
    | "unknown-fact"
    | "not-scenario"
    | "unreadable-row";
  readonly fact: string;
  readonly message: string;
}

export type Evaluation =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly errors: readonly BorrowerError[] };

export type TracedEvaluation =
  | { readonly ok: true; readonly outcome: Outcome; readonly trace: Trace }
  | { readonly ok: false; readonly errors: readonly BorrowerError[] };

export type ConditionTrace =
  | { readonly kind: "all" | "any"; readonly result: boolean; readonly conditions: readonly ConditionTrace[] }
  | { readonly kind: "not"; readonly result: boolean; readonly condition: ConditionTrace }
  | { readonly kind: "reference"; readonly result: boolean; readonly name: string; readonly condition: ConditionTrace }
  | {
      readonly kind: "test";
      readonly result: boolean;
      readonly fact: string;
      readonly operator: Operator;
      /** The constant, or the value of the other fact. */
      readonly expected: FactValue | readonly FactValue[];
      /** Name of the other fact where the right side is one. */
      readonly expectedFact?: string;
      readonly actual: FactValue;
      /** True where the fact is null, so that the result says nothing about its value. */
      readonly unknown: boolean;
    };

export interface RuleTrace {
  readonly name: string;
  readonly status: "fired" | "not-fired" | "disabled";
  readonly priority: number;
  readonly event: EventType;
  readonly reason: string;
  /** What decides the rule's group under `strictest`: a `set` counts as what it does to the limit. Only of fired rules. */
  readonly group?: EventType;
  readonly applied: boolean;
  /** Set on an applied or tried rule whose amount is null or negative. */
  readonly noEffect?: "null-amount" | "negative-amount";
  readonly condition: ConditionTrace;
}

/** One move of the running limit, in the order made. */
export type StepTrace =
  | {
      readonly kind: "rule";
      readonly name: string;
      readonly event: EventType;
      readonly amount: Amount | null;
      readonly before: Hundredths;
      readonly after: Hundredths;
      readonly noEffect?: "null-amount" | "negative-amount";
    }
  | { readonly kind: "hold-cap"; readonly before: Hundredths; readonly after: Hundredths }
  | { readonly kind: "guardrail"; readonly name: string; readonly before: Hundredths; readonly after: Hundredths }
  | { readonly kind: "round"; readonly before: Hundredths; readonly after: Hundredths }
  | { readonly kind: "least-change"; readonly before: Hundredths; readonly after: Hundredths };

export interface GuardrailTrace {
  readonly name: string;
  readonly applies: "increase" | "decrease";
  /** `bound`: changed the limit; `passed`: the limit was within it; `not-applicable`: another direction, `when` false, or a null bound. */
  readonly status: "bound" | "passed" | "not-applicable";
  readonly why?: "direction" | "condition" | "null-bound" | "frozen-or-referred";
  readonly bound: Hundredths | null;
  readonly reason: string;
  readonly when?: ConditionTrace;
}

export interface Trace {
  /** Every declared fact's value as read, scenario included. */
  readonly facts: Facts;
  readonly derived: Facts;
  /** In the total order, disabled rules at the place where they would stand. */
  readonly rules: readonly RuleTrace[];
  readonly steps: readonly StepTrace[];
  readonly guardrails: readonly GuardrailTrace[];
}
