/**
 * A backtest inside a database that the user already runs: both versions are compiled to one statement, the database
 * evaluates every row where it lies, and only groups come back. The figures are the same as those of every other engine.
 */
import {
  aggregateSql,
  type AggregateOptions,
  type AggregateRow,
  compile,
  compileSql,
  NOT_KNOWN,
  type NodeId,
  type Program,
  readableSql,
} from "#rules/compile";
import { openClickhouse } from "./clickhouse.ts";
import { type Database, qualified } from "./database.ts";
import { figuresOf, rejectedOf } from "./fold.ts";
import { openPostgresql } from "./postgresql.ts";
import { aggregateOnCluster, type Grouped } from "./shards.ts";
import { type Source, sourceOf } from "./source.ts";
import { type DatabaseAggregates, type DatabaseGroup, DatabaseProblem, type DatabaseRequest } from "./types.ts";

const MOST_GROUPS = 1000;

/** Runs it; throws a DatabaseProblem for whatever the user can mend, and `cancelled` where the signal stopped it. */
export async function runInDatabase(request: DatabaseRequest): Promise<DatabaseAggregates> {
  const database = await open(request);
  try {
    const program = compile([
      { policy: request.baseline, scenario: request.scenario.baseline },
      ...(request.candidate === null ? [] : [{ policy: request.candidate, scenario: request.scenario.candidate }]),
    ]);
    const source = await sourceOf(database, program, request);
    const nodes = request.by.map(({ name }) => nodeNamed(program, name));
    const all = await aggregate(database, program, source, request, null);
    const breakdowns = [];
    for (const [i, { name, edges }] of request.by.entries()) {
      const { rows } = await aggregate(database, program, source, request, {
        node: nodes[i] as NodeId,
        ...(edges === undefined ? {} : { edges }),
      });
      breakdowns.push({ by: name, groups: groupsOf(rows, name) });
    }
    if (request.results !== null) await createResults(database, program, source, request, request.results);
    return { engine: database.engine, ...figuresOf(all.rows), rejected: rejectedOf(all.rows, all.errors), breakdowns };
  } finally {
    await database.close();
  }
}

function open({ url, cluster, results, signal }: DatabaseRequest): Promise<Database> {
  const protocol = /^([a-z]+):\/\//.exec(url)?.[1];
  const isPostgresql = protocol === "postgresql" || protocol === "postgres";
  if (!isPostgresql && protocol !== "http" && protocol !== "https")
    throw new DatabaseProblem(
      "bad-request",
      "the address begins with neither `postgresql://` nor `http://` (ClickHouse); give one of these",
    );
  if (cluster !== null && isPostgresql)
    throw new DatabaseProblem("bad-request", "only ClickHouse has clusters; leave the cluster out for PostgreSQL");
  if (cluster !== null && results !== null)
    throw new DatabaseProblem(
      "bad-request",
      "a results table cannot be made on a cluster; run on each shard alone with its own results table",
    );
  return isPostgresql ? openPostgresql(url, signal) : openClickhouse(url, signal);
}

async function aggregate(
  database: Database,
  program: Program,
  source: Source,
  request: DatabaseRequest,
  by: AggregateOptions["by"],
): Promise<Grouped> {
  const options = {
    source: qualified(database.dialect, request.table),
    columns: source.columns,
    observed: source.observed,
    by: by ?? null,
  };
  if (request.cluster !== null) return aggregateOnCluster(database, program, options, request);
  const { sql, errors } = aggregateSql(program, database.dialect, options);
  return { rows: (await database.query(sql)) as readonly AggregateRow[], errors };
}

function nodeNamed({ versions }: Program, name: string): NodeId {
  for (const { values, conditions } of versions) {
    const node = values.get(name) ?? conditions.get(name);
    if (node !== undefined) return node;
  }
  throw new DatabaseProblem("bad-request", `neither version has a fact, derived fact or shared condition \`${name}\``);
}

function groupsOf(rows: readonly AggregateRow[], name: string): readonly DatabaseGroup[] {
  const valid = rows.filter((row) => Number(row.error_0) === 0 && Number(row.error_1) === 0);
  const groups = byGroup(valid);
  if (groups.size > MOST_GROUPS)
    throw new DatabaseProblem("bad-request", `\`${name}\` has ${groups.size} values; break down by ranges: give edges for it`);
  return [...groups].map(([value, own]) => ({ value: value === NOT_KNOWN ? null : value, ...figuresOf(own) })).sort(byValue);
}

function byGroup(rows: readonly AggregateRow[]): ReadonlyMap<string, readonly AggregateRow[]> {
  const groups = new Map<string, AggregateRow[]>();
  for (const row of rows) {
    const value = String(row.by_value);
    const known = groups.get(value);
    if (known === undefined) groups.set(value, [row]);
    else known.push(row);
  }
  return groups;
}

/** Numbers by size, texts by code points, what is not known last. */
function byValue(a: DatabaseGroup, b: DatabaseGroup): number {
  if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1;
  return Number(a.value) - Number(b.value) || (a.value < b.value ? -1 : 1);
}

async function createResults(database: Database, program: Program, source: Source, request: DatabaseRequest, table: string): Promise<void> {
  if ((await database.columnsOf(table)).size > 0)
    throw new DatabaseProblem("bad-request", `there is a table \`${table}\` already; drop it or give another name for the results`);
  const { dialect } = database;
  const rows = compileSql(program, dialect, { source: qualified(dialect, request.table), columns: source.columns, id: request.id });
  await database.execute(database.createTableAs(table, readableSql(program, dialect, rows)));
}
