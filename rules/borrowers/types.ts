import type { Decision, Outcome } from "#rules/evaluate";
import type { Facts } from "#rules/policy";

/** Part of an outcome that a fixture expects. */
export type Expectation = Partial<Outcome>;

/** A saved borrower. */
export interface Fixture {
  readonly name: string;
  readonly facts: Facts;
  readonly expect?: Expectation;
  readonly tags?: readonly string[];
  readonly note?: string;
}

/** What was wrong with one row or entry of a file; `row` is 1-based over the data rows, `line` 1-based in the text. */
export interface RowProblem {
  readonly row: number;
  readonly line?: number;
  readonly name?: string;
  readonly column?: string;
  readonly message: string;
}

export type BorrowerFormat = "json" | "jsonl" | "csv";

export type FixtureFile = {
  readonly fixtures: readonly Fixture[];
  /** Rows that could not be read; the others are in `fixtures`. */
  readonly problems: readonly RowProblem[];
  /** Columns or keys that the policy does not declare, in order of appearance. */
  readonly ignored: readonly string[];
};

export interface Mismatch {
  readonly key: keyof Outcome;
  readonly expected: unknown;
  readonly actual: unknown;
}

export type FixtureStatus = "passed" | "failed" | "unchecked" | "error";
export interface FixtureResult {
  readonly name: string;
  readonly status: FixtureStatus;
  readonly mismatches: readonly Mismatch[];
  readonly error?: { readonly code: string; readonly fact: string; readonly message: string };
}
export type { Decision };
