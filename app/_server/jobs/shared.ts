/** What the jobs of this process share. On `globalThis`: instrumentation and handlers are bundles of their own, and development reloads modules. */
import type { BacktestError, BacktestStatus } from "#store";
import { JobProcesses } from "../../../backtest/job-processes";
import type { BacktestProgress } from "../../../backtest/types";
import type { Job } from "./run-job";

/** How far a run is. */
export interface RunState {
  readonly status: BacktestStatus;
  readonly progress: BacktestProgress | null;
  readonly error: BacktestError | null;
}

export interface RunningBacktest {
  readonly id: string;
  cancelled: boolean;
  /** Kills the child; null before there is one. */
  cancel: Job<unknown>["cancel"] | null;
}

interface Jobs {
  readonly processes: JobProcesses;
  /** Ids of the runs to come, in order. */
  readonly queue: string[];
  current: RunningBacktest | null;
  readonly states: Map<string, RunState>;
  readonly listeners: Map<string, Set<(state: RunState) => void>>;
  /** The end of the latest profile, which the next one waits for. */
  profiles: Promise<unknown>;
  readonly profiling: Set<Job<unknown>>;
  /** By id of the portfolio that is being profiled. */
  readonly profileProgress: Map<string, BacktestProgress>;
  stopping: boolean;
}

const shared = globalThis as typeof globalThis & { limenJobs?: Jobs };

export function jobs(): Jobs {
  shared.limenJobs ??= {
    processes: new JobProcesses(),
    queue: [],
    current: null,
    states: new Map(),
    listeners: new Map(),
    profiles: Promise.resolve(),
    profiling: new Set(),
    profileProgress: new Map(),
    stopping: false,
  };
  return shared.limenJobs;
}

export const ENDED: ReadonlySet<BacktestStatus> = new Set(["done", "failed", "cancelled"]);

/** Tells whoever observes the run. */
export function tell(id: string, state: RunState): void {
  if (ENDED.has(state.status)) jobs().states.delete(id);
  else jobs().states.set(id, state);
  for (const listener of jobs().listeners.get(id) ?? []) listener(state);
}
