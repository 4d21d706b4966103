import type { Decision, Outcome } from "#rules/evaluate";
import type { Fact, Facts } from "#rules/policy";

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

/** What types the columns and keys of a file; every valid policy is one. */
export interface FactCatalogue {
  readonly facts: ReadonlyMap<string, Fact>;
}

/** What was wrong with one row or entry of a file; `row` is 1-based over the data rows (0: the file as a whole), `line` 1-based in the text. */
export interface RowProblem {
  readonly row: number;
  readonly line?: number;
  readonly name?: string;
  readonly column?: string;
  readonly message: string;
}

/**
 * One row of a CSV or entry of a JSON file, as read. A value that cannot be read as its
 * fact's type is kept as it stands, so that evaluation refuses it by name, and is told in
 * `problems` as well; `fixture` is null where the row as a whole cannot be read.
 */
export interface BorrowerEntry {
  readonly row: number;
  readonly line?: number;
  /** The row's number where the file names none. */
  readonly name: string;
  readonly fixture: Fixture | null;
  readonly problems: readonly RowProblem[];
}

/** A file's entries, good and bad, in order. */
export interface BorrowerFile {
  readonly entries: readonly BorrowerEntry[];
  /** What is wrong with the file as a whole (row 0). */
  readonly problems: readonly RowProblem[];
  readonly ignored: readonly string[];
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
