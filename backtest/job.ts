/**
 * The program of a child process that does one job and ends: takes a request over IPC, sends progress, then the result or
 * what went wrong. Stops when told to, and when the parent goes away; leaves nothing half-written.
 */
import type { PortfolioProfile } from "#rules/portfolio";
import { profilePortfolio } from "./profile-portfolio.ts";
import { runBacktest } from "./run-backtest.ts";
import { type BacktestDone, BacktestProblem, type BacktestProgress, type BacktestRequest } from "./types.ts";

export type JobRequest = ({ readonly kind: "backtest" } & BacktestRequest) | { readonly kind: "profile"; readonly portfolio: string };

export type ToJob = { readonly kind: "start"; readonly request: JobRequest } | { readonly kind: "cancel" };

export type FromJob =
  | { readonly kind: "progress"; readonly progress: BacktestProgress }
  | { readonly kind: "done"; readonly done: BacktestDone | { readonly profile: PortfolioProfile } }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

const abort = new AbortController();

process.on("message", (message: ToJob) => {
  if (message.kind === "cancel") abort.abort(new Error("cancelled"));
  else void work(message.request);
});
process.on("disconnect", () => process.exit(1));

async function work(request: JobRequest): Promise<void> {
  const options = { signal: abort.signal, onProgress: (progress: BacktestProgress) => void send({ kind: "progress", progress }) };
  try {
    const done =
      request.kind === "profile" ? { profile: await profilePortfolio(request.portfolio, options) } : await runBacktest(request, options);
    await send({ kind: "done", done });
  } catch (error) {
    await send({ kind: "failed", ...failure(error) });
  }
  process.exit(0);
}

function failure(error: unknown): { code: string; message: string } {
  if (error instanceof BacktestProblem) return { code: error.code, message: error.message };
  if (abort.signal.aborted) return { code: "cancelled", message: "the run was cancelled" };
  return { code: "internal", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function send(message: FromJob): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}
