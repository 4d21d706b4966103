/** `limen backtest` in a real PostgreSQL: the bundle, its exit codes, and that an interrupt stops the statement there. */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyOf } from "#rules/conformance";
import type { Backtest } from "#rules/portfolio";
import { loadCsv } from "../testing/load-csv.ts";
import { BINARIES, type PostgresqlProcess, startPostgresqlProcess } from "../../prisma/testing.ts";

const root = path.resolve(import.meta.dirname, "../..");
const sample = (name: string) => path.join(root, "rules/samples/taiwan-card", name);
const [V1, V2] = [sample("v1.policy.json"), sample("v2.policy.json")];
const PAIR = [V1, "portfolio", "--against", V2, "--candidate-set", "economic_cycle=downturn"];
const POSTGRESQL = ["--engine", "postgresql"];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundle with a connection in its environment; `interrupt` says when to send it a signal. */
function limen(words: readonly string[], connection: string | undefined, interrupt?: () => Promise<boolean>): Promise<Ended> {
  return new Promise((resolve) => {
    const { LIMEN_CONNECTION: _, ...env } = process.env;
    const child = spawn(process.execPath, [path.join(root, "dist/limen.mjs"), "backtest", ...words], {
      env: { ...env, ...(connection === undefined ? {} : { LIMEN_CONNECTION: connection }) },
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    const watch = setInterval(async () => {
      if (!(await interrupt?.())) return;
      clearInterval(watch);
      child.kill("SIGINT");
    }, 100);
    child.once("close", (code) => {
      clearInterval(watch);
      resolve({ code, out, err });
    });
  });
}

describe.skipIf(BINARIES === null && process.env.CI !== "true")("limen backtest --engine postgresql", { timeout: 60_000 }, () => {
  let server: PostgresqlProcess;
  let url: string;
  let client: pg.Client;

  beforeAll(async () => {
    execFileSync(process.execPath, [path.join(root, "cli/limen.mjs"), "--version"]);
    server = await startPostgresqlProcess(BINARIES as string);
    url = await server.createUrl();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await loadCsv(client, "portfolio", readFileSync(sample("sample-2000.csv"), "utf8"), policyOf(readFileSync(V2, "utf8")).facts);
    await client.query("CREATE VIEW slow AS SELECT p.* FROM portfolio AS p, generate_series(1, 5000) AS n");
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it("prints the backtest of a table as JSON, and makes a table of outcomes where asked", async () => {
    const words = [...PAIR, ...POSTGRESQL, "--results", "outcomes", "--id", "name", "--by", "customer_segment", "--json"];
    const { code, out, err } = await limen(words, url);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("portfolio: ignored") });
    const result = JSON.parse(out) as Backtest;
    expect(result).toMatchObject({ engine: "postgresql", portfolio: { rows: 2000, mapping: { id: "name" } } });
    expect(result.distribution.reduce((sum, { borrowers }) => sum + borrowers, 0)).toBe(2000);
    expect((await client.query("SELECT count(*)::int AS rows FROM outcomes")).rows).toEqual([{ rows: 2000 }]);
    expect(await limen(words, url)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("there is a table `outcomes` already"),
    });
  });

  it("takes the address from `--connection` as well, and prints figures for people", async () => {
    const { code, out } = await limen([...PAIR, ...POSTGRESQL, "--connection", url], undefined);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/2,000 borrowers.*no change/s) });
  });

  it.each([
    ["no connection", [...PAIR, ...POSTGRESQL], undefined, "set LIMEN_CONNECTION, or give `--connection URL`"],
    ["a server that does not answer", [...PAIR, ...POSTGRESQL], "postgresql://me:secret@127.0.0.1:1/none", "cannot connect to PostgreSQL"],
    ["an address of another engine", [...PAIR, ...POSTGRESQL], "mysql://here", "neither `postgresql://` nor `http://`"],
    ["a missing table", [V1, "nowhere", ...POSTGRESQL], "", "there is no table `nowhere`"],
    ["a missing column", [...PAIR, ...POSTGRESQL, "--map", "audit_age=agee"], "", "no column `agee`"],
    ["a file's option", [...PAIR, ...POSTGRESQL, "--out", "o.parquet"], "", "`--results TABLE`"],
    ["a cluster", [...PAIR, ...POSTGRESQL, "--cluster", "c"], "", "needs `--engine clickhouse`"],
    ["a database's option for a file", [V1, "p.csv", "--results", "t"], "", "needs a database"],
  ])("refuses %s, exit code 2", async (_what, words, connection, message) => {
    const { code, out, err } = await limen(words, connection === "" ? url : connection);
    expect({ code, out, err }).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
    expect(err).not.toContain("secret");
  });

  it("stops the statement in the database on an interrupt, exit code 130", async () => {
    const running = "application_name = 'limen' AND state = 'active'";
    const isThere = async (test: string) => (await client.query(`SELECT 1 FROM pg_stat_activity WHERE ${test}`)).rows.length > 0;
    const busy = () => isThere(`${running} AND now() - query_start > interval '300 ms'`);
    const ended = await limen([V1, "slow", ...POSTGRESQL], url, busy);
    expect(ended).toMatchObject({ code: 130, out: "" });
    expect(await isThere(running)).toBe(false);
  });
});
