/** `limen backtest --engine postgresql|clickhouse`: the second positional names a table, which the database evaluates itself. */
import type { DatabaseBacktestRequest } from "../backtest/databases/index.ts";
import type { BacktestDone, BacktestRequest, DatabaseEngine } from "../backtest/types.ts";
import { type Options, type OptionSpec, UsageError } from "./command.ts";
import { interruptible } from "./interrupt.ts";
import type { Streams } from "./streams.ts";

const CONNECTION = "LIMEN_CONNECTION";
const TELL_EVERY_MS = 500;

export const DATABASE_OPTIONS: readonly OptionSpec[] = [
  {
    name: "connection",
    value: "URL",
    help: `postgresql://USER:PASSWORD@HOST/DATABASE, or http://USER:PASSWORD@HOST:8123/DATABASE of ClickHouse; else from ${CONNECTION}, where no other user of the machine sees the password`,
  },
  { name: "results", value: "TABLE", help: "in the database, make a table with every outcome; it needs a column of names" },
  { name: "cluster", value: "NAME", help: "ClickHouse: evaluate the local table on every shard of a cluster" },
  {
    name: "shard",
    value: "URL",
    repeatable: true,
    help: "the HTTP address of a shard, where the hosts of the server's own list and the connection's port do not serve; repeat for more",
  },
];

/** What a file has no use for. */
export function refuseForFiles(options: Options): void {
  const given = DATABASE_OPTIONS.find(({ name }) => options.value(name) !== undefined);
  if (given !== undefined) throw new UsageError(`\`--${given.name}\` needs a database: \`--engine postgresql\` or \`--engine clickhouse\``);
}

/** What a database cannot do, or cannot do without. */
export function refuseForDatabases(engine: DatabaseEngine, options: Options): void {
  const given = ["out", "rejected"].find((name) => options.value(name) !== undefined);
  if (given !== undefined)
    throw new UsageError(`\`--${given}\` needs a file; in a database \`--results TABLE\` makes a table of all outcomes`);
  const ofClickhouse = ["cluster", "shard"].find((name) => options.value(name) !== undefined);
  if (ofClickhouse !== undefined && engine !== "clickhouse") throw new UsageError(`\`--${ofClickhouse}\` needs \`--engine clickhouse\``);
  if (connectionOf(options) === "")
    throw new UsageError(`\`--engine ${engine}\` needs the database's address: set ${CONNECTION}, or give \`--connection URL\``);
}

function connectionOf(options: Options): string {
  return options.value("connection") ?? process.env[CONNECTION] ?? "";
}

/** Runs in the database; an interrupt stops the statement there before this program ends. */
export function databaseRun(engine: DatabaseEngine) {
  return async (request: BacktestRequest, options: Options, streams: Streams): Promise<BacktestDone> => {
    const { runDatabaseBacktest } = await import("../backtest/databases/index.ts");
    const progress = tellStatements(engine, streams);
    try {
      const asked = requestOf(engine, request, options);
      const result = await interruptible((signal) => runDatabaseBacktest(asked, { signal, onStatement: progress.at }));
      return { result, files: [] };
    } finally {
      progress.stop();
    }
  };
}

function requestOf(engine: DatabaseEngine, request: BacktestRequest, options: Options): DatabaseBacktestRequest {
  const { baseline, candidate, scenario, mapping, by, portfolio } = request;
  const [name, shards] = [options.value("cluster") ?? null, options.values("shard")];
  return {
    baseline,
    candidate,
    scenario,
    mapping,
    by,
    engine,
    url: connectionOf(options),
    table: portfolio,
    results: options.value("results") ?? null,
    cluster: name === null && shards.length === 0 ? null : { name, shards },
  };
}

/** A database does not say how far it is: which statement runs, and for how long. */
function tellStatements(engine: DatabaseEngine, streams: Streams): { at(done: number, total: number): void; stop(): void } {
  let what = "connecting";
  let since = performance.now();
  const tell = () => streams.progress(`${engine}: ${what}, ${Math.round((performance.now() - since) / 1000)} s`);
  const timer = setInterval(tell, TELL_EVERY_MS);
  return {
    at(done, total) {
      what = `statement ${done + 1} of ${total}`;
      since = performance.now();
      tell();
    },
    stop: () => clearInterval(timer),
  };
}
