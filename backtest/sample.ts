/**
 * A sample of a portfolio's rows as borrowers: as many rows as asked, chosen by a hash of the row's number, so that the
 * same file gives the same borrowers every time and a larger sample holds a smaller one. In the order of the file. Cells
 * mean what they mean to a run; whether a policy can evaluate them is not asked here.
 */
import type { NamedBorrower } from "#rules/compare";
import type { Fact, FactValue } from "#rules/policy";
import type { DuckDBValue } from "@duckdb/node-api";
import { type ColumnSource, readableSql, sourceOfFact } from "./column-sources.ts";
import { openDatabase } from "./duckdb.ts";
import { numberInFile } from "./names.ts";
import { openPortfolio, type PortfolioColumn } from "./portfolio-file.ts";

export interface SampleRequest {
  /** Path of a .csv or .parquet file. */
  readonly portfolio: string;
  readonly rows: number;
  /** The facts wanted, each with the column that gives it. */
  readonly facts: readonly { readonly fact: Fact; readonly column: string }[];
  /** Column of the borrowers' names; null: the row's number, from 1. */
  readonly id: string | null;
}

/** Throws a `BacktestProblem` where the file cannot be read. */
export async function samplePortfolio({ portfolio, rows, facts, id }: SampleRequest, signal?: AbortSignal): Promise<NamedBorrower[]> {
  const database = openDatabase(1, signal);
  try {
    const file = await openPortfolio(database, portfolio, { signal });
    const columns = new Map(file.columns.map((column) => [column.name, column]));
    const sources = facts.flatMap(({ fact, column }) => {
      const found = columns.get(column);
      return found ? [sourceOfFact(fact, found, file)] : [];
    });
    const selected = [nameSql(id === null ? undefined : columns.get(id)), ...sources.map(valueSql)];
    const found = await database.rows(sampleSql(selected, file.relation, rows));
    return found.map(([row, name, ...values]) => ({
      name: nameOf(name ?? null, numberInFile(Number(row), file.unreadable)),
      facts: Object.fromEntries(sources.flatMap((source, at) => entriesOf(source, values[at] ?? null))),
    }));
  } finally {
    database.close();
  }
}

/** The same rows by their place among those that can be read, from 1; ascending. */
export async function sampleRows(portfolio: string, rows: number, signal?: AbortSignal): Promise<number[]> {
  const database = openDatabase(1, signal);
  try {
    const { relation } = await openPortfolio(database, portfolio, { signal });
    return (await database.rows(sampleSql([], relation, rows))).map(([row]) => Number(row));
  } finally {
    database.close();
  }
}

function sampleSql(selected: readonly string[], relation: string, rows: number): string {
  const columns = selected.map((sql, at) => `, ${sql} AS v${at}`).join("");
  const numbered = `SELECT row_number() OVER () AS row_in_file, * FROM ${relation}`;
  const chosen = `SELECT row_in_file${columns} FROM (${numbered}) ORDER BY ${mixed("row_in_file::UBIGINT")}, row_in_file LIMIT ${rows}`;
  return `SELECT row_in_file::DOUBLE, * EXCLUDE (row_in_file) FROM (${chosen}) ORDER BY row_in_file`;
}

/** A row's number spread over 32 bits, as SQL: DuckDB's own `hash` may change with its version. Two rounds of xor-shift and multiply. */
function mixed(row: string): string {
  const round = (x: string) => `(xor(${x}, ${x} >> 16) * 73244475) % 4294967296`;
  const last = round(`(${round(`(${row} % 4294967296)`)})`);
  return `xor((${last}), (${last}) >> 16)`;
}

function nameSql(column: PortfolioColumn | undefined): string {
  if (!column) return "NULL";
  return /INT|DOUBLE|FLOAT|DECIMAL/.test(column.stored) ? `${column.sql}::DOUBLE` : `trim(${column.sql}::VARCHAR)`;
}

function nameOf(value: DuckDBValue, row: number): string {
  return value === null || value === "" ? String(row) : String(value);
}

const READABLE: ReadonlySet<ColumnSource["kind"]> = new Set(["codes", "list-codes", "number-texts", "booleans"]);

function valueSql(source: ColumnSource): string {
  return READABLE.has(source.kind) ? readableSql(source) : `(${source.sql})::DOUBLE`;
}

function entriesOf({ fact, read, absent }: ColumnSource, value: DuckDBValue): [string, FactValue][] {
  const meant = value === null ? absent : typeof value === "string" ? read(value) : (value as number | boolean);
  return fact === null || meant === undefined ? [] : [[fact, meant]];
}
