/**
 * What stands in each column of a portfolio: exact counts over all rows, the same every time. One column at a time, grouped by
 * value in DuckDB, which spills what does not fit; a CSV file is turned into Parquet first, so that it is parsed once.
 */
import type { FactType } from "#rules/policy";
import type { ColumnProfile, ColumnType, PortfolioProfile } from "#rules/portfolio";
import { type Database, literal, openDatabase } from "./duckdb.ts";
import { type NumberFigures, profileNumbers } from "./profile-numbers.ts";
import { openPortfolio, type PortfolioColumn, type PortfolioFile, reasonOf, unreadable } from "./portfolio-file.ts";
import { ProgressTeller } from "./progress.ts";
import type { BacktestProgress } from "./types.ts";

export interface ProfileOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BacktestProgress) => void;
}

const MOST_TOP = 20;
/** Numbers of more different values than this have no list of the most frequent ones. */
const MOST_LISTED_NUMBERS = 1000;

/** Profiles a .csv or .parquet file. Throws a BacktestProblem where it cannot be read. */
export async function profilePortfolio(portfolio: string, { signal, onProgress }: ProfileOptions = {}): Promise<PortfolioProfile> {
  const database = openDatabase(2, signal);
  try {
    const file = await openPortfolio(database, portfolio, { signal });
    const relation = file.format === "parquet" ? file.relation : await copied(database, file);
    const rows = Number((await database.rows(`SELECT count(*)::DOUBLE FROM ${relation}`))[0]?.[0] ?? 0);
    const progress = new ProgressTeller(onProgress);
    const columns: ColumnProfile[] = [];
    for (const column of file.columns) {
      signal?.throwIfAborted();
      progress.at("reading", columns.length * rows, file.columns.length * rows);
      columns.push(await profileColumn(database, relation, column, file.format === "csv"));
    }
    return { rows, ...(file.unreadable.length > 0 ? { unreadable: file.unreadable.length } : {}), columns };
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof Error && "code" in error ? error : unreadable(portfolio, reasonOf(error));
  } finally {
    database.close();
  }
}

async function copied(database: Database, file: PortfolioFile): Promise<string> {
  const copy = await database.scratch("columns.parquet");
  await database.rows(`COPY (SELECT * FROM ${file.relation}) TO ${literal(copy)} (FORMAT parquet, ROW_GROUP_SIZE 65536)`);
  return `read_parquet(${literal(copy)})`;
}

/** What the values of a column are, before figures of numbers are added. */
interface Kind {
  readonly type: ColumnType;
  readonly guess: FactType;
  /** The number in `value`, for columns of numbers. */
  readonly number: string | null;
  /** The value as it is counted and shown, where that is not `value` itself. */
  readonly shown?: string;
}

async function profileColumn(database: Database, relation: string, column: PortfolioColumn, csv: boolean): Promise<ColumnProfile> {
  await database.rows("DROP TABLE IF EXISTS counted");
  await database.rows(
    `CREATE TEMP TABLE counted AS SELECT ${valueSql(column, csv)} AS value, count(*) AS n FROM ${relation} GROUP BY value`,
  );
  const kind = column.stored === "VARCHAR" ? await kindOfTexts(database) : kindOf(column.stored);
  const numbers = kind.number === null ? null : await profileNumbers(database, kind.number);
  const [counts] = await database.rows(
    `SELECT count(DISTINCT ${kind.shown ?? "value"})::DOUBLE, coalesce(sum(n) FILTER (value IS NULL), 0)::DOUBLE, min(value)::VARCHAR, max(value)::VARCHAR FROM counted`,
  );
  const [distinct, nulls, least, most] = counts ?? [];
  const texts = kind.type !== "boolean" && kind.type !== "texts" && kind.type !== "other";
  return {
    name: column.name,
    type: numbers?.whole ? "integer" : kind.type,
    stored: column.stored,
    nulls: Number(nulls),
    distinct: numbers?.distinct ?? Number(distinct),
    distinctExact: true,
    min: numbers === null ? (texts ? textOrNull(least) : null) : numbers.min,
    max: numbers === null ? (texts ? textOrNull(most) : null) : numbers.max,
    mean: numbers?.mean ?? null,
    quantiles: numbers?.quantiles ?? null,
    histogram: numbers?.histogram ?? [],
    top: numbers !== null && numbers.distinct > MOST_LISTED_NUMBERS ? [] : await topOf(database, kind),
    guess: numbers === null ? kind.guess : guessOf(numbers),
  };
}

/** Figures of at most two decimals are money, unless all of them are so small that they are likelier shares. */
function guessOf({ whole, twoDecimals, max }: NumberFigures): FactType {
  return whole ? "integer" : twoDecimals && (max ?? 0) >= 100 ? "money" : "number";
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** An empty cell of CSV is null. */
function valueSql({ sql, stored }: PortfolioColumn, csv: boolean): string {
  if (csv) return `nullif(${sql}, '')`;
  return stored === "VARCHAR[]"
    ? `to_json(${sql})::VARCHAR`
    : /[[(]|^(BLOB|UUID)$/.test(stored) && !stored.startsWith("DECIMAL")
      ? `${sql}::VARCHAR`
      : sql;
}

function kindOf(stored: string): Kind {
  if (stored === "BOOLEAN") return { type: "boolean", guess: "boolean", number: null };
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/.test(stored))
    return { type: "number", guess: "number", number: "value::DOUBLE" };
  if (stored === "VARCHAR[]") return { type: "texts", guess: "strings", number: null };
  if (/^(DATE|TIME|TIMESTAMP)/.test(stored)) return { type: "date", guess: "string", number: null };
  return { type: stored.startsWith("ENUM") ? "text" : "other", guess: "string", number: null };
}

const NUMBER = "^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*$";
const DATE = "^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d.*)?$";
/** A text of digits as a double, also with a point at its end or its beginning. */
const TEXT_NUMBER =
  "TRY_CAST(regexp_replace(regexp_replace(trim(value, E' \\t\\r\\n'), '^([+-]?)\\.', '\\10.'), '\\.([eE]|$)', '\\1') AS DOUBLE)";

/** What texts are, by all of them: numbers, true and false, dates, lists, or texts. */
async function kindOfTexts(database: Database): Promise<Kind> {
  const [row] = await database.rows(
    `SELECT count(value) > 0,
            bool_and(regexp_matches(value, '${NUMBER}') AND isfinite(coalesce(${TEXT_NUMBER}, 'nan'::DOUBLE))),
            bool_and(lower(trim(value)) IN ('true', 'false')), bool_and(regexp_matches(value, '${DATE}')), bool_or(contains(value, '|') OR starts_with(value, '["'))
     FROM counted WHERE value IS NOT NULL`,
  );
  const [any, numbers, booleans, dates, lists] = (row ?? []).map((value) => value === true);
  if (!any) return { type: "text", guess: "string", number: null };
  if (numbers) return { type: "number", guess: "number", number: TEXT_NUMBER };
  if (booleans) return { type: "boolean", guess: "boolean", number: null, shown: "lower(trim(value))" };
  if (dates) return { type: "date", guess: "string", number: null };
  return lists ? { type: "texts", guess: "strings", number: null } : { type: "text", guess: "string", number: null };
}

async function topOf(database: Database, { number, shown }: Kind): Promise<ColumnProfile["top"]> {
  const value = number ?? shown ?? "value::VARCHAR";
  const rows = await database.rows(
    `SELECT value, rows::DOUBLE FROM (SELECT ${value} AS value, sum(n) AS rows FROM counted WHERE value IS NOT NULL GROUP BY ALL) ORDER BY rows DESC, value LIMIT ${MOST_TOP}`,
  );
  return rows.map(([text, count]) => ({ value: String(text), rows: Number(count) }));
}
