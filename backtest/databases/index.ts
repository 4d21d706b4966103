/** Backtests inside PostgreSQL and ClickHouse: `runInDatabase`. */
export { backtestOf, type DatabaseBacktestRequest, runDatabaseBacktest } from "./backtest-in-database.ts";
export { runInDatabase } from "./run-in-database.ts";
export * from "./types.ts";
