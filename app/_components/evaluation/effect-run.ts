/** What a text changes for borrowers against another text, in figures; made anew for every text that is typed. */
import type { Facts } from "#rules/policy";
import type { Run } from "./evaluation-run";
import type { EffectAnswer, SideFacts } from "./protocol";
import { runOnBorrowers } from "./workers";

export type Effect = NonNullable<EffectAnswer>;

export interface EffectState {
  /** `invalid`: a text is no valid policy. */
  readonly status: "running" | "done" | "invalid" | "failed" | "cancelled";
  readonly effect: Effect | null;
  readonly error: string | null;
}

export interface EffectInput {
  readonly baselineText: string;
  readonly candidateText: string;
  readonly scenario: SideFacts;
  /** Keep the array the same, and its columns are made once. */
  readonly facts: readonly Facts[];
}

export class EffectRun implements Run<EffectState> {
  state: EffectState = { status: "running", effect: null, error: null };
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  constructor(private readonly input: EffectInput) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.stop || this.state.status === "done" || this.state.status === "invalid") return;
    this.stop = runOnBorrowers("effect", this.input, {
      onAnswer: (effect) => this.finish({ status: effect === null ? "invalid" : "done", effect, error: null }),
      onFailed: (error) => this.finish({ status: "failed", effect: null, error }),
    });
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ status: "cancelled", effect: null, error: null });
  }

  private finish(state: EffectState): void {
    this.stop = null;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
