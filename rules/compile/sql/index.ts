/** Program → SQL, a file per dialect. A compiler gives a statement and never runs it. */
export {
  type AggregateOptions,
  type AggregateRow,
  aggregateSql,
  groupType,
  NOT_KNOWN,
  readSum,
  type SqlAggregates,
  shardedAggregateSql,
} from "./aggregates.ts";
export type { RowError } from "./checks.ts";
export { clickhouse, type ClickhouseOptions } from "./clickhouse.ts";
export type { Dialect, DialectName } from "./dialect.ts";
export { duckdb } from "./duckdb.ts";
export { postgresql } from "./postgresql.ts";
export { readableSql } from "./readable.ts";
export { compileSql, type RowOutcome, readRow, type SqlRows, type SqlRowsOptions, type SqlSource, type VersionOutputs } from "./rows.ts";
export type { SourceColumn } from "./values.ts";
