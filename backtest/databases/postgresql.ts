/** PostgreSQL 15 or later through `pg`: one connection a run; a signal cancels the statement on the server. */
import pg from "pg";
import { postgresql, type ValueType } from "#rules/compile";
import { type Database, qualified, type Row } from "./database.ts";
import { DatabaseProblem } from "./types.ts";

const TYPES: Readonly<Record<ValueType, RegExp>> = {
  number: /^(smallint|integer|bigint|real|double precision|numeric.*)$/,
  boolean: /^(boolean|integer)$/,
  text: /^(text|character.*|bpchar.*|uuid|name)$/,
  texts: /^(text|character varying.*)\[\]$/,
};
const QUERY_CANCELLED = "57014";

export async function openPostgresql(url: string, signal?: AbortSignal): Promise<Database> {
  const client = await connect(url);
  const query = (sql: string, values: readonly unknown[] = []) => run(client, url, sql, values, signal);
  return {
    engine: "postgresql",
    dialect: postgresql,
    columnsOf: async (table) => {
      const sql = `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
        WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
      const rows = await query(sql, [qualified(postgresql, table)]);
      return new Map(rows.map(({ name, type }) => [String(name), String(type)]));
    },
    query,
    execute: async (sql) => {
      await query(sql);
    },
    createTableAs: (table, rows) => `CREATE TABLE ${qualified(postgresql, table)} AS ${rows}`,
    holds: (stored, type) => TYPES[type].test(stored),
    close: () => client.end(),
  };
}

async function connect(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "limen" });
    // A connection that breaks later rejects the statement under way; this keeps Node.js from ending for it.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseProblem(
      "cannot-connect",
      `cannot connect to PostgreSQL: ${(error as Error).message}; check host, port, user and password`,
    );
  }
}

async function run(client: pg.Client, url: string, sql: string, values: readonly unknown[], signal?: AbortSignal): Promise<readonly Row[]> {
  if (signal?.aborted) throw new DatabaseProblem("cancelled", "cancelled before the statement began");
  const cancel = () => void cancelOn(client, url);
  signal?.addEventListener("abort", cancel);
  try {
    return (await client.query(sql, [...values])).rows as Row[];
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === QUERY_CANCELLED || signal?.aborted) throw new DatabaseProblem("cancelled", "the statement was cancelled");
    throw new DatabaseProblem("failed-statement", `PostgreSQL refused the statement: ${message}`);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/** Asks the server, over a second connection, to stop what the first one runs. */
async function cancelOn(client: pg.Client, url: string): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  const second = await connect(url).catch(() => null);
  await second?.query("SELECT pg_cancel_backend($1)", [processID]).catch(() => undefined);
  await second?.end();
}
