/**
 * Hints: what is allowed in a policy and yet probably not meant. In: a valid policy and, where they are at hand, a
 * summary of borrowers and how often each rule fired and decided. Out: data with a code, a place and words; never
 * in the way of a version. Pure and deterministic.
 */
import type { ValidPolicy } from "#rules/policy";
import type { BorrowersSummary } from "./summary.ts";

export const HINT_CODES = [
  "threshold-out-of-range",
  "threshold-beyond-borrowers",
  "null-passes",
  "equal-rules",
  "never-decides",
  "unused-fact",
  "unused-derived-fact",
  "unused-condition",
  "unused-reason",
] as const;
export type HintCode = (typeof HINT_CODES)[number];

export interface Hint {
  readonly code: HintCode;
  /** RFC 6901 pointer. */
  readonly path: string;
  /** Whether the key or the value at `path` is meant. */
  readonly at: "key" | "value";
  readonly message: string;
}

/** How often each rule of the policy fired and was applied among borrowers. */
export interface RuleTally {
  readonly borrowers: number;
  readonly fired: Readonly<Record<string, number>>;
  readonly applied: Readonly<Record<string, number>>;
}

export interface HintInput {
  readonly policy: ValidPolicy;
  readonly borrowers: BorrowersSummary | null;
  readonly tally: RuleTally | null;
}

export type Check = (input: HintInput) => readonly Hint[];
