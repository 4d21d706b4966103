/**
 * The backtests of this server: one runs at a time, in a child process, the others wait in the order in which they
 * came. Progress is told at once to whoever observes, and to the row at most once a second. A run that ends other
 * than done leaves no files.
 */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import {
  type BacktestError,
  type BacktestFile,
  type BacktestRun,
  backtestFolder,
  cancelBacktest,
  createBacktest,
  type DatabaseTable,
  failBacktest,
  findBacktest,
  finishBacktest,
  getBacktest,
  getBacktestTexts,
  getPortfolio,
  type NewBacktest,
  type Portfolio,
  recordBacktestProgress,
  removeBacktestFolder,
  restartBacktest,
  SERVER_ENDED,
  startBacktest,
} from "#store";
import type { BacktestDone, BacktestProgress, BacktestRequest, FileEngine } from "../../../backtest/types";
import { findConnection, listConnections } from "../connections";
import { runJob } from "./run-job";
import { ENDED, jobs, type RunningBacktest, type RunState, tell } from "./shared";

const RECORD_EVERY_MS = 1000;
export const OUTCOMES = "outcomes.parquet";
export const REJECTED = "rejected.csv";

/** Queues a run and sees to it that it is run. */
export async function submitBacktest(given: NewBacktest): Promise<BacktestRun> {
  return enqueue(await createBacktest(given));
}

/** The same again, as a new run. Throws `NotFound`. */
export async function resubmitBacktest(given: { id: string; author: string }): Promise<BacktestRun> {
  return enqueue(await restartBacktest(given));
}

/** Whether the run was still under way and is cancelled now; its child dies within a second. */
export async function stopBacktest(id: string): Promise<boolean> {
  const { queue, current } = jobs();
  const waiting = queue.indexOf(id);
  if (waiting >= 0) queue.splice(waiting, 1);
  const running = current?.id === id ? current : null;
  if (running) {
    running.cancelled = true;
    running.cancel?.();
  }
  if (!(await cancelBacktest(id))) return false;
  tell(id, { status: "cancelled", progress: null, error: null });
  return true;
}

/** How far the run is: as this server knows it, else as it was recorded. Null where there is none. */
export async function stateOf(id: string): Promise<RunState | null> {
  return jobs().states.get(id) ?? (await findBacktest(id));
}

/** Calls back at every step of the run until the given-back function is called. */
export function observeBacktest(id: string, listener: (state: RunState) => void): () => void {
  const { listeners } = jobs();
  const set = listeners.get(id) ?? new Set();
  listeners.set(id, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(id);
  };
}

/** Resolves to the run when it has ended. Throws `NotFound`. */
export async function waitForBacktest(id: string): Promise<BacktestRun> {
  let unobserve = () => {};
  const ended = new Promise<void>((resolve) => {
    unobserve = observeBacktest(id, ({ status }) => ENDED.has(status) && resolve());
  });
  try {
    const run = await getBacktest(id);
    if (ENDED.has(run.status)) return run;
    await ended;
    return await getBacktest(id);
  } finally {
    unobserve();
  }
}

/** Ends every run of this server as failed: it is about to end itself. The children are killed before it gives way for the first time. */
export async function stopBacktests(): Promise<void> {
  const { queue, current } = jobs();
  jobs().stopping = true;
  if (current) {
    current.cancelled = true;
    current.cancel?.("at-once");
  }
  const ids = [...(current ? [current.id] : []), ...queue.splice(0)];
  await Promise.all(ids.map((id) => fail(id, SERVER_ENDED)));
}

function enqueue(run: BacktestRun): BacktestRun {
  tell(run.id, { status: "queued", progress: null, error: null });
  jobs().queue.push(run.id);
  void runQueue();
  return run;
}

async function runQueue(): Promise<void> {
  const state = jobs();
  while (!state.current && !state.stopping) {
    const id = state.queue.shift();
    if (id === undefined) return;
    const running: RunningBacktest = { id, cancelled: false, cancel: null };
    state.current = running;
    await runBacktest(running).catch(async (cause) => {
      console.error(cause);
      await fail(id, { code: "failed", message: "the server could not run this; its log says why" });
    });
    state.current = null;
  }
}

async function runBacktest(running: RunningBacktest): Promise<void> {
  const { id } = running;
  if (!(await startBacktest(id))) return;
  tell(id, { status: "running", progress: null, error: null });
  const run = await getBacktest(id);
  if (run.table) return runInDatabase(running, run, run.table);
  const portfolio = await getPortfolio(run.portfolio?.id ?? "");
  const refusal = await fileRefusal(portfolio);
  if (refusal) return fail(id, refusal);
  const request = await requestOf(run, portfolio);
  await mkdir(backtestFolder(id), { recursive: true, mode: 0o700 });
  if (running.cancelled) return removeBacktestFolder(id);
  const job = runJob({ kind: "backtest", ...request }, recorder(id));
  running.cancel = job.cancel;
  const end = await job.ended;
  if (end.kind === "cancelled") return removeBacktestFolder(id);
  if (end.kind === "failed") return fail(id, end);
  if (end.done.result.portfolio.hash !== portfolio.hash) return fail(id, changed(portfolio));
  await finish(id, end.done);
}

async function runInDatabase(
  running: RunningBacktest,
  run: BacktestRun,
  { connection, table, results, cluster }: DatabaseTable,
): Promise<void> {
  const known = findConnection(connection);
  if (!known) return fail(run.id, unknownConnection(connection));
  const { scenario, mapping, by } = run;
  const texts = await getBacktestTexts(run.id);
  if (running.cancelled) return;
  const source = { url: known.url, engine: known.engine, table, results, cluster: cluster === null ? null : { name: cluster, shards: [] } };
  const job = runJob({ kind: "database-backtest", ...texts, scenario, mapping, by, ...source }, recorder(run.id));
  // Never at once: the child has a statement to stop, and goes by itself when this server does.
  running.cancel = () => job.cancel();
  const end = await job.ended;
  if (end.kind === "failed") await fail(run.id, end);
  if (end.kind === "done") await finish(run.id, end.done);
}

/** Why a run on a table cannot be, where the server does not know its database. */
export function unknownConnection(name: string): BacktestError {
  const known = listConnections().map((connection) => `\`${connection.name}\``);
  const list = known.length === 0 ? "none is set up" : `there is ${known.join(", ")}`;
  const variable = `LIMEN_DATABASE_${name.toUpperCase().replaceAll("-", "_")}`;
  return {
    code: "unknown-connection",
    message: `the server knows no database \`${name}\` (${list}); set \`${variable}\` where it is started`,
  };
}

async function finish(id: string, { result, files }: BacktestDone): Promise<void> {
  const named = (name: string): BacktestFile | null => {
    const file = files.find((one) => path.basename(one.path) === name);
    return file ? { name, bytes: file.bytes, sha256: file.sha256 } : null;
  };
  if (await finishBacktest(id, { result, outcomes: named(OUTCOMES), rejected: named(REJECTED) }))
    tell(id, { status: "done", progress: null, error: null });
  else await removeBacktestFolder(id);
}

async function fail(id: string, { code, message }: BacktestError): Promise<void> {
  const error = { code, message };
  await removeBacktestFolder(id);
  if (await failBacktest(id, error)) tell(id, { status: "failed", progress: null, error });
}

async function requestOf(run: BacktestRun, portfolio: Portfolio): Promise<BacktestRequest> {
  const { scenario, mapping, by, keepsOutcomes, attribution } = run;
  const engine = run.engine as FileEngine;
  const folder = backtestFolder(run.id);
  return {
    ...(await getBacktestTexts(run.id)),
    ...{ scenario, mapping, by, engine, attribution, portfolio: portfolio.path },
    out: keepsOutcomes ? path.join(folder, OUTCOMES) : null,
    rejected: path.join(folder, REJECTED),
  };
}

/** Tells progress as it comes and records it now and then. */
function recorder(id: string): (progress: BacktestProgress) => void {
  let recorded = 0;
  return (progress) => {
    tell(id, { status: "running", progress, error: null });
    if (performance.now() - recorded < RECORD_EVERY_MS) return;
    recorded = performance.now();
    recordBacktestProgress(id, progress).catch(console.error);
  };
}

/** Why the file is not the one that was pinned, as far as its size tells; the run itself compares the hash. */
async function fileRefusal(portfolio: Portfolio): Promise<BacktestError | null> {
  const found = await stat(portfolio.path).catch(() => null);
  if (!found?.isFile())
    return {
      code: "portfolio-missing",
      message: `the file of portfolio \`${portfolio.name}\` is not at \`${portfolio.path}\`; put it back`,
    };
  return found.size === portfolio.bytes ? null : changed(portfolio);
}

function changed({ name }: Portfolio): BacktestError {
  return { code: "portfolio-changed", message: `the file of portfolio \`${name}\` changed since it was registered; register it anew` };
}
