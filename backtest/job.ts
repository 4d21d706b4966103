/**
 * The program of a child process that does one job after the other: takes a request over IPC, sends progress, then the result, and waits for the
 * next; or what went wrong, and ends. Ends when told to stop, and when the parent goes away; leaves nothing half-written.
 */
import type { PortfolioProfile } from "#rules/portfolio";
import type { DatabaseBacktestRequest } from "./databases/index.ts";
import { DatabaseProblem } from "./databases/types.ts";
import { profilePortfolio } from "./profile-portfolio.ts";
import { runBacktest } from "./run-backtest.ts";
import { type BacktestDone, BacktestProblem, type BacktestProgress, type BacktestRequest } from "./types.ts";

export type JobRequest =
  | ({ readonly kind: "backtest" } & BacktestRequest)
  | ({ readonly kind: "database-backtest" } & DatabaseBacktestRequest)
  | { readonly kind: "profile"; readonly portfolio: string };

export type ToJob = { readonly kind: "start"; readonly request: JobRequest } | { readonly kind: "cancel" };

export type FromJob =
  | { readonly kind: "progress"; readonly progress: BacktestProgress }
  | { readonly kind: "done"; readonly done: BacktestDone | { readonly profile: PortfolioProfile } }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What a database may take to hear that nobody waits any more. */
const GRACE_MS = 1000;

/** Of the job. */
let abort = new AbortController();
/** Whether a statement runs in a database. */
let inDatabase = false;

process.on("message", (message: ToJob) => {
  if (message.kind === "cancel") abort.abort(new Error("cancelled"));
  else void work(message.request);
});
process.on("disconnect", () => {
  // A statement in a database would go on without us.
  abort.abort(new Error("cancelled"));
  if (!inDatabase) process.exit(1);
  setTimeout(() => process.exit(1), GRACE_MS);
});

interface JobOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BacktestProgress) => void;
}

async function work(request: JobRequest): Promise<void> {
  abort = new AbortController();
  const options: JobOptions = { signal: abort.signal, onProgress: (progress) => void send({ kind: "progress", progress }) };
  try {
    await send({ kind: "done", done: await doneOf(request, options) });
  } catch (error) {
    await send({ kind: "failed", ...failure(error) });
    process.exit(0);
  }
}

async function doneOf(request: JobRequest, options: JobOptions): Promise<BacktestDone | { readonly profile: PortfolioProfile }> {
  if (request.kind === "profile") return { profile: await profilePortfolio(request.portfolio, options) };
  if (request.kind === "backtest") return runBacktest(request, options);
  inDatabase = true;
  const { runDatabaseBacktest } = await import("./databases/index.ts");
  const onStatement = (done: number, total: number) => options.onProgress({ phase: "statements", done, total, rate: 0, secondsLeft: null });
  const result = await runDatabaseBacktest(request, { signal: options.signal, onStatement });
  inDatabase = false;
  return { result, files: [] };
}

function failure(error: unknown): { code: string; message: string } {
  if (error instanceof BacktestProblem || error instanceof DatabaseProblem) return { code: error.code, message: error.message };
  if (abort.signal.aborted) return { code: "cancelled", message: "the run was cancelled" };
  return { code: "internal", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function send(message: FromJob): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}
