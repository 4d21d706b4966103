/**
 * One job in a child process as a promise: what came of it is a value, whatever it was. Only this file knows how a
 * child is started. No `server-only` here or beside: instrumentation-node.ts uses these modules outside of requests.
 */
import type { JobDone, JobRequest } from "../../../backtest/job-processes";
import type { BacktestProgress } from "../../../backtest/types";
import { jobs } from "./shared";

export type JobEnd<Done> =
  | { readonly kind: "done"; readonly done: Done }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "cancelled" };

export interface Job<Done> {
  /** When it is done, or the child is gone. Never rejects. */
  readonly ended: Promise<JobEnd<Done>>;
  /** Has the child end itself, and kills it if it does not, or at once; `ended` tells when it is gone. Nothing once the job has ended. */
  cancel(how?: "at-once"): void;
}

/** What a cancelled child may take to end by itself. */
const GRACE_MS = 500;

export function runJob<Request extends JobRequest>(
  request: Request,
  onProgress: (progress: BacktestProgress) => void,
): Job<JobDone<Request>> {
  let cancelled = false;
  let cancel: Job<unknown>["cancel"] = () => {};
  const ended = new Promise<JobEnd<JobDone<Request>>>((resolve) => {
    const job = jobs().processes.start(request, {
      onProgress: (progress) => !cancelled && onProgress(progress),
      onDone: (done) => resolve(cancelled ? { kind: "cancelled" } : { kind: "done", done }),
      onFailed: (failure) => resolve(cancelled ? { kind: "cancelled" } : { kind: "failed", ...inWords(failure) }),
    });
    cancel = (how) => {
      cancelled = true;
      job.cancel(how === "at-once" ? 0 : GRACE_MS);
    };
  });
  return { ended, cancel: (how) => cancel(how) };
}

/** A fault of ours is for the log, not for the user. */
function inWords(failure: { readonly code: string; readonly message: string }): { code: string; message: string } {
  if (failure.code !== "internal" && failure.code !== "cancelled") return failure;
  console.error(`limen: a job failed: ${failure.message}`);
  return { code: "failed", message: "the job broke down; the server's log says why. Start it again" };
}
