/** What a backtest is asked and what it says while it runs. Plain data: it crosses to a child process and to worker threads. */
import type { Backtest, ColumnMapping } from "#rules/portfolio";
import type { Facts } from "#rules/policy";

/** Engines that a file can be evaluated on. All give the same figures; `kernels` is the fast one. */
export const FILE_ENGINES = ["kernels", "duckdb", "json-rules-engine"] as const;
export type FileEngine = (typeof FILE_ENGINES)[number];

/** Engines that a table can be evaluated in, where it lies. */
export const DATABASE_ENGINES = ["postgresql", "clickhouse"] as const;
export type DatabaseEngine = (typeof DATABASE_ENGINES)[number];

export interface BacktestRequest {
  /** Texts of valid policies; without a candidate the baseline alone is evaluated (it stands on both sides of the figures). */
  readonly baseline: string;
  readonly candidate: string | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** Path of a .csv or .parquet file. */
  readonly portfolio: string;
  readonly mapping: ColumnMapping;
  /** Facts, derived facts or shared conditions to break the figures down by. */
  readonly by: readonly string[];
  readonly engine: FileEngine;
  /** Whether the shift is divided among the changes between two versions, which costs time; nothing to divide without a candidate. */
  readonly attribution: boolean;
  /** Path of a .parquet or .csv file for the outcomes row by row; written beside itself and moved into place when complete. */
  readonly out: string | null;
  /** Path of a .csv file for every rejected row with its reasons; likewise. */
  readonly rejected: string | null;
}

/** `statements`: a database evaluates its own table; `done` and `total` count statements, since it does not say how far it is within one. */
export type BacktestPhase = "reading" | "evaluating" | "writing" | "statements";

export interface BacktestProgress {
  readonly phase: BacktestPhase;
  readonly done: number;
  /** Rows in all; null while not known. */
  readonly total: number | null;
  /** Rows a second, of late. */
  readonly rate: number;
  readonly secondsLeft: number | null;
}

/** What a user can cause, told in words: what is wrong and what to do. */
export class BacktestProblem extends Error {
  constructor(
    readonly code:
      | "unreadable-portfolio"
      | "bad-mapping"
      | "unknown-column"
      | "invalid-policy"
      | "bad-scenario"
      | "cannot-write"
      | "cannot-connect",
    message: string,
  ) {
    super(message);
  }
}

export interface BacktestDone {
  readonly result: Backtest;
  /** Bytes written, by path. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}
