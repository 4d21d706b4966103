/**
 * A portfolio's file as DuckDB reads it: its columns, and the relation to select them from. Every CSV cell is text; what
 * it means is for the fact that reads it to say. Rows that are no rows (too few or many cells, quotes left open, not
 * UTF-8) are left out by the reader and kept in a table of their own.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import Papa from "papaparse";
import { type Database, literal, quoted } from "./duckdb.ts";
import { type ColumnChunk, type Footer, readFooter } from "./parquet/footer.ts";
import { BacktestProblem } from "./types.ts";

export interface PortfolioColumn {
  /** As in the file. */
  readonly name: string;
  /** The expression that gives it in the relation. */
  readonly sql: string;
  /** DuckDB's name of its type. */
  readonly stored: string;
}

export interface PortfolioFile {
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly columns: readonly PortfolioColumn[];
  /** What stands after FROM. */
  readonly relation: string;
  /** Rows in all; null for CSV, which has to be read to know. */
  readonly rows: number | null;
  readonly bytes: number;
  /** Least and greatest value of each whole-number column of Parquet, where the file says. */
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  /** Of Parquet that is read without DuckDB. */
  readonly footer: Footer | null;
}

/** Opens a .csv or .parquet file. What is wrong with it as a whole is a BacktestProblem. */
export async function openPortfolio(database: Database, file: string): Promise<PortfolioFile> {
  const format = formatOf(file);
  const bytes = await sizeOf(file);
  return format === "csv" ? openCsv(file, bytes) : openParquet(database, file, bytes);
}

function formatOf(file: string): "csv" | "parquet" {
  const extension = path.extname(file).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".parquet" || extension === ".pq") return "parquet";
  throw unreadable(file, "a portfolio is a .csv or a .parquet file");
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, error.code === "ENOENT" ? "there is no such file" : error.message);
  });
  if (!found.isFile()) throw unreadable(file, found.isDirectory() ? "it is a folder" : "it is not a regular file");
  return found.size;
}

export function unreadable(file: string, reason: string): BacktestProblem {
  return new BacktestProblem("unreadable-portfolio", `cannot read \`${path.basename(file)}\`: ${reason}`);
}

/** The first line of what DuckDB says, which holds the reason. */
export function reasonOf(error: unknown): string {
  return ((error as Error).message ?? String(error)).split("\n", 1)[0]?.replace(/^[A-Z]\w+ (Error|Exception): /i, "") ?? "";
}

// --- Parquet ---------------------------------------------------------------------------------------

async function openParquet(database: Database, file: string, bytes: number): Promise<PortfolioFile> {
  const footer = await readFooter(file, bytes);
  return footer === null ? describedParquet(database, file, bytes) : readableParquet(footer, file, bytes);
}

function relationOf(file: string): string {
  return `read_parquet(${literal(path.resolve(file))})`;
}

/** What DuckDB would say of it, from the file's own words. */
function readableParquet(footer: Footer, file: string, bytes: number): PortfolioFile {
  const columns = footer.columns.map(({ name, stored }) => ({ name, sql: quoted(name), stored }));
  const ranges = footer.columns.flatMap(({ name }, at) => {
    const chunks = footer.groups.map(({ chunks }) => chunks[at] as ColumnChunk);
    const known = chunks.flatMap(({ range }) => (range === null ? [] : [range]));
    if (known.length === 0 || chunks.some(({ range, allNull }) => range === null && !allNull)) return [];
    return [[name, [Math.min(...known.map(([least]) => least)), Math.max(...known.map(([, most]) => most))]] as const];
  });
  const relation = relationOf(file);
  return { path: file, format: "parquet", columns, relation, rows: footer.rows, bytes, ranges: new Map(ranges), footer };
}

async function describedParquet(database: Database, file: string, bytes: number): Promise<PortfolioFile> {
  const relation = relationOf(file);
  try {
    const described = await database.rows(`DESCRIBE SELECT * FROM ${relation}`);
    const [count] = await database.rows(`SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${literal(path.resolve(file))})`);
    const columns = described.map(([name, stored]) => ({ name: String(name), sql: quoted(String(name)), stored: String(stored) }));
    return {
      path: file,
      format: "parquet",
      columns,
      relation,
      rows: Number(count?.[0] ?? 0),
      bytes,
      ranges: await rangesOf(database, file),
      footer: null,
    };
  } catch (error) {
    throw unreadable(file, reasonOf(error));
  }
}

/** From the statistics of the row groups; only columns that have them in every one. */
async function rangesOf(database: Database, file: string): Promise<Map<string, readonly [number, number]>> {
  const rows = await database.rows(
    `SELECT path_in_schema, min(try_cast(stats_min_value AS BIGINT))::DOUBLE, max(try_cast(stats_max_value AS BIGINT))::DOUBLE
     FROM parquet_metadata(${literal(path.resolve(file))}) GROUP BY path_in_schema
     HAVING bool_and(stats_null_count = num_values OR (try_cast(stats_min_value AS BIGINT) IS NOT NULL AND try_cast(stats_max_value AS BIGINT) IS NOT NULL))`,
  );
  return new Map(
    rows.filter((row) => row[1] !== null).map(([name, least, most]) => [String(name), [Number(least), Number(most)] as const]),
  );
}

// --- CSV -------------------------------------------------------------------------------------------

/** No header is longer. */
const MOST_HEADER = 4 << 20;

async function openCsv(file: string, bytes: number): Promise<PortfolioFile> {
  const names = await readHeader(file);
  const columns = names.map((name, at) => ({ name, sql: `c${at}`, stored: "VARCHAR" }));
  const types = columns.map(({ sql }) => `${sql}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${literal(path.resolve(file))}, columns = {${types}}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', strict_mode = true, null_padding = false, store_rejects = true, rejects_limit = 0, buffer_size = 8388608, max_line_size = 2097152)`;
  return { path: file, format: "csv", columns, relation, rows: null, bytes, ranges: new Map(), footer: null };
}

async function readHeader(file: string): Promise<readonly string[]> {
  const text = await firstText(file);
  const newline = text.includes("\n") ? "\n" : "\r";
  const titles = Papa.parse(text, { delimiter: ",", newline }).data[0] ?? [];
  const cells = titles.map((cell) => cell.replace(/^\uFEFF/, "").trim());
  if (cells.every((cell) => cell === "")) throw unreadable(file, "the file is empty: its first line must name the columns");
  const twice = cells.filter((cell, at) => cells.indexOf(cell) < at);
  if (twice.length > 0) throw unreadable(file, `column \`${twice[0]}\` stands twice; keep one of them`);
  return cells;
}

async function firstText(file: string): Promise<string> {
  let text = "";
  for await (const piece of createReadStream(file, { encoding: "utf8", end: MOST_HEADER })) {
    text += piece;
    if (text.includes("\n") && (text.match(/"/g)?.length ?? 0) % 2 === 0) break;
  }
  return text;
}

/** A row that the CSV reader could not take apart. */
export interface UnreadableRow {
  readonly line: number;
  readonly message: string;
  readonly text: string;
}

const WORDS: Readonly<Record<string, string>> = {
  "MISSING COLUMNS": "the row has fewer cells than the header names; add the missing commas",
  "TOO MANY COLUMNS": "the row has more cells than the header names; quote a cell that holds a comma",
  "UNQUOTED VALUE": "a quote stands inside a quoted cell, or is never closed; write it twice, or close it",
  "INVALID ENCODING": "the row is not UTF-8; save the file as UTF-8",
  "LINE SIZE OVER MAXIMUM": "the row is longer than 2 MB",
};

/** The rows that reading left out, in the order of the file; to be asked after the last row was read. */
export async function unreadableRows(database: Database, file: PortfolioFile): Promise<UnreadableRow[]> {
  if (file.format === "parquet") return [];
  const rows = await database.rows(
    "SELECT DISTINCT ON (line) line::DOUBLE, error_type::VARCHAR, error_message, coalesce(csv_line, '') FROM reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_scans) ORDER BY line, byte_position",
  );
  return rows.map(([line, kind, message, text]) => ({
    line: Number(line),
    message: WORDS[String(kind)] ?? reasonOf(new Error(String(message))),
    text: String(text),
  }));
}
