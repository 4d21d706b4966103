/**
 * What the page and its evaluation workers say to each other. Every job has a number that the page gives;
 * a worker answers it with batches and one `done`, or with one `failed`. A cancelled job falls silent.
 */
import type { Evaluation, TracedEvaluation } from "#rules/evaluate";
import type { Changes } from "#rules/compare";
import type { Facts } from "#rules/policy";

export type Request =
  | {
      readonly kind: "evaluate";
      readonly job: number;
      readonly policyText: string;
      readonly scenario: Facts;
      readonly borrowers: BorrowerPart;
    }
  | {
      readonly kind: "changes";
      readonly job: number;
      readonly baselineText: string;
      readonly candidateText: string;
      readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
    }
  | { readonly kind: "trace"; readonly job: number; readonly policyText: string; readonly scenario: Facts; readonly facts: Facts }
  | { readonly kind: "cancel"; readonly job: number }
  | { readonly kind: "forget"; readonly list: number };

/** Part of a list of borrowers. The list itself is sent the first time only; the worker keeps it under its number. */
export interface BorrowerPart {
  readonly list: number;
  readonly facts?: readonly Facts[];
  /** Which of the list, in order; null for `from` to `to`. */
  readonly indices: readonly number[] | null;
  readonly from: number;
  readonly to: number;
}

export type Reply =
  | { readonly kind: "batch"; readonly job: number; readonly indices: readonly number[]; readonly evaluations: readonly Evaluation[] }
  | { readonly kind: "changes"; readonly job: number; readonly answer: ComparedVersions }
  | { readonly kind: "trace"; readonly job: number; readonly answer: TracedEvaluation }
  | { readonly kind: "done"; readonly job: number }
  | { readonly kind: "failed"; readonly job: number; readonly message: string };

/** All of a comparison that does not depend on borrowers. */
export interface ComparedVersions extends Changes {
  readonly baseline: { readonly name: string; readonly hash: string };
  readonly candidate: { readonly name: string; readonly hash: string };
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
}
