/** Runs on a table that its database evaluates: a real child, a real PostgreSQL server, an embedded database for the runs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hashText } from "#rules/policy";
import { NO_MAPPING } from "#rules/portfolio";
import { databaseReady, findBacktest, type NewBacktest } from "#store";
import { runDatabaseBacktest } from "../../../backtest/databases/index";
import { V1, V2 } from "../../../backtest/testing/portfolios";
import { HAS_POSTGRESQL, type PostgresqlTable, startPostgresqlTable } from "../../../backtest/testing/postgresql-table";
import { resubmitBacktest, stopBacktest, submitBacktest, waitForBacktest } from "./backtests";

const asked = { mapping: { ...NO_MAPPING, observed: "observed_default" }, by: ["customer_segment"] } as const;
const scenario = { baseline: {}, candidate: { economic_cycle: "downturn" } };
const sideOf = (text: string) => ({ version: null, hash: hashText(text), text });
const tableOf = (table: string, connection = "warehouse") => ({ connection, table, results: null, cluster: null });
const requestOf = (table: NewBacktest["table"]): NewBacktest => ({
  ...{ policy: "card-limit-review", baseline: sideOf(V1), candidate: sideOf(V2), scenario, portfolio: null, table, ...asked },
  ...{ engine: "postgresql", keepsOutcomes: false, attribution: false, author: "Ada" },
});

describe.skipIf(!HAS_POSTGRESQL && process.env.CI !== "true")("a backtest of a table", { timeout: 60_000 }, () => {
  let server: PostgresqlTable;
  const data = mkdtempSync(path.join(tmpdir(), "limen-table-runs-"));

  beforeAll(async () => {
    execFileSync(process.execPath, [path.resolve("cli/limen.mjs"), "--version"]);
    server = await startPostgresqlTable();
    vi.stubEnv("LIMEN_DATA", data);
    vi.stubEnv("DATABASE_URL", undefined);
    vi.stubEnv("LIMEN_DATABASE_WAREHOUSE", server.url);
    await databaseReady();
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(data, { recursive: true, force: true });
  });

  test("gives what the command line's gives, again and again, and tells no address", async () => {
    const source = { engine: "postgresql", url: server.url, table: "portfolio", results: null, cluster: null } as const;
    const expected = await runDatabaseBacktest({ baseline: V1, candidate: V2, scenario, ...asked, ...source });
    const run = await waitForBacktest((await submitBacktest(requestOf(tableOf("portfolio")))).id);
    expect(run).toMatchObject({ status: "done", portfolio: null, table: tableOf("portfolio"), engine: "postgresql" });
    const found = (id: string) => findBacktest(id).then((one) => ({ ...one?.result, build: null }));
    expect(await found(run.id)).toEqual({ ...expected, build: null });
    const again = await waitForBacktest((await resubmitBacktest({ id: run.id, author: "Lou" })).id);
    expect(await found(again.id)).toEqual({ ...expected, build: null });
    expect(JSON.stringify(await findBacktest(run.id))).not.toContain(new URL(server.url).host);
  });

  test("says what is wrong: no such table, no such database", async () => {
    const errorOf = async (table: NewBacktest["table"]) => (await waitForBacktest((await submitBacktest(requestOf(table))).id)).error;
    expect(await errorOf(tableOf("nowhere"))).toMatchObject({ code: "unknown-table", message: expect.stringContaining("`nowhere`") });
    expect(await errorOf(tableOf("portfolio", "lake-house"))).toMatchObject({
      code: "unknown-connection",
      message: expect.stringMatching(/`warehouse`.*`LIMEN_DATABASE_LAKE_HOUSE`/),
    });
  });

  test("is cancelled in the database too", async () => {
    const { id } = await submitBacktest(requestOf(tableOf("slow")));
    await expect.poll(server.busy, { timeout: 10_000 }).toBe(1);
    expect(await stopBacktest(id)).toBe(true);
    expect((await waitForBacktest(id)).status).toBe("cancelled");
    await expect.poll(server.busy, { timeout: 10_000 }).toBe(0);
  });
});
