/** How each fact, and an outcome observed later, is read: the SQL that gives it, what comes of it in memory, what a text means. */
import { looseNumber, looseValue } from "#rules/borrowers";
import type { Fact, FactValue } from "#rules/policy";
import { literal } from "./duckdb.ts";
import type { PortfolioColumn, PortfolioFile } from "./portfolio-file.ts";

/**
 * What a column's rows are in memory. `number-texts` are parsed into doubles; `codes` index a dictionary that is made while
 * reading, `known-codes` one of texts that are known beforehand, so that DuckDB finds them once for each entry of a
 * Parquet dictionary: 0 is null, `STRAY` a text that is none of them. `list-codes` index a dictionary of lists of texts, and so do `known-lists`, whose items DuckDB finds
 * among known texts: there −1 is a list with another item.
 */
export type SourceKind =
  | "f64"
  | "i32"
  | "i16"
  | "u8"
  | "booleans"
  | "number-texts"
  | "codes"
  | "known-codes"
  | "list-codes"
  | "known-lists";

export const STRAY = 255;
/** The code of a list that holds a stray. */
export const STRAY_LIST = -1;
/** Known texts at most. */
export const MOST_KNOWN = STRAY - 1;

export interface ColumnSource {
  /** Name of the fact; null for the observed outcome. */
  readonly fact: string | null;
  readonly column: string;
  readonly sql: string;
  readonly kind: SourceKind;
  /** Of texts: what one means; undefined: as if the fact were not given. */
  readonly read: (text: string) => FactValue | undefined;
  /** What an absent value means. */
  readonly absent: null | undefined;
  /** Of `known-codes` and `known-lists`: the text of code 1 and up, the SQL of what `read` reads, and of whether a row is a stray; its code in memory. */
  readonly known?: { readonly texts: readonly string[]; readonly sql: string; readonly isStray: string; readonly stray: number };
}

/** The same column by codes of texts that are known to be most or all of it. */
export function withKnownTexts(source: ColumnSource, texts: readonly string[]): ColumnSource {
  const list = texts.map(literal).join(", ");
  const sql = `(CASE WHEN ${source.sql} IS NULL THEN 0 ELSE coalesce(list_position([${list}], ${source.sql}), ${STRAY}) END)::UTINYINT`;
  const isStray = `${source.sql} IS NOT NULL AND list_position([${list}], ${source.sql}) IS NULL`;
  return { ...source, kind: "known-codes", sql, known: { texts, sql: source.sql, isStray, stray: STRAY } };
}

/** The same lists with their items by codes of texts that are known to be most or all of them. */
export function withKnownItems(source: ColumnSource, texts: readonly string[]): ColumnSource {
  const position = `list_position([${texts.map(literal).join(", ")}], item)`;
  const sql = `list_transform(${source.sql}, lambda item: coalesce(${position}, ${STRAY})::UTINYINT)`;
  const isStray = `len(list_filter(${source.sql}, lambda item: ${position} IS NULL)) > 0`;
  return { ...source, kind: "known-lists", sql, known: { texts, sql: readableSql(source), isStray, stray: STRAY_LIST } };
}

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/;

/** A cell of a fact that the run supplies, and that cannot be null, is not given where it is empty: the scenario's value stands. */
function absentOf(fact: Fact): null | undefined {
  return fact.scope === "scenario" && !fact.nullable ? undefined : null;
}

export function sourceOfFact(fact: Fact, column: PortfolioColumn, file: PortfolioFile): ColumnSource {
  const absent = absentOf(fact);
  const texts = (sql: string, read: (text: string) => FactValue): ColumnSource => {
    const kind = isNumeric(fact) ? "number-texts" : "codes";
    return { fact: fact.name, column: column.name, sql, kind, read: (text) => read(text) ?? absent, absent };
  };
  if (file.format === "csv") return texts(column.sql, (text) => looseValue(fact, text));
  if (column.stored === "VARCHAR") return texts(column.sql, (text) => (fact.type === "string" ? text : looseValue(fact, text)));
  const typed = typedSource(column, file);
  if (typed !== null) return { fact: fact.name, column: column.name, ...typed, read: (text) => text, absent };
  const base = { fact: fact.name, column: column.name, absent };
  if (column.stored === "VARCHAR[]") return { ...base, sql: column.sql, kind: "list-codes", read: parsedList };
  return { ...base, sql: `${column.sql}::VARCHAR`, kind: "codes", read: (text) => text };
}

/** The SQL of what `read` reads: a list is a text of JSON. */
export function readableSql({ kind, sql }: ColumnSource): string {
  return kind === "list-codes" ? `to_json(${sql})::VARCHAR` : sql;
}

function parsedList(text: string): FactValue {
  return JSON.parse(text) as FactValue;
}

function isNumeric(fact: Fact): boolean {
  return fact.type === "number" || fact.type === "integer" || fact.type === "money";
}

/** Numbers in the narrowest type that holds them all, and booleans; null for everything else. */
function typedSource(column: PortfolioColumn, file: PortfolioFile): Pick<ColumnSource, "sql" | "kind"> | null {
  const { stored, sql, name } = column;
  if (stored === "BOOLEAN") return { sql, kind: "booleans" };
  if (stored === "DOUBLE") return { sql, kind: "f64" };
  if (stored === "FLOAT" || stored.startsWith("DECIMAL")) return { sql: `${sql}::DOUBLE`, kind: "f64" };
  if (!WHOLE.test(stored)) return null;
  const [least, most] = file.ranges.get(name) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (least >= 0 && most <= 255) return { sql: `${sql}::UTINYINT`, kind: "u8" };
  if (least >= -32768 && most <= 32767) return { sql: `${sql}::SMALLINT`, kind: "i16" };
  if (least >= -(2 ** 31) && most < 2 ** 31) return { sql: `${sql}::INTEGER`, kind: "i32" };
  return { sql: `${sql}::DOUBLE`, kind: "f64" };
}

/** An outcome observed later as a number: true is 1, false 0; what is neither is not known. */
export function sourceOfObserved(column: PortfolioColumn, file: PortfolioFile): ColumnSource {
  const base = { fact: null, column: column.name, read: observedNumber, absent: null };
  if (file.format === "csv" || column.stored === "VARCHAR") return { ...base, sql: column.sql, kind: "number-texts" };
  return { ...base, sql: `TRY_CAST(${column.sql} AS DOUBLE)`, kind: "f64" };
}

function observedNumber(text: string): FactValue {
  const word = text.trim().toLowerCase();
  if (word === "true" || word === "false") return word === "true" ? 1 : 0;
  const number = looseNumber(text);
  return typeof number === "number" ? number : null;
}
