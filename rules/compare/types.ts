/** The comparison of two versions on the same borrowers, in the JSON shape of the command line's page. */
import type { BorrowerError, Decision, Outcome } from "#rules/evaluate";
import type { Facts, Json } from "#rules/policy";

export type ChangeKind = "added" | "removed" | "changed" | "reordered";
export type ChangeSubject = "rule" | "derived" | "condition" | "guardrail" | "limit" | "strategy" | "fact" | "reason" | "policy";

/** One JSON leaf that differs, with a plain sentence. Absent sides are undefined. */
export interface Edit {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly text: string;
}

export interface Change {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly subject: ChangeSubject;
  readonly name: string;
  readonly edits: readonly Edit[];
}

export interface Changes {
  /** What can alter outcomes. */
  readonly changes: readonly Change[];
  /** What cannot: renames, titles, labels, reason texts, additions that nothing reads yet. */
  readonly wording: readonly Change[];
}

export interface Side {
  readonly name: string;
  readonly hash: string;
}

export interface SideSummary {
  /** Sum of limits after, in currency. */
  readonly limit: number;
  /** Sum of available credit where known, in currency. */
  readonly available: number;
  readonly decisions: Readonly<Record<Decision, number>>;
  /** Borrowers that need a person. */
  readonly review: number;
}

export interface ComparisonSummary {
  readonly borrowers: number;
  readonly errors: number;
  /** Limit after, decision or available credit differs. */
  readonly shifted: number;
  /** Same limit and decision, other reasons. */
  readonly reasonShifted: number;
  readonly baseline: SideSummary;
  readonly candidate: SideSummary;
}

export interface MigrationCell {
  readonly baseline: Decision;
  readonly candidate: Decision;
  readonly borrowers: number;
  readonly limitBaseline: number;
  readonly limitCandidate: number;
  readonly availableBaseline: number;
  readonly availableCandidate: number;
}

export interface ComparedBorrower {
  readonly name: string;
  readonly baseline: Outcome;
  readonly candidate: Outcome;
}

export interface FailedBorrower {
  readonly name: string;
  readonly side: "baseline" | "candidate";
  readonly error: BorrowerError;
}

export interface Comparison {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly changes: readonly Change[];
  readonly wording: readonly Change[];
  readonly summary: ComparisonSummary;
  readonly migration: readonly MigrationCell[];
  /** Shifted ones in input order; all with `all`. */
  readonly borrowers: readonly ComparedBorrower[];
  /** Borrowers that either version cannot evaluate, with the first reason. */
  readonly failures: readonly FailedBorrower[];
}
