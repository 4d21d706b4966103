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
  groupType,
  NOT_KNOWN,
  type NodeId,
  type Program,
  readableSql,
} from "#rules/compile";
import { CHANGE_EDGES } from "#rules/portfolio";
import { openClickhouse } from "./clickhouse.ts";
import { type Database, qualified } from "./database.ts";
import { changesOf, figuresOf, isValid, rejectedOf } from "./fold.ts";
import { openPostgresql } from "./postgresql.ts";
import { aggregateOnCluster, type Grouped } from "./shards.ts";
import { type Source, sourceOf } from "./source.ts";
import { type DatabaseAggregates, type DatabaseGroup, DatabaseProblem, type DatabaseRequest } from "./types.ts";

const MOST_GROUPS = 10_000;
/** One for each value and pair of decisions: what a column of names would give does not leave the database. */
const MOST_ROWS = 10 * MOST_GROUPS;

/** Runs it; throws a DatabaseProblem for whatever the user can mend, and `cancelled` where the signal stopped it. */
export async function runInDatabase(request: DatabaseRequest): Promise<DatabaseAggregates> {
  const database = await openDatabase(request);
  try {
    return await runOn(database, request);
  } finally {
    await database.close();
  }
}

/** The same over a connection that is open already, and stays so. */
export async function runOn(database: Database, request: DatabaseRequest): Promise<DatabaseAggregates> {
  const program = compile([
    { policy: request.baseline, scenario: request.scenario.baseline },
    ...(request.candidate === null ? [] : [{ policy: request.candidate, scenario: request.scenario.candidate }]),
  ]);
  const source = await sourceOf(database, program, request);
  if (request.results !== null) await checkResults(database, request, request.results);
  const nodes = request.by.map(({ name }) => nodeNamed(program, name));
  const statements = 1 + request.by.length + (request.results === null ? 0 : 1);
  const tell = (done: number) => request.onStatement?.(done, statements);
  tell(0);
  const all = await aggregate(database, program, source, request, null);
  const breakdowns = [];
  for (const [i, { name, ...by }] of request.by.entries()) {
    tell(1 + i);
    const node = nodes[i] as NodeId;
    const { rows } = await aggregate(database, program, source, request, { node, ...by });
    breakdowns.push({ by: name, type: groupType(program, node), groups: groupsOf(rows, name) });
  }
  if (request.results !== null) {
    tell(statements - 1);
    await createResults(database, program, source, request, request.results);
  }
  return {
    engine: database.engine,
    ...figuresOf(all.rows),
    rejected: rejectedOf(all.rows, all.errors),
    changes: changesOf(all.rows, request.candidate !== null),
    breakdowns,
  };
}

/** Connects to what the address names. */
export function openDatabase({
  url,
  cluster,
  results,
  signal,
}: Pick<DatabaseRequest, "url" | "results" | "signal"> & { readonly cluster: object | null }): Promise<Database> {
  const protocol = /^([a-z]+):\/\//.exec(url)?.[1];
  const isPostgresql = protocol === "postgresql" || protocol === "postgres";
  if (!isPostgresql && protocol !== "http" && protocol !== "https")
    throw new DatabaseProblem(
      "bad-request",
      "the address begins with neither `postgresql://` nor `http://` (ClickHouse); give one of these",
    );
  if (!isPostgresql && !URL.canParse(url))
    throw new DatabaseProblem("bad-request", "the address is no URL; give one such as `http://user@host:8123/database`");
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
    ...(by === null ? { changeEdges: CHANGE_EDGES } : { most: MOST_ROWS }),
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
  const groups = byGroup(rows.filter(isValid));
  if (groups.size > MOST_GROUPS || rows.length >= MOST_ROWS)
    throw new DatabaseProblem(
      "bad-request",
      `\`${name}\` has too many values to break down by; choose something that has at most ${MOST_GROUPS.toLocaleString("en")}`,
    );
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

/** Before anything runs, so that no long statement runs in vain. */
async function checkResults(database: Database, { id }: DatabaseRequest, table: string): Promise<void> {
  if (id === null) throw new DatabaseProblem("bad-request", "a results table names each borrower; say which column holds the names");
  if ((await database.columnsOf(table)).size > 0)
    throw new DatabaseProblem("bad-request", `there is a table \`${table}\` already; drop it or give another name for the results`);
}

async function createResults(database: Database, program: Program, source: Source, request: DatabaseRequest, table: string): Promise<void> {
  const { dialect } = database;
  const id = request.id as string;
  const rows = compileSql(program, dialect, { source: qualified(dialect, request.table), columns: source.columns, id });
  await database.execute(database.createTableAs(table, readableSql(program, dialect, rows)));
}
