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
}

/** Before a question is put. */
export const IDLE = { status: "idle", answer: null, error: null, progress: null } as const;
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
    this.stop = this.ask({
      onAnswer: (answer) => this.finish({ ...IDLE, status: "done", answer }),
      onFailed: (error) => this.finish({ ...IDLE, status: "failed", error }),
      onProgress: (progress) => this.update({ ...RUNNING, progress }),
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
