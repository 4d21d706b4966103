/** The comparison of two versions on the same borrowers, in the JSON shape of the command line's page. */
import type { BorrowerError, Decision, Outcome } from "#rules/evaluate";
import type { Facts, Json } from "#rules/policy";

/** The part of an AbortSignal that is read here; throws when asked to stop. */
export interface Stop {
  throwIfAborted(): void;
}

export type ChangeKind = "added" | "removed" | "changed" | "reordered";
export type ChangeSubject =
  | "rule"
  | "derived"
  | "condition"
  | "guardrail"
  | "limit"
  | "strategy"
  | "fact"
  | "reason"
  | "policy"
  | "scenario";

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

/** A change's part in the shift of one measure, in currency. */
export interface MeasureShares {
  /** What it does applied alone to the baseline. */
  readonly solo: number;
  /** What it does applied last, after all others. */
  readonly last: number;
  /** Its Shapley share; those of all changes sum to the shift. */
  readonly share: number;
  /** Standard error of the share, where more than twelve changes touch one borrower and orders are sampled. */
  readonly stderr?: number;
}

/** Borrowers whose decision a change, applied alone to the baseline, turns from one into another. */
export interface DecisionFlip {
  readonly from: Decision;
  readonly to: Decision;
  readonly borrowers: number;
}

export interface ChangeAttribution {
  /** Id of the change. */
  readonly change: string;
  /** Borrowers whose outcome this change alone alters, from either side. */
  readonly touched: number;
  readonly limit: MeasureShares;
  readonly available: MeasureShares;
  /** In the order of decisions. */
  readonly flips: readonly DecisionFlip[];
}

/** What two changes do together beyond what each does alone to the baseline, in currency. */
export interface Interaction {
  /** Ids of the changes, in their order. */
  readonly changes: readonly [string, string];
  /** Borrowers whom both touch. */
  readonly borrowers: number;
  readonly limit: number;
  readonly available: number;
}

/** The shift divided among the changes. */
export interface Attribution {
  /** One per change, in their order. */
  readonly attribution: readonly ChangeAttribution[];
  /** The pairs that matter most, largest first. */
  readonly interactions: readonly Interaction[];
}

export interface ComparedBorrower {
  readonly name: string;
  readonly baseline: Outcome;
  readonly candidate: Outcome;
  /** By change: its share of this borrower's shift in limit, in currency; changes without a share are left out. */
  readonly shares?: Readonly<Record<string, number>>;
  /** The same of available credit. */
  readonly availableShares?: Readonly<Record<string, number>>;
}

export interface FailedBorrower {
  readonly name: string;
  readonly side: "baseline" | "candidate";
  readonly error: BorrowerError;
}

/** What pins the borrowers that were compared. */
export interface DataPin {
  /** Of names and declared facts, in their order: the same for the same borrowers, wherever they came from. */
  readonly hash: string;
}

export interface Comparison extends Partial<Attribution> {
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
  readonly data?: DataPin;
}
