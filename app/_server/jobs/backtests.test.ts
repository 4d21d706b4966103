/** The queue with children that do what the test says, on an embedded database. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Backtest, NO_MAPPING } from "#rules/portfolio";
import { backtestFolder, createPortfolio, databaseReady, findBacktest, findPortfolio, type NewBacktest, setPortfolioProfile } from "#store";
import type { BacktestProgress } from "../../../backtest/types";
import { observeBacktest, stateOf, stopBacktest, stopBacktests, submitBacktest, waitForBacktest } from "./backtests";
import type { JobEnd } from "./run-job";
import { jobs, type RunState } from "./shared";

interface Child {
  readonly request: { readonly portfolio: string; readonly out: string | null; readonly rejected: string };
  readonly progress: (progress: BacktestProgress) => void;
  readonly end: (end: JobEnd<unknown>) => void;
}

const children = vi.hoisted(() => [] as Child[]);
vi.mock("./run-job", () => ({
  runJob: (request: Child["request"], progress: Child["progress"]) => {
    let end: Child["end"] = () => {};
    const ended = new Promise<JobEnd<unknown>>((resolve) => (end = resolve));
    children.push({ request, progress, end });
    return { ended, cancel: () => end({ kind: "cancelled" }) };
  },
}));

const CONTENT = "id\n1\n";
const HASH = `sha256:${"b".repeat(64)}`;
const progressAt = (done: number): BacktestProgress => ({ phase: "evaluating", done, total: 9, rate: 1, secondsLeft: 1 });
const resultOf = (hash: string) => ({ build: "b", portfolio: { hash }, summary: {} }) as unknown as Backtest;
const doneWith = (hash: string): JobEnd<unknown> => ({ kind: "done", done: { result: resultOf(hash), files: [] } });

let data: string;
let file: string;
let request: NewBacktest;

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "limen-jobs-"));
  process.env.LIMEN_DATA = data;
  delete process.env.DATABASE_URL;
  await databaseReady();
  file = path.join(data, "cards.csv");
  writeFileSync(file, CONTENT);
  const wording = { name: "cards", title: "Cards", description: "", file: "cards.csv", author: "Ada" };
  await createPortfolio({
    id: randomUUID(),
    ...wording,
    path: file,
    format: "csv",
    bytes: CONTENT.length,
    hash: HASH,
    mapping: NO_MAPPING,
  });
  const portfolio = await findPortfolio("cards");
  if (!portfolio) throw new Error("not stored");
  await setPortfolioProfile(portfolio.id, { rows: 1, columns: [] });
  const side = { version: null, hash: HASH, text: "{}" };
  const asked = { mapping: NO_MAPPING, by: [], engine: "kernels", keepsOutcomes: true, attribution: true, author: "Ada" } as const;
  request = { policy: "p", baseline: side, candidate: null, scenario: { baseline: {}, candidate: {} }, portfolio, table: null, ...asked };
});
afterAll(() => {
  delete process.env.LIMEN_DATA;
  rmSync(data, { recursive: true, force: true });
});
beforeEach(() => {
  children.length = 0;
  jobs().stopping = false;
});
afterEach(() => writeFileSync(file, CONTENT));

const childAt = (at: number) => vi.waitFor(() => children[at] ?? Promise.reject(new Error(`no child ${at}`)), { timeout: 5000 });

test("runs go one at a time, in order, and end as their child ends", async () => {
  const [first, second] = [await submitBacktest(request), await submitBacktest(request)];
  const child = await childAt(0);
  expect(child.request).toMatchObject({ portfolio: file, out: path.join(backtestFolder(first.id), "outcomes.parquet") });
  expect(await stateOf(second.id)).toMatchObject({ status: "queued" });
  expect(children).toHaveLength(1);
  child.end({
    kind: "done",
    done: { result: resultOf(HASH), files: [{ path: child.request.rejected, bytes: 7, sha256: "c".repeat(64) }] },
  });
  expect(await waitForBacktest(first.id)).toMatchObject({
    status: "done",
    build: "b",
    files: { outcomes: null, rejected: { name: "rejected.csv", bytes: 7 } },
  });
  (await childAt(1)).end({ kind: "failed", code: "bad-mapping", message: "no such column" });
  expect(await waitForBacktest(second.id)).toMatchObject({ status: "failed", error: { code: "bad-mapping", message: "no such column" } });
  expect(existsSync(backtestFolder(second.id))).toBe(false);
});

test("every step is told at once, and recorded at most once a second", async () => {
  const { id } = await submitBacktest(request);
  const told: RunState[] = [];
  const unobserve = observeBacktest(id, (state) => told.push(state));
  const { progress, end } = await childAt(0);
  for (let done = 1; done <= 5; done += 1) progress(progressAt(done));
  expect(told.slice(-5).map((state) => state.progress?.done)).toEqual([1, 2, 3, 4, 5]);
  expect(await stateOf(id)).toMatchObject({ status: "running", progress: { done: 5 } });
  await vi.waitFor(async () => expect((await findBacktest(id))?.progress).toMatchObject({ done: 1 }));
  end(doneWith(HASH));
  await waitForBacktest(id);
  expect(told.at(-1)).toMatchObject({ status: "done" });
  unobserve();
  expect(jobs().listeners.size).toBe(0);
  expect(jobs().states.size).toBe(0);
});

test("a run is cancelled while it waits, while it runs, and not after", async () => {
  const [running, waiting] = [await submitBacktest(request), await submitBacktest(request)];
  await childAt(0);
  expect(await stopBacktest(waiting.id)).toBe(true);
  expect(await stopBacktest(running.id)).toBe(true);
  expect((await waitForBacktest(running.id)).status).toBe("cancelled");
  await vi.waitFor(() => expect(jobs().current).toBeNull());
  expect(children).toHaveLength(1);
  expect(existsSync(backtestFolder(running.id))).toBe(false);
  expect(await stopBacktest(running.id)).toBe(false);
});

test("a file that is not the one that was pinned is refused, before the run by its size and after it by its hash", async () => {
  const { id } = await submitBacktest(request);
  (await childAt(0)).end(doneWith(`sha256:${"d".repeat(64)}`));
  expect((await waitForBacktest(id)).error?.code).toBe("portfolio-changed");
  writeFileSync(file, `${CONTENT}2\n`);
  expect((await waitForBacktest((await submitBacktest(request)).id)).error?.code).toBe("portfolio-changed");
  rmSync(file);
  expect((await waitForBacktest((await submitBacktest(request)).id)).error?.code).toBe("portfolio-missing");
  expect(children).toHaveLength(1);
});

test("a server that ends kills the child and fails what runs and waits", async () => {
  const [running, waiting] = [await submitBacktest(request), await submitBacktest(request)];
  await childAt(0);
  await stopBacktests();
  for (const { id } of [running, waiting])
    expect(await findBacktest(id)).toMatchObject({ status: "failed", error: { code: "server-ended" } });
  await vi.waitFor(() => expect(jobs().current).toBeNull());
  expect(children).toHaveLength(1);
});
