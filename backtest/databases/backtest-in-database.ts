/**
 * A backtest of a database's table with the result that a file's has: the same checks of the request before, the same
 * figures, labels and order after. What only a file has is empty: a hash of the rows, and the name of a rejected row; and there is no
 * attribution, since it needs the rows.
 */
import type { SourceColumn } from "#rules/compile";
import { comparedChanges } from "#rules/compare";
import { scenarioFor } from "#rules/evaluate";
import type { Fact } from "#rules/policy";
import {
  type Backtest,
  type BreakdownSpec,
  figuresOf,
  type GroupedBreakdown,
  type GroupedCell,
  type GroupKey,
  type Rejection,
  type ResolvedMapping,
  tallyOfGroups,
} from "#rules/portfolio";
import { BUILD } from "../build.ts";
import { type CheckedVersion, checkedBreakdowns, checkedMapping, checkedVersions } from "../check-request.ts";
import type { BacktestRequest, DatabaseEngine } from "../types.ts";
import type { Database } from "./database.ts";
import { openDatabase, runOn } from "./run-in-database.ts";
import { shardsOf } from "./shards.ts";
import { type DatabaseAggregates, type DatabaseCell, type DatabaseGroup, DatabaseProblem, type DatabaseRequest } from "./types.ts";

type Versions = readonly CheckedVersion[];

export interface DatabaseBacktestRequest
  extends Pick<BacktestRequest, "baseline" | "candidate" | "scenario" | "mapping" | "by">,
    Pick<DatabaseRequest, "url" | "table" | "results"> {
  readonly engine: DatabaseEngine;
  /** ClickHouse only, where `table` is a local table on every shard: the cluster's name, and the shards' addresses where the server's own list does not serve. */
  readonly cluster: { readonly name: string | null; readonly shards: readonly string[] } | null;
}

/** Runs it. Throws a BacktestProblem or a DatabaseProblem for what the user can mend, and `cancelled` where the signal stopped it. */
export async function runDatabaseBacktest(
  request: DatabaseBacktestRequest,
  options: Pick<DatabaseRequest, "onStatement" | "signal"> = {},
): Promise<Backtest> {
  const versions = checkedVersions(request);
  const specs = checkedBreakdowns(request.by, versions).map((spec): BreakdownSpec => ({ ...spec, listed: null }));
  const database = await openDatabase({ ...request, ...options });
  try {
    checkEngine(database, request);
    const mapping = checkedMapping(await columnNames(database, request.table), request, versions);
    const cluster = await clusterOf(database, request);
    const found = await runOn(database, { ...databaseRequest(request, versions, mapping), cluster, ...options });
    return backtestOf(found, { request, versions, specs, mapping });
  } finally {
    await database.close();
  }
}

function checkEngine({ engine }: Database, request: DatabaseBacktestRequest): void {
  if (engine === request.engine) return;
  const wanted = request.engine === "postgresql" ? "`postgresql://user@host/database`" : "`http://user@host:8123/database`";
  throw new DatabaseProblem("bad-request", `the connection's address is not one of ${request.engine}; give ${wanted}`);
}

async function columnNames(database: Database, table: string): Promise<string[]> {
  const columns = await database.columnsOf(table);
  if (columns.size > 0) return [...columns.keys()];
  throw new DatabaseProblem("unknown-table", `there is no table \`${table}\` that this user can see; check its name and schema`);
}

async function clusterOf(database: Database, { cluster, url }: DatabaseBacktestRequest): Promise<DatabaseRequest["cluster"]> {
  if (cluster === null) return null;
  return { name: cluster.name ?? "", shards: await shardsOf(database, url, cluster), way: "statements" };
}

function databaseRequest(
  { url, table, results, by }: DatabaseBacktestRequest,
  [baseline, candidate]: Versions,
  mapping: ResolvedMapping,
): Omit<DatabaseRequest, "cluster"> {
  const { policy, scenario } = baseline as CheckedVersion;
  return {
    url,
    table,
    results,
    id: mapping.id,
    columns: Object.fromEntries(
      mapping.facts.flatMap(({ fact, column }) => (column === null ? [] : [[fact.name, sourceColumn(fact, column)]])),
    ),
    baseline: policy,
    candidate: candidate?.policy ?? null,
    scenario: { baseline: scenario, candidate: candidate?.scenario ?? scenario },
    observed: mapping.observed,
    by: [...new Set(by)].map((name) => ({ name, buckets: true })),
  };
}

/** As of a file: where a row leaves out what the run supplies, the scenario's value stands. */
function sourceColumn({ scope, nullable, type }: Fact, column: string): SourceColumn {
  return scope === "scenario" && !nullable && type !== "strings" ? { column, nullIs: "absent" } : column;
}

// --- the result ------------------------------------------------------------------------------------

/** What was asked, checked. */
export interface Asked {
  readonly request: Pick<DatabaseBacktestRequest, "mapping">;
  readonly versions: Versions;
  /** One for each breakdown of the aggregates, in their order; those of numbers are by buckets. */
  readonly specs: readonly BreakdownSpec[];
  readonly mapping: Pick<ResolvedMapping, "id" | "observed" | "ignored">;
}

/** The aggregates of a database → the result, as a backtest of a file gives it. Pure. */
export function backtestOf(found: DatabaseAggregates, { request, versions, specs, mapping }: Asked): Backtest {
  const [baseline, candidate = baseline] = versions as [CheckedVersion, CheckedVersion?];
  const side = ({ policy }: CheckedVersion) => ({ name: policy.name, hash: policy.hash });
  const ofScenario = ({ policy, scenario }: CheckedVersion) => scenarioFor(policy, scenario);
  const scenario = { baseline: ofScenario(baseline), candidate: ofScenario(candidate) };
  const { id, observed, ignored } = mapping;
  const tally = tallyOfGroups({
    cells: found.migration.map(cellOf),
    changes: found.changes,
    breakdowns: specs.map((spec, i) => breakdownOf(spec, found.breakdowns[i] as DatabaseAggregates["breakdowns"][number])),
  });
  return {
    baseline: side(baseline),
    candidate: side(candidate),
    scenario,
    engine: found.engine,
    portfolio: { hash: "", rows: found.borrowers, mapping: { facts: sorted(request.mapping.facts), id, observed } },
    build: BUILD,
    ...comparedChanges(baseline.policy, candidate.policy, scenario),
    ...figuresOf(tally, found.errors, observed),
    rejected: found.rejected.map(rejectionOf).sort(byRows),
    ignored,
  };
}

function sorted(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function cellOf({ baseline, candidate, ...cell }: DatabaseCell): GroupedCell {
  const { limitBaseline, availableBaseline, reviewBaseline, limitCandidate, availableCandidate, reviewCandidate } = cell;
  return {
    ...cell,
    decisions: { baseline, candidate },
    baseline: { limit: limitBaseline, available: availableBaseline, review: reviewBaseline },
    candidate: { limit: limitCandidate, available: availableCandidate, review: reviewCandidate },
  };
}

function breakdownOf(spec: BreakdownSpec, { type, groups }: DatabaseAggregates["breakdowns"][number]): GroupedBreakdown {
  const isNumber = type === "number";
  return {
    spec,
    wholeNumbers: isNumber && groups.every(({ value }) => value === null || Number.isInteger(Number(value))),
    groups: groups.map((group) => ({ key: keyOf(group, type), figures: group })),
  };
}

/** A bucket that is a half farther from zero holds numbers that are not whole. */
function keyOf({ value }: DatabaseGroup, type: DatabaseAggregates["breakdowns"][number]["type"]): GroupKey {
  if (value === null) return null;
  if (type === "number") return Math.trunc(Number(value)) + 0;
  return type === "boolean" ? value === "true" : value;
}

type Rejected = DatabaseAggregates["rejected"][number];

const WORDS: Readonly<Record<Rejected["code"], string>> = {
  "missing-fact": "is missing, and the policy does not allow it to be null; give a value",
  "null-fact": "is null, which the policy does not allow; give a value",
  "wrong-type": "has a value that is not of its type",
  "out-of-range": "has a value below its least or above its greatest",
  "not-in-values": "has a text that is not among its values",
  "unknown-fact": "is declared by no policy",
  "not-scenario": "is no fact of the scenario",
  "unreadable-row": "cannot be read",
  "too-large": "leads to a limit beyond what this database holds in whole hundredths",
};

function rejectionOf({ side, code, fact, rows }: Rejected): Rejection {
  return { side, code, fact, rows, message: `\`${fact}\` ${WORDS[code]}`, name: "" };
}

/** The most frequent first, as a file's. */
function byRows(a: Rejection, b: Rejection): number {
  const orderOf = ({ side, code, fact }: Rejection) => `${side} ${code} ${fact}`;
  return b.rows - a.rows || (orderOf(a) < orderOf(b) ? -1 : 1);
}
