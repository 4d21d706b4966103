import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashText } from "#rules/policy";
import { type Backtest, NO_MAPPING, type PortfolioProfile } from "#rules/portfolio";
import {
  cancelBacktest,
  createBacktest,
  createPortfolio,
  deletePortfolio,
  discardPortfolio,
  failAbandonedBacktests,
  failBacktest,
  findBacktest,
  findPortfolio,
  finishBacktest,
  getBacktestTexts,
  getPortfolio,
  isPortfolioNameTaken,
  keepPortfolioFile,
  listBacktests,
  listPortfolios,
  listUnprofiledPortfolios,
  type NewBacktest,
  NotFound,
  type Portfolio,
  recordBacktestProgress,
  removePartialFiles,
  removePortfolioFile,
  restartBacktest,
  restorePortfolio,
  SERVER_ENDED,
  setPortfolioProfile,
  startBacktest,
  startPortfolioFile,
  updatePortfolio,
} from "#store";
import { closeDatabase, openDatabase, reader, useDatabase } from "../client/index.ts";
import { TEST_SERVERS, type TestServer } from "../testing.ts";

const HASH = `sha256:${"a".repeat(64)}`;
const author = "Ada";
const PROFILE: PortfolioProfile = { rows: 3_000_000_000, columns: [] };
const PROGRESS = { phase: "evaluating", done: 10, total: 30, rate: 5, secondsLeft: 4 } as const;

/** Just enough of a result to be told from another; `note` may hold what PostgreSQL cannot. */
const resultOf = (note: string) => ({ build: "b1", engine: note, summary: { borrowers: 3, shifted: 1 } }) as unknown as Backtest;

async function makePortfolio(name = "cards"): Promise<Portfolio> {
  const id = randomUUID();
  const made = await createPortfolio({
    ...{ id, name, title: "Cards", description: "", file: "cards.csv", path: `portfolios/${id}/portfolio.csv`, format: "csv" },
    ...{ bytes: 5_000_000_000, hash: HASH, mapping: NO_MAPPING, author },
  });
  if (!made.ok) throw new Error(made.reason);
  return made.portfolio;
}

async function requestOf(portfolio: Portfolio, changes: Partial<NewBacktest> = {}): Promise<NewBacktest> {
  const text = "{}";
  return {
    ...{ policy: "p", baseline: { version: null, hash: hashText(text), text }, candidate: null, scenario: { baseline: {}, candidate: {} } },
    ...{
      portfolio,
      table: null,
      mapping: { ...NO_MAPPING, observed: "later" },
      by: ["region", "age"],
      engine: "kernels",
      keepsOutcomes: true,
      attribution: true,
      author,
    },
    ...changes,
  };
}

describe.each(TEST_SERVERS)("portfolios and backtests on $name", (kind) => {
  let server: TestServer;
  let data: string;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    data = mkdtempSync(path.join(tmpdir(), "limen-store-"));
    process.env.LIMEN_DATA = data;
    useDatabase(await server.createDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    delete process.env.LIMEN_DATA;
    rmSync(data, { recursive: true, force: true });
  });

  const sql = async (statement: string) => (await openDatabase()).withConnection((connection) => connection.query(statement));

  describe("portfolios", () => {
    test("are found by id and name, with sizes beyond 32 bits, and profiled once", async () => {
      const { id } = await makePortfolio();
      expect(await findPortfolio("cards")).toMatchObject({ id, bytes: 5_000_000_000, rows: null, profile: null, registered: false });
      expect((await listUnprofiledPortfolios()).map((one) => one.id)).toEqual([id]);
      const before = await getPortfolio(id);
      const profiled = await setPortfolioProfile(id, PROFILE);
      expect(await findPortfolio(id)).toMatchObject({ rows: 3_000_000_000, profile: PROFILE });
      // Pages tell one state of a portfolio from another by it.
      expect(profiled.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
      expect(await listUnprofiledPortfolios()).toEqual([]);
      await expect(setPortfolioProfile(id, { rows: 1, columns: [] })).rejects.toThrow(NotFound);
      expect(await findPortfolio(randomUUID())).toBeNull();
      expect(await findPortfolio("nope")).toBeNull();
    });

    test("give back where their file lies, in the data folder or elsewhere", async () => {
      const { id, path: kept } = await makePortfolio();
      expect(kept).toBe(path.join(data, "portfolios", id, "portfolio.csv"));
      const elsewhere = path.resolve("/elsewhere/cards.parquet");
      const made = await createPortfolio({
        ...{ id: randomUUID(), name: "far", title: "", description: "", file: "cards.parquet", path: elsewhere, format: "parquet" },
        ...{ bytes: 1, hash: HASH, mapping: NO_MAPPING, author },
      });
      expect(made).toMatchObject({ portfolio: { path: elsewhere, registered: true } });
    });

    test("have a name of their own among the living", async () => {
      const made = await Promise.allSettled(Array.from({ length: 6 }, () => makePortfolio()));
      expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const first = await getPortfolio((await findPortfolio("cards"))?.id ?? "");
      await deletePortfolio({ id: first.id, author });
      expect(await isPortfolioNameTaken("cards")).toBe(false);
      await expect(deletePortfolio({ id: first.id, author })).rejects.toThrow(NotFound);
      const second = await makePortfolio();
      expect((await listPortfolios()).map(({ id }) => id)).toEqual([second.id]);
      expect(await restorePortfolio({ id: first.id })).toEqual({ ok: false, reason: "name-taken" });
      await deletePortfolio({ id: second.id, author });
      expect(await restorePortfolio({ id: first.id })).toMatchObject({ ok: true, portfolio: { id: first.id } });
      expect(await findPortfolio("cards")).toMatchObject({ id: first.id });
    });

    test("change title, description and mapping, each alone", async () => {
      const { id } = await makePortfolio();
      const mapping = { facts: { income: "salary" }, id: "customer", observed: "later" };
      await updatePortfolio({ id, mapping });
      await updatePortfolio({ id, title: "New" });
      expect(await updatePortfolio({ id, description: "D" })).toMatchObject({ title: "New", description: "D", mapping });
      await deletePortfolio({ id, author });
      await expect(updatePortfolio({ id, title: "x" })).rejects.toThrow(NotFound);
    });

    test("keep file, hash and profile, even against plain SQL; only one that was never profiled can go", async () => {
      const { id } = await makePortfolio();
      for (const column of ["hash", "path", "bytes", "name"])
        await expect(sql(`update portfolio set "${column}" = "${column}"`), column).rejects.toThrow(/immutable/);
      await setPortfolioProfile(id, PROFILE);
      await expect(sql("update portfolio set rows = 1")).rejects.toThrow(/immutable/);
      await expect(sql("delete from portfolio")).rejects.toThrow(/immutable/);
      await expect(sql("truncate portfolio cascade")).rejects.toThrow(/immutable/);
      const { id: unreadable } = await makePortfolio("bad");
      await discardPortfolio(unreadable);
      await discardPortfolio(id);
      expect((await listPortfolios()).map((one) => one.id)).toEqual([id]);
    });

    test("have their file under its name only when it is whole", async () => {
      const id = randomUUID();
      const file = await startPortfolioFile(id, "csv");
      writeFileSync(file, "a\n1\n");
      await startPortfolioFile(randomUUID(), "csv");
      expect(existsSync(path.join(data, "portfolios", id))).toBe(false);
      expect(await keepPortfolioFile(id, "csv")).toBe(`portfolios/${id}/portfolio.csv`);
      await removePartialFiles();
      expect(readdirSync(path.join(data, "portfolios"))).toEqual([id]);
      expect(readFileSync(path.join(data, "portfolios", id, "portfolio.csv"), "utf8")).toBe("a\n1\n");
      await removePortfolioFile(id);
      expect(readdirSync(path.join(data, "portfolios"))).toEqual([]);
    });
  });

  describe("backtests", () => {
    test("go from queued to done, and keep what they were asked and found", async () => {
      const request = await requestOf(await makePortfolio());
      const { id } = await createBacktest(request);
      expect(await findBacktest(id)).toMatchObject({
        status: "queued",
        mapping: request.mapping,
        by: request.by,
        result: null,
        summary: null,
      });
      expect(await recordBacktestProgress(id, PROGRESS)).toBe(false);
      expect(await startBacktest(id)).toBe(true);
      expect(await startBacktest(id)).toBe(false);
      expect(await recordBacktestProgress(id, PROGRESS)).toBe(true);
      expect(await findBacktest(id)).toMatchObject({ status: "running", progress: PROGRESS, startedAt: expect.any(Date) });
      const file = { name: "rejected.csv", bytes: 12, sha256: "f".repeat(64) };
      const result = resultOf("kernels");
      expect(await finishBacktest(id, { result, outcomes: null, rejected: file })).toBe(true);
      const done = await findBacktest(id);
      expect(done).toMatchObject({
        status: "done",
        progress: null,
        build: "b1",
        files: { outcomes: null, rejected: file },
        summary: { shifted: 1 },
      });
      expect(JSON.stringify(done?.result)).toBe(JSON.stringify(result));
      expect(await listBacktests()).toMatchObject([{ id, summary: { borrowers: 3 }, portfolio: { name: "cards", hash: HASH } }]);
    });

    test("never change once they have ended, not even by plain SQL", async () => {
      const request = await requestOf(await makePortfolio());
      const ids = await Promise.all(Array.from({ length: 3 }, async () => (await createBacktest(request)).id));
      const [done = "", failed = "", cancelled = ""] = ids;
      await startBacktest(done);
      await finishBacktest(done, { result: resultOf("a"), outcomes: null, rejected: null });
      await failBacktest(failed, { code: "unknown-column", message: "no" });
      await cancelBacktest(cancelled);
      for (const id of ids) {
        expect(await cancelBacktest(id)).toBe(false);
        expect(await failBacktest(id, SERVER_ENDED)).toBe(false);
        expect(await finishBacktest(id, { result: resultOf("b"), outcomes: null, rejected: null })).toBe(false);
        await expect(sql(`update backtest set progress = null where id = '${id}'`)).rejects.toThrow(/immutable/);
      }
      const { id: queued } = await createBacktest(request);
      await expect(sql(`update backtest set portfolio_hash = portfolio_hash where id = '${queued}'`)).rejects.toThrow(/immutable/);
      await expect(sql("delete from backtest")).rejects.toThrow(/immutable/);
      await expect(sql("truncate backtest")).rejects.toThrow(/immutable/);
      expect((await listBacktests()).map(({ status }) => status).sort()).toEqual(["cancelled", "done", "failed", "queued"]);
    });

    test("that a dead server left are failed, say what to do, and run again with the same inputs", async () => {
      const text = '{"other": 1}';
      const candidate = { version: null, hash: hashText(text), text };
      const portfolio = await makePortfolio();
      const request = await requestOf(portfolio, { candidate, scenario: { baseline: { cycle: "up" }, candidate: { cycle: "down" } } });
      const [running, queued, ended] = [await createBacktest(request), await createBacktest(request), await createBacktest(request)];
      await startBacktest(running.id);
      await cancelBacktest(ended.id);
      expect([...(await failAbandonedBacktests())].sort()).toEqual([running.id, queued.id].sort());
      expect(await failAbandonedBacktests()).toEqual([]);
      expect(await findBacktest(running.id)).toMatchObject({ status: "failed", error: SERVER_ENDED });
      await deletePortfolio({ id: portfolio.id, author });
      const again = await restartBacktest({ id: running.id, author: "Bo" });
      const { id, createdAt, status, author: by, startedAt, finishedAt, error, ...pinned } = again;
      expect({ id: id !== running.id, status, by }).toEqual({ id: true, status: "queued", by: "Bo" });
      expect(running).toMatchObject(pinned);
      expect(await getBacktestTexts(id)).toEqual({ baseline: "{}", candidate: text });
    });

    test("of another server's data folder are left alone", async () => {
      await createBacktest(await requestOf(await makePortfolio()));
      writeFileSync(path.join(data, "home-id"), "another");
      const { kind: database } = await openDatabase();
      expect(await failAbandonedBacktests()).toHaveLength(database === "embedded" ? 1 : 0);
    });

    test("keep no result, error or end that their status does not have", async () => {
      const { id } = await createBacktest(await requestOf(await makePortfolio()));
      const update = (set: string) => sql(`update backtest set ${set} where id = '${id}'`);
      await expect(update("status = 'done', finished_at = now()")).rejects.toThrow(/backtest_result_check/);
      await expect(update("status = 'failed', finished_at = now()")).rejects.toThrow(/backtest_error_check/);
      await expect(update("status = 'cancelled'")).rejects.toThrow(/backtest_finished_check/);
    });

    test("take results with any characters", async () => {
      const { id } = await createBacktest(await requestOf(await makePortfolio()));
      await startBacktest(id);
      await finishBacktest(id, { result: resultOf("\0\u{D800} 授信 \\u0000"), outcomes: null, rejected: null });
      expect((await findBacktest(id))?.result?.engine).toBe("\u{FFFD}\u{FFFD} 授信 \\u0000");
      expect(await (await reader()).backtest.count()).toBe(1);
    });
  });
});
