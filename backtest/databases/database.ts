/** What a run needs of a database, whichever it is. */
import type { Dialect, ValueType } from "#rules/compile";

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  readonly engine: "postgresql" | "clickhouse";
  readonly dialect: Dialect;
  /** The columns of a table with the database's names of their types; empty for a table that is not there. */
  columnsOf(table: string): Promise<ReadonlyMap<string, string>>;
  /** Rejects with a DatabaseProblem; `cancelled` where the signal stopped it. */
  query(sql: string): Promise<readonly Row[]>;
  execute(sql: string): Promise<void>;
  /** A statement that makes a table of a query's rows. */
  createTableAs(table: string, query: string): string;
  /** Whether a column of this type can hold such values. */
  holds(stored: string, type: ValueType): boolean;
  close(): Promise<void>;
}

/** A name with its schema, each part quoted. */
export function qualified(dialect: Dialect, name: string): string {
  return name.split(".").map(dialect.identifier).join(".");
}
