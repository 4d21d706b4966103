/**
 * ClickHouse on a cluster: the per-row query is a view on each shard, and a Distributed table stands over the views, so
 * that each shard evaluates and groups its own rows and only groups travel. Views and table have names of their own and are dropped afterwards.
 */
import { randomUUID } from "node:crypto";
import { type AggregateOptions, type AggregateRow, type Program, type RowError, shardedAggregateSql } from "#rules/compile";
import { openClickhouse } from "./clickhouse.ts";
import type { Database } from "./database.ts";
import type { DatabaseRequest } from "./types.ts";

export interface Grouped {
  readonly rows: readonly AggregateRow[];
  readonly errors: readonly RowError[];
}

export async function aggregateOnCluster(
  database: Database,
  program: Program,
  options: AggregateOptions,
  request: DatabaseRequest,
): Promise<Grouped> {
  const { name, shards } = request.cluster as NonNullable<DatabaseRequest["cluster"]>;
  const { identifier } = database.dialect;
  const { rows, grouped, errors } = shardedAggregateSql(program, database.dialect, options);
  const tail = randomUUID().replaceAll("-", "");
  const [view, table] = [identifier(`limen_rows_${tail}`), identifier(`limen_all_${tail}`)];
  const everywhere = shards === null ? ` ON CLUSTER ${identifier(name)}` : "";
  const each = (statement: string) => (shards === null ? database.execute(statement) : onEach(shards, statement));
  try {
    await each(`CREATE VIEW ${view}${everywhere} AS ${rows}`);
    const columns = await database.query(`DESCRIBE TABLE ${view}`);
    const declared = columns.map((column) => `${identifier(String(column.name))} ${column.type}`).join(", ");
    const place = (await database.query("SELECT currentDatabase() AS name"))[0]?.name;
    await database.execute(
      `CREATE TABLE ${table} (${declared}) ENGINE = Distributed(${identifier(name)}, ${identifier(String(place))}, ${view})`,
    );
    return { rows: (await database.query(grouped(table))) as readonly AggregateRow[], errors };
  } finally {
    await dropped(`DROP TABLE IF EXISTS ${table}`, [request.url]);
    await dropped(`DROP TABLE IF EXISTS ${view}${everywhere}`, shards ?? [request.url]);
  }
}

async function onEach(urls: readonly string[], statement: string): Promise<void> {
  await Promise.all(
    urls.map(async (url) => {
      const shard = await openClickhouse(url);
      await shard.execute(statement).finally(() => shard.close());
    }),
  );
}

/** Cleans up even after a cancelled run, over connections that no signal stops. What fails here is left for the user, who can see it by its name. */
async function dropped(statement: string, urls: readonly string[]): Promise<void> {
  await onEach(urls, statement).catch(() => undefined);
}
