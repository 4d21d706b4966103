/**
 * A portfolio and what a backtest finds on it, in the JSON shape that the command line, the HTTP API and the
 * pages share. Money is decimal in the policies' currency, exact to the hundredth.
 */
import type { Attribution, Change, ComparisonSummary, MigrationCell, Side } from "#rules/compare";
import type { BorrowerError, Decision } from "#rules/evaluate";
import type { Facts, FactType } from "#rules/policy";

/** How a portfolio's file stores a column, as far as facts care. `texts` is a list of texts. */
export type ColumnType = "number" | "integer" | "boolean" | "text" | "texts" | "date" | "other";

export interface NumberBin {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive, but for the last bin. */
  readonly to: number;
  readonly rows: number;
}

/** One column of a portfolio, counted over all rows. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  /** The type's name in the file, such as VARCHAR or DOUBLE. */
  readonly stored: string;
  readonly nulls: number;
  /** How many different values; an estimate where `distinctExact` is false. */
  readonly distinct: number;
  readonly distinctExact: boolean;
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** Of numbers. */
  readonly mean: number | null;
  /** Least value that at least 5, 25, 50, 75 and 95 % of the numbers do not exceed; null for other types. */
  readonly quantiles: readonly [number, number, number, number, number] | null;
  /** Of numbers; empty for other types. */
  readonly histogram: readonly NumberBin[];
  /** The most frequent values with their counts, at most 20; of all types but wide numbers. */
  readonly top: readonly { readonly value: string; readonly rows: number }[];
  /** The fact type that the values fit best, for columns that a policy does not declare yet. */
  readonly guess: FactType;
}

export interface PortfolioProfile {
  readonly rows: number;
  /** Rows of a CSV file that are none, such as one with a cell too many; they are among no others. */
  readonly unreadable?: number;
  readonly columns: readonly ColumnProfile[];
}

/** Which column gives a fact, the borrowers' names, and an outcome observed later. A fact without an entry is read from the column of its own name. */
export interface ColumnMapping {
  /** By fact. */
  readonly facts: Readonly<Record<string, string>>;
  /** Null: `name`, else `id`, else the row's number. */
  readonly id: string | null;
  readonly observed: string | null;
}

/** One outcome observed later, over borrowers whose value is known. */
export interface Observed {
  readonly borrowers: number;
  readonly mean: number | null;
}

export interface ObservedSummary {
  readonly column: string;
  readonly all: Observed;
  readonly baseline: Readonly<Record<Decision, Observed>>;
  readonly candidate: Readonly<Record<Decision, Observed>>;
  /** Newly restricted: shifted into freeze, refer or decrease; released: shifted out of them; other shifts between decisions; unshifted decisions. */
  readonly swapSets: Readonly<Record<"restricted" | "released" | "otherwise" | "same", Observed>>;
}

export interface BacktestCell extends MigrationCell {
  /** Mean of the observed column over the cell's borrowers with a value; only where one is asked for. */
  readonly observedMean?: number | null;
}

/** One group of a breakdown with the comparison's figures. */
export interface BreakdownGroup {
  /** The value as text, or the range; "not known" for null, "other" for what the listed values leave over. */
  readonly label: string;
  readonly kind: "value" | "range" | "null" | "other" | "true" | "false";
  readonly from?: number;
  readonly to?: number;
  readonly borrowers: number;
  readonly shifted: number;
  readonly summary: Pick<ComparisonSummary, "baseline" | "candidate">;
  readonly observed?: Observed;
}

/** A breakdown by a fact, a derived fact or a shared condition. */
export interface Breakdown {
  readonly by: string;
  readonly subject: "fact" | "derived" | "condition";
  readonly protected: boolean;
  readonly groups: readonly BreakdownGroup[];
}

/** How limits change from baseline to candidate (or, in a backtest of one version, from before to after). Ends are inclusive at `from`. */
export interface ChangeBin {
  readonly from: number | null;
  readonly to: number | null;
  readonly borrowers: number;
  /** Sum of the changes. */
  readonly sum: number;
}

/** Rows that a version cannot evaluate, counted by their first error. */
export interface Rejection {
  readonly side: "baseline" | "candidate" | "file";
  /** `too-large`: in a database, a limit beyond what its whole numbers hold. */
  readonly code: BorrowerError["code"] | "too-large";
  readonly fact: string;
  readonly rows: number;
  /** Of the first such row, with its name; a database does not say which row is its first: then without values, and the name is empty. */
  readonly message: string;
  readonly name: string;
}

/** What a run found: everything but the rows. The same inputs give the same bytes. Attribution only of two versions, where it was asked for, and never of a database: it needs the rows. */
export interface Backtest extends Partial<Attribution> {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** What decided: `kernels`, `duckdb`, `json-rules-engine`, `postgresql` or `clickhouse`. All decide the same. */
  readonly engine: string;
  /** The hash of the file; empty for a table of a database, which may change from one run to the next. */
  readonly portfolio: { readonly hash: string; readonly rows: number; readonly mapping: ColumnMapping };
  /** The build that ran it. */
  readonly build: string;
  readonly changes: readonly Change[];
  readonly wording: readonly Change[];
  readonly summary: ComparisonSummary & { readonly limitBefore: number; readonly observed?: ObservedSummary };
  readonly migration: readonly BacktestCell[];
  readonly breakdowns: readonly Breakdown[];
  /** Of limit after, candidate − baseline; of one version: after − before. */
  readonly distribution: readonly ChangeBin[];
  readonly rejected: readonly Rejection[];
  /** Columns that no fact is read from. */
  readonly ignored: readonly string[];
}
