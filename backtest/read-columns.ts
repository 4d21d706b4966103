/**
 * A portfolio's borrowers in columns, to be compared in memory: the whole file, or of a larger one its pinned sample (see sample.ts), in
 * the order of the file. Cells mean what they mean to a run; whether a policy can evaluate them is not asked here.
 */
import type { RawBatch } from "#rules/compile";
import type { Fact } from "#rules/policy";
import type { DuckDBDataChunk } from "@duckdb/node-api";
import { blankNotes, bytesOfBatch, layoutOf, memoryOf, rawBatchOf } from "./batch-memory.ts";
import { type ColumnSource, sourceOfFact, sourceOfObserved } from "./column-sources.ts";
import { Decoder } from "./decode.ts";
import { type Database, openDatabase } from "./duckdb.ts";
import { NameColumn, numberInFile } from "./names.ts";
import { openPortfolio, type PortfolioColumn, type PortfolioFile, reasonOf, unreadable } from "./portfolio-file.ts";
import { sampleRows } from "./sample.ts";

export interface ColumnsRequest {
  /** Path of a .csv or .parquet file. */
  readonly portfolio: string;
  /** Rows of the file. */
  readonly rows: number;
  /** Rows wanted; of a file with more, a sample. */
  readonly wanted: number;
  /** The facts wanted, each with the column that gives it. */
  readonly facts: readonly { readonly fact: Fact; readonly column: string }[];
  /** Column of the borrowers' names; null: the row's number, from 1. */
  readonly id: string | null;
  /** Columns of outcomes observed later. */
  readonly observed: readonly string[];
}

export interface PortfolioColumns {
  readonly names: readonly string[];
  readonly batch: RawBatch;
  /** By column; NaN where not known. */
  readonly observed: ReadonlyMap<string, Float64Array>;
}

/** Throws a `BacktestProblem` where the file cannot be read. */
export async function readColumns(request: ColumnsRequest, signal?: AbortSignal): Promise<PortfolioColumns> {
  const rows = Math.min(request.rows, request.wanted);
  const sampled = request.rows > request.wanted ? await sampleRows(request.portfolio, request.wanted, signal) : null;
  const database = openDatabase(1, signal);
  try {
    const file = await openPortfolio(database, request.portfolio, { signal });
    return await decoded(database, file, sampled === null ? whole(file, request.id, rows) : partOf(file, request.id, sampled), request);
  } finally {
    database.close();
  }
}

/** Which rows are read, and how their names are. */
interface Selection {
  /** What stands after FROM. */
  readonly relation: string;
  readonly rows: number;
  readonly names: { readonly kind: "none" } | { readonly kind: "numbers" | "texts"; readonly sql: string; readonly arePlaces?: boolean };
}

function whole(file: PortfolioFile, id: string | null, rows: number): Selection {
  return { relation: `${file.relation} LIMIT ${rows}`, rows, names: namesOf(file, id) };
}

/** Rows that nothing names keep their number in the file. */
function partOf(file: PortfolioFile, id: string | null, sampled: readonly number[]): Selection {
  const numbered = `SELECT row_number() OVER () AS row_in_file, * FROM ${file.relation}`;
  const relation = `(${numbered}) WHERE row_in_file IN (SELECT unnest([${sampled.join(",")}])) ORDER BY row_in_file`;
  const own = namesOf(file, id);
  const row = "row_in_file::DOUBLE";
  if (own.kind === "none") return { relation, rows: sampled.length, names: { kind: "numbers", sql: row, arePlaces: true } };
  const sql = own.kind === "numbers" ? `coalesce(${own.sql}, ${row})` : `coalesce(nullif(${own.sql}, ''), row_in_file::VARCHAR)`;
  return { relation, rows: sampled.length, names: { kind: own.kind, sql } };
}

/** Names read as a sample reads them: numbers as such, texts without the spaces around them. */
function namesOf(file: PortfolioFile, id: string | null): Selection["names"] {
  const column = file.columns.find(({ name }) => name === id);
  if (column === undefined) return { kind: "none" };
  const isNumber = /INT|DOUBLE|FLOAT|DECIMAL/.test(column.stored);
  return isNumber ? { kind: "numbers", sql: `${column.sql}::DOUBLE` } : { kind: "texts", sql: `trim(${column.sql}::VARCHAR)` };
}

async function decoded(database: Database, file: PortfolioFile, selection: Selection, request: ColumnsRequest): Promise<PortfolioColumns> {
  const { facts, observed } = sourcesOf(file, request);
  const sources = [...facts, ...observed];
  const layouts = sources.map(layoutOf);
  const memory = memoryOf(new SharedArrayBuffer(bytesOfBatch(layouts, selection.rows)), layouts, selection.rows);
  const notes = sources.map(blankNotes);
  const names = new NameColumn(selection.names.kind, selection.rows, file.unreadable);
  const arePlaces = selection.names.kind !== "none" && selection.names.arePlaces === true;
  const nameAt = (row: number) => (arePlaces ? String(numberInFile(names.numbers[row] as number, file.unreadable)) : names.textAt(row));
  const decoder = new Decoder(sources);
  await decoder.open();
  decoder.begin(notes);
  let rows = 0;
  for await (const chunk of chunksOf(database, file, sqlOf(sources, selection))) {
    decoder.add(chunk, { from: 0, to: chunk.rowCount }, memory, notes, names, rows);
    rows += chunk.rowCount;
  }
  const part = (from: number, to: number) => rawBatchOf(layouts.slice(from, to), memory.slice(from, to), notes.slice(from, to), rows);
  const observedAt = (at: number) => part(facts.length + at, facts.length + at + 1).observed as Float64Array;
  return {
    names: Array.from({ length: rows }, (_, row) => nameAt(row)),
    batch: part(0, facts.length),
    observed: new Map(observed.map(({ column }, at) => [column, observedAt(at)])),
  };
}

/** Of the columns wanted, those that the file has. */
function sourcesOf(file: PortfolioFile, { facts, observed }: ColumnsRequest): Record<"facts" | "observed", ColumnSource[]> {
  const known = (name: string): PortfolioColumn[] => file.columns.filter((column) => column.name === name);
  return {
    facts: facts.flatMap(({ fact, column }) => known(column).map((found) => sourceOfFact(fact, found, file))),
    observed: observed.flatMap((column) => known(column).map((found) => sourceOfObserved(found, file))),
  };
}

function sqlOf(sources: readonly ColumnSource[], { relation, names }: Selection): string {
  const selected = [...sources.map(({ sql }) => sql), ...(names.kind === "none" ? [] : [names.sql])];
  return `SELECT ${selected.length === 0 ? "1::UTINYINT" : selected.join(", ")} FROM ${relation}`;
}

async function* chunksOf(database: Database, file: PortfolioFile, sql: string): AsyncGenerator<DuckDBDataChunk> {
  try {
    const result = await (await database.connection()).stream(sql);
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) yield chunk;
  } catch (error) {
    throw unreadable(file.path, reasonOf(error));
  }
}
