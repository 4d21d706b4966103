/** ClickHouse over HTTP through its official client: current servers, and old ones such as 18.16. A signal kills the statement on the server. */
import { randomUUID } from "node:crypto";
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client";
import { clickhouse, type ValueType } from "#rules/compile";
import { type Database, qualified, type Row } from "./database.ts";
import { DatabaseProblem } from "./types.ts";

const PLAIN: Readonly<Record<ValueType, RegExp>> = {
  number: /^(U?Int\d+|Float\d+|Decimal.*)$/,
  boolean: /^(Bool|U?Int8)$/,
  text: /^(String|FixedString.*|Enum\d+.*|UUID)$/,
  texts: /^Array\((LowCardinality\()?String\)?\)$/,
};
/** Statements are chains of stages, deeper than what people write. */
const DEEP: ClickHouseSettings = { max_parser_depth: "20000", max_ast_depth: "100000", max_expanded_ast_elements: "50000000" };

export async function openClickhouse(url: string, signal?: AbortSignal): Promise<Database> {
  const client = clientOf(url);
  const version = await versionOf(client);
  const legacy = version < 21;
  const dialect = clickhouse({ legacy });
  const settings = legacy ? {} : DEEP;
  const query = (sql: string) => run(client, sql, settings, signal);
  return {
    engine: "clickhouse",
    dialect,
    columnsOf: async (table) => {
      const [database, name] = table.includes(".") ? table.split(".") : [null, table];
      const place = database === null ? "currentDatabase()" : dialect.text(database as string);
      const rows = await query(
        `SELECT name, type FROM system.columns WHERE database = ${place} AND table = ${dialect.text(name as string)}`,
      );
      return new Map(rows.map((row) => [String(row.name), String(row.type)]));
    },
    query,
    execute: async (sql) => {
      await guarded(client, signal, (options) => client.command({ query: sql, clickhouse_settings: settings, ...options }));
    },
    createTableAs: (table, rows) =>
      `CREATE TABLE ${qualified(dialect, table)} ENGINE = MergeTree() ORDER BY tuple() AS ${rows}${dialect.settings}`,
    holds: (stored, type) => PLAIN[type].test(stored.replace(/^LowCardinality\((.*)\)$/, "$1").replace(/^Nullable\((.*)\)$/, "$1")),
    close: () => client.close(),
  };
}

function clientOf(address: string): ClickHouseClient {
  const url = new URL(address);
  const [username, password] = [decodeURIComponent(url.username) || "default", decodeURIComponent(url.password)];
  const database = decodeURIComponent(url.pathname.slice(1)) || "default";
  return createClient({
    url: url.origin,
    username,
    password,
    database,
    application: "limen",
    request_timeout: 3_600_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
}

async function versionOf(client: ClickHouseClient): Promise<number> {
  try {
    const answer = await client.query({ query: "SELECT version() AS version", format: "JSONEachRow" });
    return Number.parseFloat((await answer.json<{ version: string }>())[0]?.version ?? "0");
  } catch (error) {
    await client.close();
    throw new DatabaseProblem(
      "cannot-connect",
      `cannot connect to ClickHouse: ${(error as Error).message || "no answer"}; check host, HTTP port, user and password`,
    );
  }
}

function run(client: ClickHouseClient, sql: string, settings: ClickHouseSettings, signal?: AbortSignal): Promise<readonly Row[]> {
  return guarded(client, signal, async (options) => {
    const answer = await client.query({ query: sql, format: "JSONEachRow", clickhouse_settings: settings, ...options });
    return answer.json<Row>();
  });
}

interface StatementOptions {
  readonly query_id: string;
  readonly abort_signal?: AbortSignal;
}

async function guarded<T>(
  client: ClickHouseClient,
  signal: AbortSignal | undefined,
  statement: (options: StatementOptions) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new DatabaseProblem("cancelled", "cancelled before the statement began");
  const id = randomUUID();
  let killed: Promise<unknown> | undefined;
  const kill = () => {
    killed = client.command({ query: `KILL QUERY WHERE query_id = '${id}'` }).catch(() => undefined);
  };
  signal?.addEventListener("abort", kill);
  try {
    return await statement({ query_id: id, ...(signal === undefined ? {} : { abort_signal: signal }) });
  } catch (error) {
    await killed;
    if (signal?.aborted) throw new DatabaseProblem("cancelled", "the statement was cancelled");
    throw new DatabaseProblem("failed-statement", `ClickHouse refused the statement: ${(error as Error).message.slice(0, 1000)}`);
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}
