/**
 * The valid policy: the policy document (shared format `limit-policy/1`) after
 * parsing, with names resolved, types checked and every default explicit. Frozen.
 * Everything deeper than the parser accepts only this type and re-checks nothing.
 * Money is integer hundredths of the policy's currency; percentages are basis points.
 */
import type { Expression } from "./expression.ts";

/** Integer hundredths of the policy's currency. */
export type Hundredths = number;
/** Hundredths of a percent: 12.5 % is 1250. */
export type BasisPoints = number;

export type Locale = "en" | "zh";
export type LocalText = { readonly en?: string; readonly zh?: string };

export type FactType = "number" | "integer" | "money" | "boolean" | "string" | "strings";
/** A fact's value as JSON. Money is in the currency's unit here (decimal), as borrowers give it. */
export type FactValue = number | boolean | string | readonly string[] | null;
/** A borrower's facts, or a scenario's: name → value. */
export type Facts = Readonly<Record<string, FactValue>>;

export interface Fact {
  readonly kind: "fact";
  readonly name: string;
  readonly type: FactType;
  readonly nullable: boolean;
  readonly min: number | null;
  readonly max: number | null;
  readonly values: readonly string[] | null;
  readonly scope: "borrower" | "scenario";
  readonly protected: boolean;
  readonly change: "increase" | "decrease" | "either" | "none";
  readonly unit: string | null;
  readonly label: LocalText;
}

export interface DerivedFact {
  readonly kind: "derived";
  readonly name: string;
  readonly type: "number" | "boolean" | "string";
  readonly nullable: boolean;
  readonly source: string;
  readonly expression: Expression;
  readonly default: number | boolean | string | null;
  readonly label: LocalText;
}

export type Operator =
  | "equal"
  | "notEqual"
  | "lessThan"
  | "lessThanInclusive"
  | "greaterThan"
  | "greaterThanInclusive"
  | "in"
  | "notIn"
  | "contains"
  | "doesNotContain";

/** The right side of a condition: a constant, or another fact's value. */
export type Operand =
  | { readonly kind: "constant"; readonly value: FactValue | readonly FactValue[] }
  | { readonly kind: "fact"; readonly fact: string };

export type Condition =
  | { readonly kind: "all"; readonly conditions: readonly Condition[] }
  | { readonly kind: "any"; readonly conditions: readonly Condition[] }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "reference"; readonly name: string }
  | TestCondition;

/** A leaf: one fact, one operator, one operand. */
export interface TestCondition {
  readonly kind: "test";
  readonly fact: string;
  readonly operator: Operator;
  readonly operand: Operand;
}

export type EventType = "increase" | "decrease" | "set" | "hold" | "refer" | "freeze";

/** By how much an event moves the limit; null for hold, refer and freeze. */
export type Amount =
  | { readonly kind: "percent"; readonly basisPoints: BasisPoints }
  | { readonly kind: "amount"; readonly hundredths: Hundredths }
  | { readonly kind: "fact"; readonly fact: string };

export interface PolicyEvent {
  readonly type: EventType;
  readonly amount: Amount | null;
  readonly reason: string;
  readonly review: boolean;
}

export interface Rule {
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly priority: number;
  /** Index in the document's `rules`. */
  readonly position: number;
  readonly conditions: Condition;
  readonly event: PolicyEvent;
}

export interface Guardrail {
  readonly name: string;
  readonly applies: "increase" | "decrease";
  readonly bound: { readonly kind: "amount"; readonly hundredths: Hundredths } | { readonly kind: "fact"; readonly fact: string };
  readonly when: Condition | null;
  readonly reason: string;
}

export type Strategy = "sequential" | "first" | "strictest";

export interface Limit {
  readonly fact: string;
  readonly balance: string | null;
  readonly step: Hundredths;
  readonly minChange: { readonly amount: Hundredths; readonly basisPoints: BasisPoints };
  readonly reviewDecreaseBasisPoints: BasisPoints | null;
}

export interface ValidPolicy {
  /** `sha256:` and the hex digest of the document's text in UTF-8, byte for byte. */
  readonly hash: string;
  /** The document as parsed from the text, unknown `x-` keys included. */
  readonly document: PolicyDocument;
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly currency: string;
  readonly limit: Limit;
  readonly strategy: Strategy;
  readonly facts: ReadonlyMap<string, Fact>;
  /** Every derived fact after those that it reads. */
  readonly derived: ReadonlyMap<string, DerivedFact>;
  readonly conditions: ReadonlyMap<string, Condition>;
  /** In document order. */
  readonly rules: readonly Rule[];
  /** Enabled rules in the total order in which fired rules stand: priority descending, then position. */
  readonly ranked: readonly Rule[];
  readonly guardrails: readonly Guardrail[];
  readonly reasons: ReadonlyMap<string, LocalText>;
}

/** Why a document is not a valid policy, and where. `line` and `column` are 1-based, `path` is an RFC 6901 pointer. */
export interface Problem {
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParseResult =
  | { readonly ok: true; readonly hash: string; readonly policy: ValidPolicy }
  | { readonly ok: false; readonly hash: string; readonly problems: readonly Problem[] };

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
/** A policy document as JSON, in the shape that `policyDocumentSchema` describes. */
export type PolicyDocument = JsonObject;

/** A place in a text; lines and columns are 1-based, the end is exclusive. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
