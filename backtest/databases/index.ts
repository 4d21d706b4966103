/** Backtests inside PostgreSQL and ClickHouse: `runInDatabase`. */
export { runInDatabase } from "./run-in-database.ts";
export * from "./types.ts";
