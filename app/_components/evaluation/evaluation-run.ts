/**
 * One evaluation of many borrowers by one policy under one scenario, as something that can be watched, stopped
 * and started again. What was evaluated once is remembered per policy text, scenario and facts object, so that
 * after an edit only the edited borrowers are evaluated; facts objects must therefore never be changed in place.
 */
import { evaluationsOf } from "#rules/columns";
import type { Evaluation } from "#rules/evaluate";
import type { Facts } from "#rules/policy";
import { keepLast } from "./keep-last";
import type { Answers } from "./protocol";
import { runOnBorrowers } from "./workers";

export type RunStatus = "idle" | "running" | "done" | "cancelled" | "failed";

export interface EvaluationState {
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  /** In the borrowers' order; undefined where not evaluated yet. */
  readonly results: readonly (Evaluation | undefined)[];
  /** Why it failed, in words for the reader. */
  readonly error: string | null;
}

/** What `useEvaluation` and `useComparison` run on: a state that changes, and three ways to change it. */
export interface Run<State> {
  readonly state: State;
  subscribe(listener: () => void): () => void;
  start(): void;
  cancel(): void;
}

const MEMORIES_KEPT = 8;
type Memory = WeakMap<Facts, Evaluation>;
/** By policy text, then by scenario: a text is not copied for a key. */
const memories = new Map<string, Map<string, Memory>>();

export class EvaluationRun implements Run<EvaluationState> {
  state: EvaluationState;
  private readonly listeners = new Set<() => void>();
  private readonly memory: WeakMap<Facts, Evaluation>;
  private stop: (() => void) | null = null;

  constructor(
    private readonly policyText: string,
    private readonly scenario: Facts,
    private readonly facts: readonly Facts[],
  ) {
    this.memory = memoryOf(policyText, scenario);
    const results = facts.map((one) => this.memory.get(one));
    const done = results.filter((result) => result !== undefined).length;
    this.state = { status: done === facts.length ? "done" : "running", done, total: facts.length, results, error: null };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Evaluates what is missing; harmless where it runs already. */
  start(): void {
    if (this.stop || this.state.done === this.state.total) return;
    const indices = this.state.results.flatMap((result, index) => (result === undefined ? [index] : []));
    const facts = indices.length === this.facts.length ? this.facts : indices.map((index) => this.facts[index] as Facts);
    if (this.state.status !== "running") this.update({ status: "running", error: null });
    this.stop = runOnBorrowers(
      "evaluate",
      { policyText: this.policyText, scenario: this.scenario, facts },
      {
        onAnswer: (answer) => this.take(indices, answer),
        onFailed: (error) => this.finish({ status: "failed", error }),
      },
    );
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ status: "cancelled" });
  }

  private take(indices: readonly number[], { outcomes, rejected }: Answers["evaluate"]): void {
    const results = [...this.state.results];
    evaluationsOf(outcomes, rejected).forEach((evaluation, i) => {
      const index = indices[i] as number;
      results[index] = evaluation;
      this.memory.set(this.facts[index] as Facts, evaluation);
    });
    this.finish({ status: "done", results, done: this.state.total });
  }

  private finish(part: Partial<EvaluationState>): void {
    this.stop = null;
    this.update(part);
  }

  private update(part: Partial<EvaluationState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** Evaluations by facts object, of the policies used last and the scenarios last used with each. */
function memoryOf(policyText: string, scenario: Facts): Memory {
  const ofPolicy = memories.get(policyText) ?? new Map<string, Memory>();
  keepLast(memories, policyText, ofPolicy, MEMORIES_KEPT);
  const key = JSON.stringify(scenario);
  const memory = ofPolicy.get(key) ?? new WeakMap<Facts, Evaluation>();
  keepLast(ofPolicy, key, memory, MEMORIES_KEPT);
  return memory;
}
