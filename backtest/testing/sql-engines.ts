/**
 * Engines that tests run SQL on, behind one interface: DuckDB, PostgreSQL, PGlite, ClickHouse in process (chdb) and an
 * old ClickHouse server. Tables are loaded from typed columns, exactly. Not for production code.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { clickhouse, type Dialect, duckdb, postgresql, type SourceColumn, type ValueType } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { clickhouseServer } from "../../cli/tasks/engines.mjs";
import { BINARIES, startPostgresqlProcess } from "../../prisma/testing.ts";
import { startClickhouseServers } from "./clickhouse-servers.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface SqlEngine {
  readonly dialect: Dialect;
  run(sql: string): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

export interface SqlEngineKind {
  readonly name: string;
  /** Why it cannot be tested here; null where it can. */
  readonly missing: string | null;
  start(): Promise<SqlEngine>;
}

const chdbFolder = path.resolve("engines");
const server = clickhouseServer();

export const SQL_ENGINES: readonly SqlEngineKind[] = [
  { name: "DuckDB", missing: null, start: startDuckdb },
  { name: "PostgreSQL", missing: BINARIES === null ? "no PostgreSQL server on this machine" : null, start: startPostgresql },
  { name: "PGlite", missing: BINARIES === null ? null : "PostgreSQL itself is tested", start: startPglite },
  { name: "ClickHouse", missing: findChdb() === null ? "chdb is not installed: node cli/tasks/engines.mjs" : null, start: startChdb },
  {
    name: "ClickHouse 18.16",
    missing: server === null ? "Debian's clickhouse-server is not there: node cli/tasks/engines.mjs" : null,
    start: startOldClickhouse,
  },
];

async function startDuckdb(): Promise<SqlEngine> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  return {
    dialect: duckdb,
    run: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
    stop: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function startPostgresql(): Promise<SqlEngine> {
  const process = await startPostgresqlProcess(BINARIES as string);
  const client = new pg.Client({ connectionString: await process.createUrl() });
  await client.connect();
  return {
    dialect: postgresql,
    run: async (sql) => (await client.query(sql)).rows ?? [],
    stop: async () => {
      await client.end();
      await process.stop();
    },
  };
}

async function startPglite(): Promise<SqlEngine> {
  const database = await PGlite.create();
  return {
    dialect: postgresql,
    run: async (sql) => (await database.query<Row>(sql)).rows,
    stop: () => database.close(),
  };
}

interface Chdb {
  readonly Session: new () => { query(sql: string, format?: string): string; cleanup(): void };
}

function findChdb(): Chdb | null {
  try {
    return createRequire(path.join(chdbFolder, "package.json"))("chdb") as Chdb;
  } catch {
    return null;
  }
}

const DEEP = "SET max_parser_depth = 20000, max_subquery_depth = 10000, max_ast_depth = 100000, max_expanded_ast_elements = 50000000";

async function startChdb(): Promise<SqlEngine> {
  const { Session } = findChdb() as Chdb;
  const session = new Session();
  session.query(DEEP);
  session.query("CREATE DATABASE IF NOT EXISTS tests ENGINE = Memory");
  session.query("USE tests");
  return {
    dialect: clickhouse(),
    run: async (sql) => jsonRows(session.query(sql, "JSONEachRow")),
    stop: async () => session.cleanup(),
  };
}

async function startOldClickhouse(): Promise<SqlEngine> {
  const servers = await startClickhouseServers(server as NonNullable<typeof server>, 1);
  return {
    dialect: clickhouse({ legacy: true }),
    run: async (sql) => jsonRows(await servers.run(0, sql.startsWith("SELECT") ? `${sql} FORMAT JSONEachRow` : sql)),
    stop: servers.stop,
  };
}

export function jsonRows(text: string): Row[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}

// --- tables --------------------------------------------------------------------------------------

export interface TestColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly values: readonly FactValue[];
}

const TYPES: Readonly<Record<Exclude<Dialect["name"], "clickhouse">, Readonly<Record<ValueType, string>>>> = {
  duckdb: { number: "DOUBLE", boolean: "BOOLEAN", text: "VARCHAR", texts: "VARCHAR[]" },
  postgresql: { number: "float8", boolean: "boolean", text: "text", texts: "text[]" },
};
const CLICKHOUSE_TYPES = { number: "Nullable(Float64)", boolean: "Nullable(UInt8)", text: "Nullable(String)", texts: "Array(String)" };

/** A table with a text column `id` and the columns; gives what each fact is read from. Any table of that name goes. */
export async function loadTable(
  engine: SqlEngine,
  table: string,
  ids: readonly string[],
  columns: readonly TestColumn[],
): Promise<ReadonlyMap<string, SourceColumn>> {
  await engine.run(`DROP TABLE IF EXISTS ${table}`);
  return engine.dialect.name === "clickhouse"
    ? loadClickhouse(engine, table, ids, columns)
    : loadStandard(engine, engine.dialect.name, table, ids, columns);
}

/** A name that only quoting saves. */
export const strange = (fact: string) => `${fact} \\"\`'`;

async function loadStandard(
  { dialect, run }: SqlEngine,
  name: "duckdb" | "postgresql",
  table: string,
  ids: readonly string[],
  columns: readonly TestColumn[],
): Promise<ReadonlyMap<string, SourceColumn>> {
  const declared = columns.map((column) => `${dialect.identifier(strange(column.name))} ${TYPES[name][column.type]}`);
  await run(`CREATE TABLE ${table} (id text${declared.map((one) => `, ${one}`).join("")})`);
  const rows = ids.map(
    (id, i) => `(${[dialect.text(id), ...columns.map(({ type, values }) => quoted(dialect, values[i] ?? null, type))].join(", ")})`,
  );
  for (let at = 0; at < rows.length; at += 500) await run(`INSERT INTO ${table} VALUES ${rows.slice(at, at + 500).join(", ")}`);
  return new Map(columns.map((column) => [column.name, strange(column.name)]));
}

function quoted(dialect: Dialect, value: FactValue, type: ValueType): string {
  if (value === null) return dialect.nothing(type);
  if (typeof value === "number") return dialect.number(value);
  if (typeof value === "boolean") return dialect.boolean(value);
  return typeof value === "string" ? dialect.text(value) : dialect.texts(value);
}

/** Through arrays of literals: `VALUES` reads decimals fast and not exactly. */
async function loadClickhouse(
  { dialect, run }: SqlEngine,
  table: string,
  ids: readonly string[],
  columns: readonly TestColumn[],
): Promise<ReadonlyMap<string, SourceColumn>> {
  const all = [
    { name: "id", type: "String", items: ids.map((id) => dialect.text(id)), read: (x: string) => x },
    ...columns.flatMap((column) => clickhouseColumns(dialect, column)),
  ];
  const named = all.map(({ name }) => dialect.identifier(name));
  await run(`CREATE TABLE ${table} (${all.map(({ type }, i) => `${named[i]} ${type}`).join(", ")}) ENGINE = Memory`);
  for (let at = 0; at < ids.length; at += 500) {
    const arrays = all.map(({ items }, i) => `[${items.slice(at, at + 500).join(", ")}] AS a${i}`);
    const read = all.map((column, i) => column.read(`x${i}`));
    const joined = all.map((_, i) => `a${i} AS x${i}`);
    await run(`INSERT INTO ${table} SELECT ${read.join(", ")} FROM (SELECT ${arrays.join(", ")}) ARRAY JOIN ${joined.join(", ")}`);
  }
  return new Map(
    columns.map(({ name, type }) => [name, type === "texts" ? { column: strange(name), isNull: `${strange(name)} null` } : strange(name)]),
  );
}

function clickhouseColumns(dialect: Dialect, { name, type, values }: TestColumn) {
  const own = { name: strange(name), type: CLICKHOUSE_TYPES[type] };
  if (type !== "texts")
    return [{ ...own, items: values.map((value) => quoted(dialect, value, type)), read: (x: string) => `CAST(${x} AS ${own.type})` }];
  const items = values.map((value) => dialect.text(((value ?? []) as readonly string[]).map((item) => `\u0002${item}`).join("")));
  const flags = values.map((value) => (value === null ? "1" : "0"));
  return [
    { ...own, items, read: (x: string) => `arraySlice(splitByChar('\u0002', ${x}), 2)` },
    { name: `${strange(name)} null`, type: "UInt8", items: flags, read: (x: string) => x },
  ];
}
