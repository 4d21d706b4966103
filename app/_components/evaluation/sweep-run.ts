/** The curve of one number of a text over borrowers; made anew whenever text, borrowers or number differ. */
import type { Sweep, SweepResult } from "#rules/sweep";
import type { Run } from "./evaluation-run";
import type { SweepQuestion } from "./protocol";
import { type Borrowers, runOnBorrowers } from "./workers";

export interface SweepState {
  /** `invalid`: the text is no valid policy. */
  readonly status: "idle" | "running" | "done" | "invalid" | "failed" | "cancelled";
  readonly sweep: Sweep | null;
  /** Why there is no curve, in words for the reader. */
  readonly error: string | null;
}

export class SweepRun implements Run<SweepState> {
  state: SweepState = { status: "running", sweep: null, error: null };
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  constructor(
    private readonly question: SweepQuestion,
    private readonly borrowers: Borrowers,
  ) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.stop || this.state.sweep !== null || this.state.status === "invalid") return;
    this.stop = runOnBorrowers(
      "sweep",
      { ...this.question, facts: this.borrowers },
      {
        onAnswer: (result) => this.finish(stateOf(result)),
        onFailed: (error) => this.finish({ status: "failed", sweep: null, error }),
      },
    );
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ status: "cancelled", sweep: null, error: null });
  }

  private finish(state: SweepState): void {
    this.stop = null;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function stateOf(result: SweepResult | null): SweepState {
  if (result === null) return { status: "invalid", sweep: null, error: null };
  if (result.ok) return { status: "done", sweep: result.sweep, error: null };
  return { status: "failed", sweep: null, error: result.problem.message };
}
