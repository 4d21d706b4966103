/** What a backtest inside a database is asked, and the figures that come back. Money is whole hundredths as bigint, exact at any size. */
import type { RowError, SourceColumn, ValueType } from "#rules/compile";
import type { Decision } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import type { DatabaseEngine } from "../types.ts";

export interface DatabaseRequest {
  /** `postgresql://user:password@host/database`, or `http://user:password@host:8123/database` of a ClickHouse server. */
  readonly url: string;
  /** The table or view of borrowers, perhaps with its schema: `risk.portfolio`. */
  readonly table: string;
  /** The column that names a borrower; read for a results table only, which needs it. */
  readonly id: string | null;
  /** The column of each fact; a fact that is not here is read from the column of its own name if the table has one. */
  readonly columns: Readonly<Record<string, SourceColumn>>;
  readonly baseline: ValidPolicy;
  /** Null: the baseline stands on both sides. */
  readonly candidate: ValidPolicy | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** A column with an outcome observed later: a number, or true and false. */
  readonly observed: string | null;
  /** Facts, derived facts or shared conditions to break the figures down by; a number by ranges [edge, next edge) where edges are given, or by buckets of two significant digits. */
  readonly by: readonly { readonly name: string; readonly edges?: readonly number[]; readonly buckets?: boolean }[];
  /** A table to create with the outcome of every borrower; it must not exist. Not on a cluster. */
  readonly results: string | null;
  /** ClickHouse only: `table` is the local table on every shard. */
  readonly cluster: {
    readonly name: string;
    /** The HTTP address of each shard, the first server's own among them. */
    readonly shards: readonly string[];
    /** `statements`: one to every shard, added up here. `views`: a Distributed table over a view on each shard; needs the right to create them. */
    readonly way: "statements" | "views";
  } | null;
  /** Told before each statement: how many are done, of how many. */
  readonly onStatement?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface DatabaseSide {
  readonly limit: bigint;
  /** Sum of available credit where it is known. */
  readonly available: bigint;
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly review: number;
}

export interface DatabaseObserved {
  /** Borrowers whose value is known. */
  readonly borrowers: number;
  readonly sum: number;
}

export interface DatabaseCell {
  readonly baseline: Decision;
  readonly candidate: Decision;
  readonly borrowers: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly reviewBaseline: number;
  readonly reviewCandidate: number;
  readonly limitBefore: bigint;
  readonly limitBaseline: bigint;
  readonly limitCandidate: bigint;
  readonly availableBaseline: bigint;
  readonly availableCandidate: bigint;
  readonly observed: DatabaseObserved;
}

export interface DatabaseFigures {
  readonly borrowers: number;
  readonly errors: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly limitBefore: bigint;
  readonly baseline: DatabaseSide;
  readonly candidate: DatabaseSide;
  readonly observed: DatabaseObserved;
  /** Rows and columns in the order of decisions; cells without borrowers are absent. */
  readonly migration: readonly DatabaseCell[];
}

export interface DatabaseGroup extends DatabaseFigures {
  /** The value as text, `true` or `false`; with edges the number of edges that the value reaches, with buckets the bucket (a half farther from zero where a number is not whole); null where it is not known. */
  readonly value: string | null;
}

/** Borrowers by the change of their limits: `bin` counts the `CHANGE_EDGES` that the change reaches; of one version from before to after. */
export interface DatabaseChange {
  readonly bin: number;
  readonly borrowers: number;
  readonly sum: bigint;
}

export interface DatabaseAggregates extends DatabaseFigures {
  readonly engine: DatabaseEngine;
  /** Rows by their first error; a row that both sides refuse counts for the baseline. */
  readonly rejected: readonly (RowError & { readonly side: "baseline" | "candidate"; readonly rows: number })[];
  readonly changes: readonly DatabaseChange[];
  readonly breakdowns: readonly { readonly by: string; readonly type: ValueType; readonly groups: readonly DatabaseGroup[] }[];
}

/** What a user can cause, told in words: what is wrong and what to do. */
export class DatabaseProblem extends Error {
  constructor(
    readonly code:
      | "cannot-connect"
      | "unknown-table"
      | "unknown-column"
      | "wrong-column-type"
      | "bad-request"
      | "failed-statement"
      | "cancelled",
    message: string,
  ) {
    super(message);
  }
}
