/**
 * A portfolio's file as DuckDB reads it: its columns, and the relation to select them from. Every CSV cell is text; what
 * it means is for the fact that reads it to say. Rows that are no rows (too few or many cells, quotes left open, not
 * UTF-8) do not stand in the relation.
 */
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { strangeHeader } from "#rules/borrowers";
import { type CsvFile, type CsvOptions, openCsvFile, UnreadableHeader } from "./csv-file.ts";
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
  /** Rows of the relation. */
  readonly rows: number;
  /** Of CSV: the places of rows that are none, among all rows, from 1; ascending. */
  readonly unreadable: readonly number[];
  readonly bytes: number;
  /** Least and greatest value of each whole-number column of Parquet, where the file says. */
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  /** Of Parquet that is read without DuckDB. */
  readonly footer: Footer | null;
}

/** Opens a .csv or .parquet file. What is wrong with it as a whole is a BacktestProblem. */
export async function openPortfolio(database: Database, file: string, options?: CsvOptions): Promise<PortfolioFile> {
  const format = formatOf(file);
  const bytes = await sizeOf(file);
  return format === "csv" ? openCsv(database, file, bytes, options) : openParquet(database, file, bytes);
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

/** Where the file lies is not told: who reads this may have sent it from elsewhere. */
export function unreadable(file: string, reason: string): BacktestProblem {
  const name = path.basename(file);
  return new BacktestProblem("unreadable-portfolio", `cannot read \`${name}\`: ${reason.replaceAll(path.resolve(file), name)}`);
}

/** The first line of what DuckDB says, which holds the reason. */
export function reasonOf(error: unknown): string {
  return ((error as Error).message ?? String(error)).split("\n", 1)[0]?.replace(/^([A-Z]\w+ )+(Error|Exception): /i, "") ?? "";
}

// --- Parquet ---------------------------------------------------------------------------------------

async function openParquet(database: Database, file: string, bytes: number): Promise<PortfolioFile> {
  if (!(await isWholeParquet(file, bytes))) throw unreadable(file, "it is no Parquet file, or a part of one");
  const footer = await readFooter(file, bytes);
  return footer === null ? describedParquet(database, file, bytes) : readableParquet(footer, file, bytes);
}

/** Whether the bytes are there that a Parquet file begins and ends with. */
async function isWholeParquet(file: string, bytes: number): Promise<boolean> {
  const handle = await open(file);
  try {
    const at = async (place: number) => (await handle.read(Buffer.alloc(4), 0, 4, place)).buffer.toString("latin1");
    return bytes >= 12 && (await at(0)) === "PAR1" && (await at(bytes - 4)) === "PAR1";
  } finally {
    await handle.close();
  }
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
  return { path: file, format: "parquet", columns, relation, rows: footer.rows, unreadable: [], bytes, ranges: new Map(ranges), footer };
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
      unreadable: [],
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

async function openCsv(database: Database, file: string, bytes: number, options?: CsvOptions): Promise<PortfolioFile> {
  const found: CsvFile = await openCsvFile(file, () => database.scratch("rows.csv"), options).catch((error) => {
    throw error instanceof UnreadableHeader ? unreadable(file, error.message) : error;
  });
  const { columns: names, rows, unreadable: unreadableRows } = found;
  checkNames(file, names);
  const types = names.map((_, at) => `c${at}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${literal(path.resolve(found.path))}, columns = {${types}}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', strict_mode = true, null_padding = false, buffer_size = 8388608, max_line_size = 4194304)`;
  // A column without a name cannot be asked for.
  const columns = names.flatMap((name, at) => (name === "" ? [] : [{ name, sql: `c${at}`, stored: "VARCHAR" }]));
  return { path: file, format: "csv", columns, relation, rows, unreadable: unreadableRows, bytes, ranges: new Map(), footer: null };
}

function checkNames(file: string, names: readonly string[]): void {
  const twice = new Set(names.filter((name, at) => name !== "" && names.indexOf(name) < at));
  if (twice.size > 0) throw unreadable(file, [...twice].map((name) => `column \`${name}\` stands twice; keep one of them`).join("\n"));
  const strange = strangeHeader(names);
  if (strange !== null) throw unreadable(file, strange);
}
