/** Backtests inside real databases, held against the referee's comparison: a PostgreSQL server, one ClickHouse server, a cluster of two. */
import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { clickhouse, postgresql, type SourceColumn } from "#rules/compile";
import { type Comparison, compare } from "#rules/compare";
import { policyOf, randomCase } from "#rules/conformance";
import { type Facts, type FactType, fromHundredths, toHundredths, type ValidPolicy } from "#rules/policy";
import { CHANGE_EDGES } from "#rules/portfolio";
import { clickhouseServer } from "../../cli/tasks/engines.mjs";
import { BINARIES, type PostgresqlProcess, startPostgresqlProcess } from "../../prisma/testing.ts";
import { CLUSTER, type ClickhouseServers, startClickhouseServers } from "../testing/clickhouse-servers.ts";
import { jsonRows, loadTable, type SqlEngine, strange, type TestColumn } from "../testing/sql-engines.ts";
import { type DatabaseAggregates, type DatabaseFigures, DatabaseProblem, type DatabaseRequest, runInDatabase } from "./index.ts";

const SCENARIO = { economic_cycle: "downturn" };
const read = (name: string) => readFileSync(`rules/samples/taiwan-card/${name}`, "utf8");

interface Sample {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly borrowers: readonly { readonly name: string; readonly facts: Facts }[];
  /** By name. */
  readonly observed: ReadonlyMap<string, number>;
}

function cardSample(): Sample {
  const [baseline, candidate] = [policyOf(read("v1.policy.json")), policyOf(read("v2.policy.json"))];
  const text = read("sample-2000.csv");
  const { fixtures } = parseFixtures(text, "csv", { facts: new Map([...baseline.facts, ...candidate.facts]) });
  const [header, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const at = header?.indexOf("observed_default") as number;
  const observed = new Map(lines.map((cells) => [cells[0] as string, Number(cells[at])]));
  // Some borrowers that a version refuses, of several kinds.
  const spoilt = fixtures.slice(0, 30).map(({ facts }, i) => {
    const wrong: Facts = i % 3 === 0 ? { current_limit: null } : i % 3 === 1 ? { outstanding_balance: -5 } : { customer_segment: "nobody" };
    return { name: `spoilt-${i}`, facts: { ...facts, ...wrong } };
  });
  return { baseline, candidate, scenario: { baseline: SCENARIO, candidate: SCENARIO }, borrowers: [...fixtures, ...spoilt], observed };
}

const TYPES: Readonly<Record<FactType, TestColumn["type"]>> = {
  number: "number",
  integer: "number",
  money: "number",
  boolean: "boolean",
  string: "text",
  strings: "texts",
};

/** The borrowers as a table's columns: every fact that any of them gives. */
function columnsOf({ baseline, candidate, observed }: Sample, borrowers: Sample["borrowers"]): readonly TestColumn[] {
  const facts = new Map([...baseline.facts, ...candidate.facts]);
  const names = [...facts.keys()].filter((name) => borrowers.some((borrower) => Object.hasOwn(borrower.facts, name)));
  return [
    ...names.map((name) => ({
      name,
      type: TYPES[facts.get(name)?.type as FactType],
      values: borrowers.map((borrower) => borrower.facts[name] ?? null),
    })),
    { name: "observed_default", type: "number", values: borrowers.map(({ name }) => observed.get(name) ?? null) },
  ];
}

async function load(engine: SqlEngine, sample: Sample, borrowers: Sample["borrowers"]): Promise<ReadonlyMap<string, SourceColumn>> {
  const ids = borrowers.map(({ name }) => name);
  return loadTable(engine, "portfolio", ids, columnsOf(sample, borrowers));
}

function requestOf(
  sample: Sample,
  columns: ReadonlyMap<string, SourceColumn>,
  rest: Partial<DatabaseRequest> & { url: string },
): DatabaseRequest {
  const facts = Object.fromEntries([...columns].filter(([name]) => name !== "observed_default"));
  const { baseline, candidate, scenario } = sample;
  const observed = sample.observed.size === 0 ? null : strange("observed_default");
  return {
    table: "portfolio",
    id: "id",
    columns: facts,
    baseline,
    candidate,
    scenario,
    observed,
    by: [],
    results: null,
    cluster: null,
    ...rest,
  };
}

/** The borrowers as the table has them: null where nothing is given, so that the referee sees what the database sees. */
function asStored(sample: Sample): Sample["borrowers"] {
  const columns = columnsOf(sample, sample.borrowers).filter(({ name }) => name !== "observed_default");
  return sample.borrowers.map(({ name }, i) => ({ name, facts: Object.fromEntries(columns.map((c) => [c.name, c.values[i] ?? null])) }));
}

const referee = (sample: Sample) => compare({ ...sample, borrowers: asStored(sample), all: true });

function plain({ borrowers, errors, shifted, reasonShifted, baseline, candidate, migration }: DatabaseFigures) {
  const money = (hundredths: bigint) => fromHundredths(Number(hundredths));
  const side = (one: DatabaseFigures["baseline"]) => ({ ...one, limit: money(one.limit), available: money(one.available) });
  return {
    summary: { borrowers, errors, shifted, reasonShifted, baseline: side(baseline), candidate: side(candidate) },
    migration: migration.map((cell) => ({
      baseline: cell.baseline,
      candidate: cell.candidate,
      borrowers: cell.borrowers,
      limitBaseline: money(cell.limitBaseline),
      limitCandidate: money(cell.limitCandidate),
      availableBaseline: money(cell.availableBaseline),
      availableCandidate: money(cell.availableCandidate),
    })),
  };
}

function checkFigures(found: DatabaseAggregates, expected: Comparison): void {
  expect(plain(found)).toEqual({ summary: expected.summary, migration: expected.migration });
  const failures = new Map<string, number>();
  for (const { side, error } of expected.failures) {
    const key = `${side} ${error.code} ${error.fact}`;
    failures.set(key, (failures.get(key) ?? 0) + 1);
  }
  expect(new Map(found.rejected.map(({ side, code, fact, rows }) => [`${side} ${code} ${fact}`, rows]))).toEqual(failures);
  expect(found.changes).toEqual(changesIn(expected));
}

/** Of a comparison that lists all borrowers. */
function changesIn({ borrowers }: Comparison): DatabaseAggregates["changes"] {
  const bins = new Map<number, { borrowers: number; sum: bigint }>();
  for (const { baseline, candidate } of borrowers) {
    const change = toHundredths(candidate.limitAfter) - toHundredths(baseline.limitAfter);
    const bin = CHANGE_EDGES.filter((edge) => change >= edge).length;
    const own = bins.get(bin) ?? { borrowers: 0, sum: 0n };
    bins.set(bin, { borrowers: own.borrowers + 1, sum: own.sum + BigInt(change) });
  }
  return [...bins].sort(([a], [b]) => a - b).map(([bin, own]) => ({ bin, ...own }));
}

function checkSample(found: DatabaseAggregates, expected: Comparison, sample: Sample): void {
  checkFigures(found, expected);
  for (const { baseline, candidate, observed } of found.migration) {
    const cell = expected.borrowers.filter((b) => b.baseline.decision === baseline && b.candidate.decision === candidate);
    const values = cell.flatMap(({ name }) => sample.observed.get(name) ?? []);
    expect(observed).toEqual({ borrowers: values.length, sum: values.reduce((sum, value) => sum + value, 0) });
  }
  const facts = new Map(sample.borrowers.map((borrower) => [borrower.name, borrower.facts]));
  for (const { by, groups } of found.breakdowns) {
    const names = expected.borrowers.map(({ name }) => name);
    const groupOf = (name: string) => (by === "customer_segment" ? String(facts.get(name)?.[by]) : rangeOf(Number(facts.get(name)?.[by])));
    const counted = new Map<string, number>();
    for (const name of names) counted.set(groupOf(name), (counted.get(groupOf(name)) ?? 0) + 1);
    expect(new Map(groups.map(({ value, borrowers }) => [value, borrowers]))).toEqual(counted);
    expect(groups.reduce((sum, group) => sum + group.shifted, 0)).toBe(expected.summary.shifted);
  }
}

const EDGES = [50_000, 200_000];
const rangeOf = (limit: number) => String(EDGES.filter((edge) => limit >= edge).length);
const BY = [{ name: "customer_segment" }, { name: "current_limit", edges: EDGES }];

function randomSample(seed: number, size = 6): Sample {
  const one = randomCase(seed, size, 80);
  const baseline = policyOf(one.text);
  const candidate = policyOf(JSON.stringify({ ...one.document, rules: [...(one.document.rules as unknown[])].reverse() }));
  const given = one.borrowers[0]?.scenario ?? {};
  const fits = (facts: Facts) => [...baseline.facts.values()].every((fact) => isOf(TYPES[fact.type], facts[fact.name] ?? null));
  const borrowers = one.borrowers.filter(({ facts }) => fits(facts)).map(({ facts }, i) => ({ name: `b${i}`, facts }));
  return { baseline, candidate, scenario: { baseline: given, candidate: given }, borrowers, observed: new Map() };
}

function isOf(type: TestColumn["type"], value: unknown): boolean {
  if (value === null) return true;
  if (type === "texts") return Array.isArray(value) && value.every((item) => typeof item === "string");
  return typeof value === (type === "text" ? "string" : type);
}

async function problemOf(run: Promise<unknown>): Promise<DatabaseProblem> {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseProblem);
  return error as DatabaseProblem;
}

const sample = cardSample();
const inCi = process.env.CI === "true";

const NAMED = {
  format: "limit-policy/1",
  name: "named",
  currency: "CNY",
  limit: { fact: "current_limit", step: 1 },
  strategy: "first",
  facts: { current_limit: { type: "money", min: 0 }, who: { type: "string" } },
  rules: [],
  reasons: {},
};

describe.skipIf(BINARIES === null && !inCi)("PostgreSQL", () => {
  let server: PostgresqlProcess;
  let engine: SqlEngine;
  let url: string;
  let columns: ReadonlyMap<string, SourceColumn>;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgresqlProcess(BINARIES as string);
    url = await server.createUrl();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    engine = { dialect: postgresql, run: async (sql) => (await client.query(sql)).rows ?? [], stop: async () => {} };
    columns = await load(engine, sample, sample.borrowers);
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it("gives the referee's figures of the card sample, and writes each outcome where asked", async () => {
    const expected = await referee(sample);
    const found = await runInDatabase(requestOf(sample, columns, { url, by: BY, results: "outcomes" }));
    expect(found.errors).toBe(30);
    checkSample(found, expected, sample);
    const rows = await engine.run("SELECT * FROM outcomes WHERE baseline_error IS NULL");
    const outcomes = new Map(expected.borrowers.map((borrower) => [borrower.name, borrower]));
    expect(rows).toHaveLength(2000);
    for (const row of rows) {
      const { baseline, candidate } = outcomes.get(row.id as string) as Comparison["borrowers"][number];
      expect([row.baseline_decision, row.candidate_decision]).toEqual([baseline.decision, candidate.decision]);
      expect(fromHundredths(Number(row.candidate_limit_hundredths))).toBe(candidate.limitAfter);
      const reasons = [1, 2, 3, 4].map((i) => row[`candidate_reason_${i}`]).filter((reason) => reason !== null);
      expect(reasons).toEqual(candidate.reasons);
    }
    expect((await problemOf(runInDatabase(requestOf(sample, columns, { url, results: "outcomes" })))).message).toContain("already");
  });

  it.each([11, 22, 33, 44, 55, 66])("gives the referee's figures of randomCase(%i, 6, 80)", async (seed) => {
    const one = randomSample(seed);
    const mapping = await loadTable(
      engine,
      "random",
      one.borrowers.map(({ name }) => name),
      columnsOf(one, one.borrowers),
    );
    checkFigures(await runInDatabase(requestOf(one, mapping, { url, table: "random" })), await referee(one));
  });

  it("tells what is wrong with a request, and what to do", async () => {
    const problem = (change: Partial<DatabaseRequest>) => problemOf(runInDatabase({ ...requestOf(sample, columns, { url }), ...change }));
    expect((await problem({ url: "postgresql://nobody@127.0.0.1:1/none" })).code).toBe("cannot-connect");
    expect((await problem({ table: "nowhere" })).code).toBe("unknown-table");
    expect((await problem({ columns: { current_limit: "no_such" } })).code).toBe("unknown-column");
    expect(await problem({ columns: { current_limit: "id" } })).toMatchObject({
      code: "wrong-column-type",
      message: expect.stringContaining("needs numbers"),
    });
    expect((await problem({ by: [{ name: "nothing" }] })).code).toBe("bad-request");
    expect((await problem({ url: "mysql://here" })).code).toBe("bad-request");
  });

  it("refuses to break down by a column of names", async () => {
    await engine.run(
      "CREATE TABLE named AS SELECT 'name ' || n AS who, 1000::float8 AS current_limit FROM generate_series(1, 150000) AS n",
    );
    const baseline = policyOf(JSON.stringify(NAMED));
    const request = {
      ...requestOf(sample, new Map(), { url, table: "named", by: [{ name: "who" }] }),
      baseline,
      candidate: null,
      observed: null,
    };
    expect((await problemOf(runInDatabase(request))).message).toContain("`who` has too many values to break down by");
  });

  it("stops the statement on the server when asked", async () => {
    await engine.run("CREATE VIEW slow AS SELECT p.* FROM portfolio AS p, generate_series(1, 5000) AS n");
    const stop = new AbortController();
    const run = problemOf(runInDatabase(requestOf(sample, columns, { url, table: "slow", signal: stop.signal })));
    setTimeout(() => stop.abort(), 1000);
    expect((await run).code).toBe("cancelled");
    const busy = "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE application_name = 'limen' AND state = 'active'";
    await expect.poll(async () => (await engine.run(busy))[0]?.busy).toBe(0);
  });
});

const server = clickhouseServer();

describe.skipIf(server === null && !inCi)("ClickHouse 18.16, two servers", () => {
  let servers: ClickhouseServers;
  let columns: ReadonlyMap<string, SourceColumn>;
  const engineOf = (shard: number): SqlEngine => ({
    dialect: clickhouse({ legacy: true }),
    run: async (sql) => jsonRows(await servers.run(shard, sql)),
    stop: async () => {},
  });
  const url = () => `${servers.urls[0]}/default`;
  const onCluster = (way: "statements" | "views") => ({ url: url(), cluster: { name: CLUSTER, shards: servers.urls, way } });
  beforeAll(async () => {
    if (server === null) throw new Error("Debian's clickhouse-server is not there: node cli/tasks/engines.mjs");
    servers = await startClickhouseServers(server, 2);
    for (const shard of [0, 1]) {
      const own = sample.borrowers.filter((_, i) => i % 2 === shard);
      columns = await load(engineOf(shard), sample, own);
    }
  });
  afterAll(() => servers?.stop());

  it("aggregates the card sample on its shards", { timeout: 240_000 }, async () => {
    const found = await runInDatabase(requestOf(sample, columns, { ...onCluster("statements"), by: BY.slice(0, 1) }));
    checkSample(found, await referee(sample), sample);
  });

  // Of few rules: this server of 2018 takes minutes to make a view of the card policies.
  it("aggregates through views and a Distributed table, and drops them", { timeout: 240_000 }, async () => {
    const one = randomSample(77, 2);
    let mapping: ReadonlyMap<string, SourceColumn> = new Map();
    for (const shard of [0, 1]) {
      const own = one.borrowers.filter((_, i) => i % 2 === shard);
      const stored = columnsOf(one, one.borrowers).map((column) => ({
        ...column,
        values: column.values.filter((_, i) => i % 2 === shard),
      }));
      mapping = await loadTable(
        engineOf(shard),
        "sharded",
        own.map(({ name }) => name),
        stored,
      );
    }
    checkFigures(await runInDatabase(requestOf(one, mapping, { ...onCluster("views"), table: "sharded" })), await referee(one));
    for (const shard of [0, 1]) expect(await servers.run(shard, "SELECT count() FROM system.tables WHERE name LIKE 'limen%'")).toBe("0\n");
  });

  it.each([11, 22])(
    "gives the referee's figures of randomCase(%i, 6, 80) on one server, and writes each outcome",
    { timeout: 120_000 },
    async (seed) => {
      const one = randomSample(seed);
      const mapping = await loadTable(
        engineOf(0),
        "random",
        one.borrowers.map(({ name }) => name),
        columnsOf(one, one.borrowers),
      );
      const results = `outcomes_${seed}`;
      const found = await runInDatabase(requestOf(one, mapping, { url: url(), table: "random", results }));
      const expected = await referee(one);
      checkFigures(found, expected);
      const rows = jsonRows(
        await servers.run(
          0,
          `SELECT id, baseline_decision FROM ${results} WHERE baseline_error IS NULL AND candidate_error IS NULL FORMAT JSONEachRow`,
        ),
      );
      expect(new Map(rows.map((row) => [row.id, row.baseline_decision]))).toEqual(
        new Map(expected.borrowers.map((b) => [b.name, b.baseline.decision])),
      );
    },
  );

  it("tells what is wrong with a request, and what to do", async () => {
    const problem = (change: Partial<DatabaseRequest>) =>
      problemOf(runInDatabase({ ...requestOf(sample, columns, { url: url() }), ...change }));
    expect((await problem({ url: "http://127.0.0.1:1" })).code).toBe("cannot-connect");
    expect((await problem({ table: "nowhere" })).code).toBe("unknown-table");
    expect((await problem({ columns: { current_limit: "no_such" } })).code).toBe("unknown-column");
    expect((await problem({ columns: { current_limit: "id" } })).code).toBe("wrong-column-type");
  });

  it("kills the statement on the server when asked", async () => {
    const one = randomSample(77, 2);
    const mapping = await loadTable(
      engineOf(0),
      "few",
      one.borrowers.map(({ name }) => name),
      columnsOf(one, one.borrowers),
    );
    await servers.run(
      0,
      "CREATE VIEW slow AS SELECT few.* FROM few CROSS JOIN (SELECT number AS n FROM system.numbers LIMIT 20000000) AS many",
    );
    const stop = new AbortController();
    const run = problemOf(runInDatabase(requestOf(one, mapping, { url: url(), table: "slow", signal: stop.signal })));
    const running = () => servers.run(0, "SELECT count() FROM system.processes WHERE query LIKE '%slow%' AND query NOT LIKE '%processes%'");
    await expect.poll(running).toBe("1\n");
    stop.abort();
    expect((await run).code).toBe("cancelled");
    await expect.poll(running).toBe("0\n");
  });
});
