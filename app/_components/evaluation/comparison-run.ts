/**
 * The comparison of two policy texts on the same borrowers, as something that can be watched, stopped and started again.
 * What comes out equals `compare` of `#rules/compare` with `all`.
 */
import { type PackedOutcomes, unpackOutcome } from "#rules/columns";
import type { ComparedBorrower, Comparison, FailedBorrower, NamedBorrower } from "#rules/compare";
import type { RejectedRow } from "#rules/compile";
import type { Facts } from "#rules/policy";
import type { Run, RunStatus } from "./evaluation-run";
import type { ComparedOutcomes, SideFacts } from "./protocol";
import { runOnBorrowers } from "./workers";

export interface ComparisonState {
  readonly status: RunStatus;
  /** Evaluations done, of both versions. */
  readonly done: number;
  readonly total: number;
  /** Null until everything is evaluated. */
  readonly comparison: Comparison | null;
  readonly error: string | null;
}

export interface ComparisonInput {
  readonly baselineText: string;
  readonly candidateText: string;
  readonly scenario: SideFacts;
  readonly borrowers: readonly NamedBorrower[];
}

export class ComparisonRun implements Run<ComparisonState> {
  state: ComparisonState;
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  constructor(
    private readonly input: ComparisonInput,
    private readonly facts: readonly Facts[],
  ) {
    this.state = { status: "running", done: 0, total: 2 * facts.length, comparison: null, error: null };
  }

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
      "compare",
      { ...pair, facts: this.facts },
      {
        onAnswer: (answer) => this.finish({ status: "done", done: this.state.total, comparison: assembleComparison(answer, borrowers) }),
        onFailed: (error) => this.finish({ status: "failed", error }),
      },
    );
  }

  cancel(): void {
    if (!this.stop) return;
    this.stop();
    this.finish({ status: "cancelled" });
  }

  private finish(part: Partial<ComparisonState>): void {
    this.stop = null;
    this.update(part);
  }

  private update(part: Partial<ComparisonState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** The comparison from the worker's answer; equals `compare` with `all` on the same input. */
export function assembleComparison(answer: ComparedOutcomes, names: readonly NamedBorrower[]): Comparison {
  const { baseline, candidate, scenario, changes, wording } = answer.versions;
  return {
    baseline,
    candidate,
    scenario,
    changes,
    wording,
    ...answer.figures,
    borrowers: names.flatMap(({ name }, row) => comparedOf(name, answer.baseline, answer.candidate, row)),
    failures: answer.rejected.map((rejected) => failureOf(names, rejected)),
  };
}

function comparedOf(name: string, a: PackedOutcomes, b: PackedOutcomes, row: number): ComparedBorrower[] {
  const [baseline, candidate] = [unpackOutcome(a, row), unpackOutcome(b, row)];
  return baseline === null || candidate === null ? [] : [{ name, baseline, candidate }];
}

function failureOf(names: readonly NamedBorrower[], { row, side, errors }: RejectedRow): FailedBorrower {
  const [borrower, error] = [names[row], errors[0]];
  if (borrower === undefined || error === undefined) throw new Error("a rejected row is a borrower and has errors");
  return { name: borrower.name, side, error };
}
