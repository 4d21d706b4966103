/** One question to the worker, as something that can be watched, stopped and asked again. */
import type { Run } from "./evaluation-run";
import type { Answers, JobKind, Progress } from "./protocol";
import type { JobEvents } from "./workers";

export interface AskedState<Kind extends JobKind> {
  readonly status: "idle" | "running" | "done" | "failed" | "cancelled";
  readonly answer: Answers[Kind] | null;
  /** Why it failed, in words for the reader. */
  readonly error: string | null;
  /** How far it has come, where it says so. */
  readonly progress: Progress | null;
  /** From the rate so far; null while that says little. */
  readonly secondsLeft: number | null;
}

/** Before a question is put. */
export const IDLE = { status: "idle", answer: null, error: null, progress: null, secondsLeft: null } as const;
export const RUNNING = { ...IDLE, status: "running" } as const;

export class AskedRun<Kind extends JobKind> implements Run<AskedState<Kind>> {
  state: AskedState<Kind> = RUNNING;
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  /** `ask` puts the question and gives what takes it back. */
  constructor(private readonly ask: (events: JobEvents<Kind>) => () => void) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Harmless where it runs already or is done. */
  start(): void {
    if (this.stop || this.state.status === "done") return;
    if (this.state.status !== "running") this.update(RUNNING);
    const began = performance.now();
    this.stop = this.ask({
      onAnswer: (answer) => this.finish({ ...IDLE, status: "done", answer }),
      onFailed: (error) => this.finish({ ...IDLE, status: "failed", error }),
      onProgress: (progress) => {
        const secondsLeft = secondsLeftAfter((performance.now() - began) / 1000, progress);
        this.update({ ...RUNNING, progress, secondsLeft });
      },
    });
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ ...IDLE, status: "cancelled" });
  }

  private finish(state: AskedState<Kind>): void {
    this.stop = null;
    this.update(state);
  }

  private update(state: AskedState<Kind>): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** Until then the rate is that of getting ready. */
const LEAST_SECONDS = 1;

/** What is left of a piece of work of which so much is done after so many seconds; to whole steps of 5 where it is long, so that the words keep still. */
export function secondsLeftAfter(seconds: number, { done, total }: Progress): number | null {
  if (done <= 0 || seconds < LEAST_SECONDS) return null;
  const left = (seconds * (total - done)) / done;
  const step = left < 15 ? 1 : 5;
  return Math.ceil(left / step) * step;
}
