/**
 * ClickHouse on a cluster: each shard evaluates and groups its own rows, and only groups travel. Either the same statement goes
 * to every shard and the groups are joined here; or the per-row query is a view on each shard with a Distributed table over the
 * views, which the first server queries. Views and table have names of their own and are dropped afterwards.
 */
import { randomUUID } from "node:crypto";
import { type AggregateOptions, type AggregateRow, type Program, type RowError, aggregateSql, shardedAggregateSql } from "#rules/compile";
import { openClickhouse } from "./clickhouse.ts";
import type { Database } from "./database.ts";
import { DatabaseProblem, type DatabaseRequest } from "./types.ts";

export interface Grouped {
  readonly rows: readonly AggregateRow[];
  readonly errors: readonly RowError[];
}

/**
 * The addresses of a cluster's shards: those that are given, else the first replica of each in the server's own list, over the connection's
 * protocol and port. User, password and database that an address does not say are the connection's.
 */
export async function shardsOf(
  database: Database,
  connection: string,
  { name, shards }: { readonly name: string | null; readonly shards: readonly string[] },
): Promise<readonly string[]> {
  if (shards.length > 0) return shards.map((shard) => completed(shard, connection));
  const sql = `SELECT host_name AS host FROM system.clusters WHERE cluster = ${database.dialect.text(name ?? "")} AND replica_num = 1 ORDER BY shard_num`;
  const hosts = (await database.query(sql)).map(({ host }) => String(host));
  if (hosts.length === 0)
    throw new DatabaseProblem("bad-request", `the server knows no cluster \`${name}\`; see system.clusters, or give the shards' addresses`);
  return hosts.map((host) => {
    const url = new URL(connection);
    url.hostname = host.includes(":") ? `[${host}]` : host;
    return url.href;
  });
}

function completed(shard: string, connection: string): string {
  if (!URL.canParse(shard) || !/^https?:/.test(shard))
    throw new DatabaseProblem("bad-request", `\`${shard}\` is no address of a shard; give one such as \`http://host:8123\``);
  const [url, own] = [new URL(shard), new URL(connection)];
  if (url.username === "") [url.username, url.password] = [own.username, own.password];
  if (url.pathname === "/") url.pathname = own.pathname;
  return url.href;
}

export async function aggregateOnCluster(
  database: Database,
  program: Program,
  options: AggregateOptions,
  request: DatabaseRequest,
): Promise<Grouped> {
  const cluster = request.cluster as NonNullable<DatabaseRequest["cluster"]>;
  return cluster.way === "views"
    ? throughViews(database, program, options, cluster)
    : statementOnEach(database.dialect, program, options, cluster.shards, request.signal);
}

async function statementOnEach(
  dialect: Database["dialect"],
  program: Program,
  options: AggregateOptions,
  urls: readonly string[],
  signal?: AbortSignal,
): Promise<Grouped> {
  const { sql, errors } = aggregateSql(program, dialect, options);
  const answers = await Promise.all(
    urls.map(async (url) => {
      const shard = await openClickhouse(url, signal);
      return shard.query(sql).finally(() => shard.close());
    }),
  );
  return { rows: answers.flat() as unknown as readonly AggregateRow[], errors };
}

async function throughViews(
  database: Database,
  program: Program,
  options: AggregateOptions,
  { name, shards }: NonNullable<DatabaseRequest["cluster"]>,
): Promise<Grouped> {
  const { identifier } = database.dialect;
  const { rows, grouped, errors } = shardedAggregateSql(program, database.dialect, options);
  const tail = randomUUID().replaceAll("-", "");
  const [view, table] = [identifier(`limen_rows_${tail}`), identifier(`limen_all_${tail}`)];
  try {
    await onEach(shards, `CREATE VIEW ${view} AS ${rows}`);
    const columns = await database.query(`DESCRIBE TABLE ${view}`);
    const declared = columns.map((column) => `${identifier(String(column.name))} ${column.type}`).join(", ");
    const place = identifier(String((await database.query("SELECT currentDatabase() AS name"))[0]?.name));
    await database.execute(`CREATE TABLE ${table} (${declared}) ENGINE = Distributed(${identifier(name)}, ${place}, ${view})`);
    return { rows: (await database.query(grouped(table))) as readonly AggregateRow[], errors };
  } finally {
    await onEach(shards, `DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
    await onEach(shards, `DROP TABLE IF EXISTS ${view}`).catch(() => undefined);
  }
}

/** Over connections that no signal stops, so that a cancelled run is cleaned up as well. */
async function onEach(urls: readonly string[], statement: string): Promise<void> {
  await Promise.all(
    urls.map(async (url) => {
      const shard = await openClickhouse(url);
      await shard.execute(statement).finally(() => shard.close());
    }),
  );
}
