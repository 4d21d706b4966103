/** What a sweep is asked and what it answers; all plain data, fit to be handed from a worker to a page. Money is decimals in the policy's currency. */
import type { KernelOptions, RawBatch } from "#rules/compile";
import type { Decision } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";

/** The part of an AbortSignal that is read here; throws when asked to stop. */
export interface Stop {
  throwIfAborted(): void;
}

export interface SweepInput {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
  /** Borrowers in columns; stays as it is. */
  readonly batch: RawBatch;
  /** JSON pointer of a number in the document. */
  readonly at: string;
  /** A column of the batch with what was observed later, such as a default (0 or 1). */
  readonly observed?: string;
  /** Exactly these values instead of the curve. */
  readonly values?: readonly number[];
  /** How many points are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Awaited now and then, so that other work can run. */
  readonly pause?: () => Promise<void>;
  readonly signal?: Stop;
  readonly kernels?: KernelOptions;
}

/** Whose number it is. */
export interface SweepSubject {
  readonly kind: "rule" | "condition" | "guardrail" | "policy";
  /** The rule's, shared condition's or guardrail's name; of the policy's own numbers, their key. */
  readonly name: string;
}

/** Whom `touched` counts: the rule fires, the shared condition holds, the guardrail binds, or the limit changes. */
export type SweepTouch = "fires" | "holds" | "binds" | "moves";

/** The measures with the number at one value, over all borrowers with an outcome. */
export interface SweepPoint {
  readonly value: number;
  readonly touched: number;
  /** Borrowers whose limit, decision or available credit differs from the current text's. */
  readonly shifted: number;
  readonly limit: number;
  readonly available: number;
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly review: number;
  /** Borrowers without an outcome. */
  readonly errors: number;
  /** Those touched whose observation is known, and its mean over them; null over none. */
  readonly observed?: { readonly borrowers: number; readonly mean: number | null };
}

export interface Sweep {
  readonly policy: { readonly name: string; readonly hash: string };
  readonly at: string;
  readonly current: number;
  /**
   * `threshold`: between two neighbouring values in the data nothing changes, so that the points are the whole curve (thinned where
   * `of` is more than their number). `grid`: exact at each point, and silent on what lies between.
   */
  readonly kind: "threshold" | "grid";
  readonly subject: SweepSubject;
  readonly touch: SweepTouch;
  /** What the number stands in, in words. */
  readonly sentence: { readonly en: string; readonly zh: string };
  /** The fact that a threshold is compared with. */
  readonly fact?: string;
  readonly borrowers: number;
  /** Ascending by value; the current one is always among them, with its neighbours. */
  readonly points: readonly SweepPoint[];
  /** How many points there are before thinning; where values were asked for, how many those are. */
  readonly of: number;
}

export interface SweepProblem {
  readonly code: "no-such-place" | "not-a-number" | "invalid-value" | "unknown-column";
  /** Lower case, with what to do. */
  readonly message: string;
  /** Pointers of numbers near the one asked for. */
  readonly near: readonly string[];
}

export type SweepResult = { readonly ok: true; readonly sweep: Sweep } | { readonly ok: false; readonly problem: SweepProblem };
