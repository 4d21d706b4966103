/**
 * Runs backtests and profiles in child processes, for a server that must stay responsive and must survive what a job does. A process that
 * did what it was asked to do is asked again: the next run begins at once, with code that is compiled and memory that is there.
 */
import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import type { PortfolioProfile } from "#rules/portfolio";
import type { FromJob, JobRequest, ToJob } from "./job.ts";
import { partialName } from "./partial-name.ts";
import { removeScratchOf } from "./scratch.ts";
import type { BacktestDone, BacktestProgress } from "./types.ts";

export type { JobRequest };
export type JobDone<R extends JobRequest> = R extends { readonly kind: "profile" } ? { readonly profile: PortfolioProfile } : BacktestDone;

export interface JobEvents<R extends JobRequest> {
  /** At most five times a second. */
  onProgress(progress: BacktestProgress): void;
  /** Once, unless the job fails. */
  onDone(done: JobDone<R>): void;
  /** Once, unless the job is done; its process is gone by then. `code`: that of a BacktestProblem, `cancelled`, or `internal` with the details in `message`. */
  onFailed(problem: { readonly code: string; readonly message: string }): void;
}

/** Once the job has ended, neither does anything. */
export interface StartedJob {
  readonly pid: number | undefined;
  /** Has the job end itself, and its process killed after so many milliseconds if it does not; `onFailed` tells when it is gone and nothing of it is left. */
  cancel(graceMs?: number): void;
}

/** What a cancelled job may take to end by itself. */
const GRACE_MS = 2000;
/** For how long a process waits for the next job. */
const IDLE_MS = 5 * 60_000;

export class JobProcesses {
  /** One at most. */
  private idle: JobProcess | null = null;

  /** `bundle`: the bundled program; where it is not given, that of the checkout that the server runs in. */
  constructor(private readonly bundle: string = path.join(/* turbopackIgnore: true */ process.cwd(), "dist", "backtest.mjs")) {}

  start<R extends JobRequest>(request: R, events: JobEvents<R>): StartedJob {
    const process = this.idle ?? this.open();
    this.idle = null;
    return process.start(request, events as JobEvents<JobRequest>);
  }

  private open(): JobProcess {
    const free = (process: JobProcess) => {
      if (this.idle === null) this.idle = process;
      else process.kill();
    };
    const gone = (process: JobProcess) => {
      if (this.idle === process) this.idle = null;
    };
    return new JobProcess(this.bundle, free, gone);
  }

  /** Ends the process that waits. */
  close(): void {
    this.idle?.kill();
  }
}

interface Running {
  readonly request: JobRequest;
  readonly events: JobEvents<JobRequest>;
  cancelled: boolean;
  end: Exclude<FromJob, { readonly kind: "progress" }> | null;
}

class JobProcess {
  private readonly child: ChildProcess;
  private job: Running | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    bundle: string,
    /** It waits for the next job. */
    private readonly free: (self: JobProcess) => void,
    private readonly gone: (self: JobProcess) => void,
  ) {
    this.child = fork(bundle, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced", execArgv: [] });
    this.child.on("message", (message: FromJob) => this.receive(message));
    this.child.once("error", (error) => {
      if (this.job !== null)
        this.job.end ??= { kind: "failed", code: "internal", message: `the job could not be started: ${error.message}` };
      if (this.child.pid === undefined) this.close(null, null);
    });
    this.child.once("exit", () => this.gone(this));
    this.child.once("close", (code, signal) => this.close(code, signal));
  }

  start(request: JobRequest, events: JobEvents<JobRequest>): StartedJob {
    const { child } = this;
    const job: Running = { request, events, cancelled: false, end: null };
    this.job = job;
    clearTimeout(this.timer);
    child.ref();
    child.channel?.ref();
    this.send({ kind: "start", request });
    return {
      pid: child.pid,
      cancel: (graceMs = GRACE_MS) => {
        if (this.job !== job) return;
        job.cancelled = true;
        this.send({ kind: "cancel" });
        if (graceMs === 0) child.kill("SIGKILL");
        else this.timer = setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
      },
    };
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  private send(message: ToJob): void {
    if (this.child.connected) this.child.send(message, () => {});
  }

  private receive(message: FromJob): void {
    const { job } = this;
    if (job === null) return;
    if (message.kind === "progress") {
      job.events.onProgress(message.progress);
      return;
    }
    job.end ??= message;
    if (message.kind !== "done") return;
    // It may not have heard yet that it is to end.
    if (job.cancelled) this.kill();
    else this.wait(job);
  }

  private wait(job: Running): void {
    const { child } = this;
    this.job = null;
    this.timer = setTimeout(() => this.kill(), IDLE_MS).unref();
    // The server may end without it: it ends then, too.
    child.unref();
    child.channel?.unref();
    this.free(this);
    tell(job);
  }

  private close(code: number | null, signal: NodeJS.Signals | null): void {
    const { job } = this;
    this.job = null;
    clearTimeout(this.timer);
    if (job === null) return;
    if (this.child.pid !== undefined) removeLeft(job.request, this.child.pid);
    job.end ??= {
      kind: "failed",
      code: job.cancelled ? "cancelled" : "internal",
      message: job.cancelled ? "the run was cancelled" : endWords(code, signal),
    };
    tell(job);
  }
}

function tell({ end, events }: Running): void {
  if (end?.kind === "done") events.onDone(end.done);
  else if (end?.kind === "failed") events.onFailed({ code: end.code, message: end.message });
}

/** What a killed job had begun to write. */
function removeLeft(request: JobRequest, pid: number): void {
  removeScratchOf(pid);
  if (request.kind !== "backtest") return;
  for (const file of [request.out, request.rejected]) if (file !== null) rmSync(partialName(file, pid), { force: true });
}

function endWords(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `the job ended with code ${code}` : `the job was killed by ${signal}`;
}
