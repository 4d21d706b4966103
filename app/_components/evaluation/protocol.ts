/**
 * What the page and its evaluation worker say to each other. Every job has a number that the page gives;
 * the worker answers it once, or says why it failed. A cancelled job falls silent.
 */
import type { ComparisonFigures, PackedOutcomes } from "#rules/columns";
import type { Attribution, Changes, DataPin, PackedShares } from "#rules/compare";
import type { RawBatch, RejectedRow, RuleCount } from "#rules/compile";
import type { Outcome, TracedEvaluation } from "#rules/evaluate";
import type { GuidanceResult } from "#rules/guidance";
import type { Facts, Strategy } from "#rules/policy";
import type { SweepResult } from "#rules/sweep";

export interface SideFacts {
  readonly baseline: Facts;
  readonly candidate: Facts;
}

interface Pair {
  readonly baselineText: string;
  readonly candidateText: string;
  readonly scenario: SideFacts;
}

export interface SweepQuestion {
  readonly policyText: string;
  readonly scenario: Facts;
  /** JSON pointer of the number. */
  readonly at: string;
  /** A column of the borrowers with what was observed later. */
  readonly observed?: string;
  /** Exactly these values instead of the curve. */
  readonly values?: readonly number[];
}

/** What each kind of job is asked with. */
export interface Questions {
  /** One version on a list of borrowers. */
  evaluate: { readonly policyText: string; readonly scenario: Facts; readonly borrowers: BorrowerList };
  /** Two versions on a list of borrowers: everything. */
  compare: Pair & { readonly borrowers: BorrowerList };
  /** The same: figures only. */
  effect: Pair & { readonly borrowers: BorrowerList };
  /** The same: the shift divided among the changes, which takes longer than the figures. */
  attribute: Pair & { readonly borrowers: BorrowerList };
  /** What pins the borrowers of such a comparison. */
  data: Pick<Pair, "baselineText" | "candidateText"> & { readonly borrowers: BorrowerList; readonly names: readonly string[] };
  /** The curve of one number of a text over the borrowers. */
  sweep: SweepQuestion & { readonly borrowers: BorrowerList };
  /** Borrowers of a list that a rule of the candidate fires for, or is applied to. */
  rule: Pair & { readonly borrowers: BorrowerList; readonly rule: string; readonly by: "fired" | "applied"; readonly most: number };
  changes: Pair;
  /** One borrower by the referee, with its trace. */
  trace: { readonly policyText: string; readonly scenario: Facts; readonly facts: Facts };
  /** One borrower: why, why not, what would change it, the notice. */
  guide: { readonly policyText: string; readonly scenario: Facts; readonly facts: Facts };
}

/** What each kind of job is answered with. */
export interface Answers {
  evaluate: { readonly outcomes: PackedOutcomes; readonly rejected: readonly RejectedRow[] };
  compare: ComparedOutcomes;
  effect: EffectAnswer;
  attribute: AttributionAnswer;
  data: DataPin;
  /** Null where the text is no valid policy. */
  sweep: SweepResult | null;
  /** Null where a text is no valid policy. */
  rule: readonly RuleBorrower[] | null;
  changes: ComparedVersions;
  trace: TracedEvaluation;
  /** Null where the text is no valid policy. */
  guide: GuidanceResult | null;
}

export type JobKind = keyof Questions;

export type JobRequest = { [Kind in JobKind]: { readonly kind: Kind; readonly job: number } & Questions[Kind] }[JobKind];

export type Request = JobRequest | { readonly kind: "cancel"; readonly job: number } | { readonly kind: "forget"; readonly list: number };

/** A list of borrowers. Its columns are sent the first time only; the worker keeps them under the list's number. */
export interface BorrowerList {
  readonly list: number;
  readonly batch?: RawBatch;
}

export type Reply =
  | { readonly kind: "answer"; readonly job: number; readonly answer: Answers[JobKind] }
  | { readonly kind: "failed"; readonly job: number; readonly message: string }
  /** How far a job has come that takes long. */
  | { readonly kind: "progress"; readonly job: number; readonly progress: Progress };

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** All of a comparison that does not depend on borrowers. */
export interface ComparedVersions extends Changes {
  readonly baseline: { readonly name: string; readonly hash: string };
  readonly candidate: { readonly name: string; readonly hash: string };
  readonly scenario: SideFacts;
}

export interface ComparedOutcomes {
  readonly versions: ComparedVersions;
  readonly figures: ComparisonFigures;
  readonly baseline: PackedOutcomes;
  readonly candidate: PackedOutcomes;
  readonly rejected: readonly RejectedRow[];
}

/** Null where a text is no valid policy, which while one types is no failure. */
export type EffectAnswer = {
  readonly figures: ComparisonFigures;
  /** By rule of the candidate, disabled ones left out. */
  readonly rules: Readonly<Record<string, RuleCount>>;
  readonly strategy: Strategy;
  /** What the first borrower without an outcome lacks. */
  readonly firstError: string | null;
  /** From the texts to the figures, in the worker. */
  readonly milliseconds: number;
} | null;

/** One borrower of a list, by its row, with its outcomes. */
export interface RuleBorrower {
  readonly row: number;
  readonly baseline: Outcome | null;
  readonly candidate: Outcome | null;
}

export interface AttributionAnswer {
  readonly attribution: Attribution;
  /** Rows are the borrowers of the list; a change is its place in the attribution. */
  readonly rows: PackedShares;
}
