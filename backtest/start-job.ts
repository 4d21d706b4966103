/** Starts a backtest or a profile in a child process, for a server that must stay responsive and must survive what the job does. */
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import type { PortfolioProfile } from "#rules/portfolio";
import type { FromJob, JobRequest, ToJob } from "./job.ts";
import { partialName } from "./partial-name.ts";
import type { BacktestDone, BacktestProgress } from "./types.ts";

export type { JobRequest };
export type JobDone<R extends JobRequest> = R extends { readonly kind: "profile" } ? { readonly profile: PortfolioProfile } : BacktestDone;

export interface JobEvents<R extends JobRequest> {
  /** At most five times a second. */
  onProgress(progress: BacktestProgress): void;
  /** Once, unless the job fails. */
  onDone(done: JobDone<R>): void;
  /** Once, unless the job is done. `code`: that of a BacktestProblem, `cancelled`, or `internal` with the details in `message`. */
  onFailed(problem: { readonly code: string; readonly message: string }): void;
}

export interface StartedJob {
  readonly pid: number | undefined;
  /** Ends the job; `onFailed` tells when it is gone and nothing of it is left. */
  cancel(): void;
}

/** What a cancelled job may take to end by itself. */
const GRACE_MS = 2000;

/** `bundle`: the bundled program; where it is not given, that of the checkout that the server runs in. */
export function startJob<R extends JobRequest>(
  request: R,
  events: JobEvents<R>,
  bundle: string = path.join(/* turbopackIgnore: true */ process.cwd(), "dist", "backtest.mjs"),
): StartedJob {
  const child = fork(bundle, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced", execArgv: [] });
  let end: FromJob | null = null;
  let cancelled = false;
  child.on("message", (message: FromJob) => {
    if (message.kind === "progress") events.onProgress(message.progress);
    else end ??= message;
  });
  child.once("error", (error) => {
    end ??= { kind: "failed", code: "internal", message: `the job could not be started: ${error.message}` };
    if (child.pid === undefined) tell();
  });
  child.once("close", (code, signal) => {
    removePartials(request, child.pid);
    end ??= {
      kind: "failed",
      code: cancelled ? "cancelled" : "internal",
      message: cancelled ? "the run was cancelled" : endWords(code, signal),
    };
    tell();
  });
  function tell(): void {
    if (end?.kind === "done") events.onDone(end.done as JobDone<R>);
    else if (end?.kind === "failed") events.onFailed({ code: end.code, message: end.message });
  }
  const send = (message: ToJob) => child.connected && child.send(message, () => {});
  send({ kind: "start", request });
  return {
    pid: child.pid,
    cancel() {
      cancelled = true;
      send({ kind: "cancel" });
      setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
    },
  };
}

/** What a killed job had begun to write. */
function removePartials(request: JobRequest, pid: number | undefined): void {
  if (request.kind !== "backtest" || pid === undefined) return;
  for (const file of [request.out, request.rejected]) if (file !== null) rmSync(partialName(file, pid), { force: true });
}

function endWords(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `the job ended with code ${code}` : `the job was killed by ${signal}`;
}
