/**
 * What goes into the columnar evaluator and what comes out. Rows are borrowers; columns are typed arrays.
 * Money that comes out is hundredths in doubles: whole numbers, exact below 2^53.
 */
import type { BorrowerError, Decision, Outcome } from "#rules/evaluate";
import type { Facts, FactValue } from "#rules/policy";

/**
 * A column as a source gives it: numbers as they stand in a typed array or as codes into different numbers, codes into a list of values, or any JSON values.
 * Of coded numbers code 65,535 is null, and `nulls` says whether there may be one.
 * `nulls[i]` is 1 where row i is null; null where no row is. In `values`, undefined is a fact that the borrower does not give.
 */
export type RawColumn =
  | { readonly kind: "numbers"; readonly values: NumberArray; readonly nulls: Uint8Array | null }
  | { readonly kind: "coded-numbers"; readonly codes: Uint16Array; readonly numbers: Float64Array; readonly nulls: boolean }
  | { readonly kind: "booleans"; readonly values: Uint8Array; readonly nulls: Uint8Array | null }
  | {
      readonly kind: "codes";
      readonly codes: Uint8Array | Uint16Array | Int32Array;
      readonly dictionary: readonly (FactValue | undefined)[];
    }
  | { readonly kind: "values"; readonly values: readonly (FactValue | undefined)[] };

/** What sources give; the laws hold each against the referee. */
export type NumberArray = Float64Array | Int32Array | Int16Array | Uint8Array;

/** Rows to evaluate: a column for each fact that the source has; a fact without one is given by no row. */
export interface RawBatch {
  readonly rows: number;
  /** By fact name. */
  readonly columns: ReadonlyMap<string, RawColumn>;
  /** An outcome observed later, NaN where not known. */
  readonly observed?: Float64Array;
}

/** A row that a version cannot evaluate; `errors` are those that `readFacts` gives, in its order. */
export interface RejectedRow {
  readonly row: number;
  readonly side: "baseline" | "candidate";
  readonly errors: readonly BorrowerError[];
}

/** Bit `row & 31` of word `row >> 5`. */
export type Bits = Uint32Array;

/** The outcomes of one version; views into the evaluator's memory, valid until its next `load` or `run`. */
export interface OutcomeColumns {
  readonly rows: number;
  /** Rows that have an outcome: all but the rejected ones. */
  readonly valid: Bits;
  readonly limitBefore: Float64Array;
  readonly limitAfter: Float64Array;
  /** NaN: absent. */
  readonly available: Float64Array;
  /** Index in `DECISIONS`; 255 for rejected rows. */
  readonly decision: Uint8Array;
  readonly review: Bits;
  /** By rule, in the total order. */
  readonly fired: readonly Bits[];
  readonly applied: readonly Bits[];
  /** By guardrail, in order. */
  readonly bound: readonly Bits[];
  /** Four a row: 0 for none, else 1 + index in `Program.reasons`. */
  readonly reasons: Uint16Array;
}

/** Rows that a rule fires for; those of them where the strategy applies it. */
export interface RuleCount {
  readonly fired: number;
  readonly applied: number;
}

export type { Decision, Facts, Outcome };
