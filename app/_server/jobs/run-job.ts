/**
 * One job in a child process as a promise: what came of it is a value, whatever it was. Only this file knows how a
 * child is started. No `server-only` here or beside: instrumentation-node.ts uses these modules outside of requests.
 */
import { type JobDone, type JobRequest, startJob } from "../../../backtest/start-job";
import type { BacktestProgress } from "../../../backtest/types";

export type JobEnd<Done> =
  | { readonly kind: "done"; readonly done: Done }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "cancelled" };

export interface Job<Done> {
  /** When the child is gone. Never rejects. */
  readonly ended: Promise<JobEnd<Done>>;
  /** Has the child end itself, and kills it if it does not, or at once; `ended` tells when it is gone. */
  cancel(how?: "at-once"): void;
}

/** What a cancelled child may take to end by itself. */
const GRACE_MS = 500;

export function runJob<Request extends JobRequest>(
  request: Request,
  onProgress: (progress: BacktestProgress) => void,
): Job<JobDone<Request>> {
  let cancelled = false;
  let gone = false;
  let cancel: Job<unknown>["cancel"] = () => {};
  const ended = new Promise<JobEnd<JobDone<Request>>>((settle) => {
    const resolve = (end: JobEnd<JobDone<Request>>) => {
      gone = true;
      settle(end);
    };
    const job = startJob(request, {
      onProgress: (progress) => !cancelled && onProgress(progress),
      onDone: (done) => resolve(cancelled ? { kind: "cancelled" } : { kind: "done", done }),
      onFailed: (failure) => resolve(cancelled ? { kind: "cancelled" } : { kind: "failed", ...inWords(failure) }),
    });
    cancel = (how) => {
      cancelled = true;
      job.cancel();
      if (how === "at-once") kill(job.pid);
      else setTimeout(() => !gone && kill(job.pid), GRACE_MS).unref();
    };
  });
  return { ended, cancel: (how) => cancel(how) };
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}

/** A fault of ours is for the log, not for the user. */
function inWords(failure: { readonly code: string; readonly message: string }): { code: string; message: string } {
  if (failure.code !== "internal" && failure.code !== "cancelled") return failure;
  console.error(`limen: a job failed: ${failure.message}`);
  return { code: "failed", message: "the job broke down; the server's log says why. Start it again" };
}
