/** The law of a database's backtest: the result of the same rows as a file, but for the engine's name and the file's hash. */
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyOf } from "#rules/conformance";
import type { Backtest } from "#rules/portfolio";
import { BINARIES, type PostgresqlProcess, startPostgresqlProcess } from "../../prisma/testing.ts";
import { runBacktest } from "../run-backtest.ts";
import { loadCsv } from "../testing/load-csv.ts";
import { Folder } from "../testing/portfolios.ts";
import type { BacktestRequest } from "../types.ts";
import { type DatabaseBacktestRequest, runDatabaseBacktest } from "./index.ts";

const sample = (name: string) => path.resolve("rules/samples/taiwan-card", name);
const read = (name: string) => readFileSync(sample(name), "utf8");
const folder = new Folder();
const DOWNTURN = { economic_cycle: "downturn" };

/** Facts of all types, derived facts and shared conditions; numbers in few and in many buckets. */
const { facts, derived, conditions } = policyOf(read("v2.policy.json"));
const BY = [...facts.keys(), ...derived.keys(), ...conditions.keys()].filter((name) => name !== "economic_cycle");

const asked = (change: Partial<BacktestRequest> = {}): BacktestRequest => ({
  baseline: read("v1.policy.json"),
  candidate: read("v2.policy.json"),
  scenario: { baseline: {}, candidate: DOWNTURN },
  portfolio: sample("sample-2000.csv"),
  mapping: { facts: {}, id: null, observed: "observed_default" },
  by: [],
  engine: "kernels",
  attribution: false,
  out: null,
  rejected: null,
  ...change,
});

const comparable = ({ engine: _, portfolio: { hash: __, ...portfolio }, ...rest }: Backtest) => ({ ...rest, portfolio });

describe.skipIf(BINARIES === null && process.env.CI !== "true")("a backtest in PostgreSQL", { timeout: 120_000 }, () => {
  let server: PostgresqlProcess;
  let url: string;
  const inDatabase = (request: BacktestRequest, change: Partial<DatabaseBacktestRequest> = {}) =>
    runDatabaseBacktest({ ...request, engine: "postgresql", url, table: "portfolio", results: null, cluster: null, ...change });

  beforeAll(async () => {
    server = await startPostgresqlProcess(BINARIES as string);
    url = await server.createUrl();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await loadCsv(client, "portfolio", read("sample-2000.csv"), facts);
    await loadCsv(client, "spoilt", spoilt(), facts);
    await loadCsv(client, "cycles", cycles(), facts);
    await client.query("CREATE TABLE wrong AS TABLE portfolio WITH NO DATA");
    await client.query("ALTER TABLE wrong ALTER current_limit TYPE text, ALTER days_past_due TYPE text");
    await client.end();
  });
  afterAll(async () => {
    folder.remove();
    await server?.stop();
  });

  it("equals the kernels' of the same rows in a file: two versions, an observed outcome, every breakdown", async () => {
    const request = asked({ by: BY });
    const { result } = await runBacktest(request, { threads: 1 });
    const found = await inDatabase(request);
    expect(found.summary.shifted).toBeGreaterThan(0);
    expect(comparable(found)).toEqual(comparable(result));
    expect(found).toMatchObject({ engine: "postgresql", portfolio: { hash: "", rows: 2000 } });
  });

  it("equals it for one version alone", async () => {
    const request = asked({ candidate: null, by: ["current_limit"], mapping: { facts: {}, id: null, observed: null } });
    const { result } = await runBacktest(request, { threads: 1 });
    expect(comparable(await inDatabase(request))).toEqual(comparable(result));
  });

  it("takes the run's value of a scenario's fact where a row has none, as of a file", async () => {
    const request = asked({ portfolio: folder.write("cycles.csv", cycles()), by: ["economic_cycle"] });
    const { result } = await runBacktest(request, { threads: 1 });
    expect(result.summary.errors).toBe(0);
    expect(comparable(await inDatabase(request, { table: "cycles" }))).toEqual(comparable(result));
  });

  it("counts rows that cannot be evaluated, without their names", async () => {
    const found = await inDatabase(asked(), { table: "spoilt" });
    expect(found.summary).toMatchObject({ borrowers: 2000, errors: 2 });
    expect(found.rejected.map(({ message: _, ...rest }) => rest)).toEqual([
      { side: "baseline", code: "not-in-values", fact: "customer_segment", rows: 1, name: "" },
      { side: "baseline", code: "out-of-range", fact: "current_limit", rows: 1, name: "" },
    ]);
  });

  it("tells of a request what it tells of a file's, and what is wrong with the connection", async () => {
    const problem = (change: Partial<BacktestRequest>, database: Partial<DatabaseBacktestRequest> = {}) =>
      expect(inDatabase(asked(change), database)).rejects;
    await problem({ by: ["utilisation"] }).toThrow("did you mean `utilization`");
    await problem({ scenario: { baseline: {}, candidate: {} } }).toThrow("is a fact of the scenario");
    await problem({ mapping: { facts: { audit_age: "agee" }, id: null, observed: null } }).toThrow("no column `agee`");
    await problem({ mapping: { facts: {}, id: null, observed: null } }, { table: "wrong" }).toThrow(
      /`current_limit` is text.*`days_past_due` is text/s,
    );
    await problem({}, { table: "nowhere" }).toThrow("there is no table `nowhere`");
    await problem({}, { engine: "clickhouse" }).toThrow("not one of clickhouse");
    await problem({}, { cluster: { name: "c", shards: [] } }).toThrow("only ClickHouse has clusters");
  });
});

/** Every third row leaves the economic cycle out. */
function cycles(): string {
  const [header = "", ...rows] = read("sample-2000.csv").trim().split(/\r?\n/);
  return [`${header},economic_cycle`, ...rows.map((row, at) => `${row},${["expansion", "", "downturn"][at % 3]}`)].join("\n");
}

/** Two rows that the baseline refuses. */
function spoilt(): string {
  const [header = "", first = "", second = "", ...rest] = read("sample-2000.csv").trim().split(/\r?\n/);
  const column = (name: string) => header.split(",").indexOf(name);
  const changed = (line: string, name: string, value: string) => line.split(",").with(column(name), value).join();
  return [header, changed(first, "current_limit", "-1"), changed(second, "customer_segment", "nobody"), ...rest].join("\n");
}
