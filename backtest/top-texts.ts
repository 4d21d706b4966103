/**
 * The most frequent texts of a column, as its fact reads them: those that a breakdown counts apart. Many more than it shows, so that which it
 * shows is decided by its own rows and in its own order, alike for every way in which a file writes the same texts.
 */
import type { Fact } from "#rules/policy";
import { textOfGroup } from "#rules/portfolio";
import { readableSql, sourceOfFact } from "./column-sources.ts";
import type { Database } from "./duckdb.ts";
import { type PortfolioColumn, type PortfolioFile, reasonOf, unreadable } from "./portfolio-file.ts";

const MOST = 1000;

export async function topTexts(database: Database, file: PortfolioFile, fact: Fact, column: string): Promise<string[]> {
  const source = sourceOfFact(fact, file.columns.find(({ name }) => name === column) as PortfolioColumn, file);
  if (source.kind !== "codes" && source.kind !== "list-codes") return [];
  const sql = `SELECT value FROM (SELECT ${readableSql(source)} AS value FROM ${file.relation}) WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT ${MOST}`;
  const rows = await database.rows(sql).catch((error) => Promise.reject(unreadable(file.path, reasonOf(error))));
  return rows.flatMap(([text]) => {
    const value = source.read(String(text));
    return typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"))
      ? [textOfGroup(value as string)]
      : [];
  });
}
