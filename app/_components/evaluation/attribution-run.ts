/** The shift between two policy texts on the same borrowers divided among their changes, as something that can be watched, stopped and started again. */
import type { Attribution, PackedShares } from "#rules/compare";
import type { RawBatch } from "#rules/compile";
import type { Run, RunStatus } from "./evaluation-run";
import type { SideFacts } from "./protocol";
import { runOnBorrowers } from "./workers";

export interface AttributionState {
  readonly status: RunStatus;
  /** Null until it is done. */
  readonly attribution: Attribution | null;
  /** By borrower, in the order of the input; a change is its place in `attribution`. */
  readonly rows: PackedShares | null;
  readonly error: string | null;
}

export interface AttributionInput {
  readonly baselineText: string;
  readonly candidateText: string;
  readonly scenario: SideFacts;
  /** Keep the batch the same, and the worker need not be sent it again. */
  readonly borrowers: RawBatch;
}

export class AttributionRun implements Run<AttributionState> {
  state: AttributionState = { status: "running", attribution: null, rows: null, error: null };
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  constructor(private readonly input: AttributionInput) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Harmless where it runs already or is done. */
  start(): void {
    if (this.stop || this.state.status === "done") return;
    const { borrowers, ...pair } = this.input;
    this.update({ status: "running", error: null });
    this.stop = runOnBorrowers(
      "attribute",
      { ...pair, facts: borrowers },
      {
        onAnswer: ({ attribution, rows }) => this.finish({ status: "done", attribution, rows }),
        onFailed: (error) => this.finish({ status: "failed", error }),
      },
    );
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ status: "cancelled" });
  }

  private finish(part: Partial<AttributionState>): void {
    this.stop = null;
    this.update(part);
  }

  private update(part: Partial<AttributionState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}
