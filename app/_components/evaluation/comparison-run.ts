/**
 * The comparison of two policy texts on the same borrowers, as a run: both are evaluated side by side, what is
 * remembered is not evaluated again, and what comes out equals `compare` of `#rules/compare` with `all`.
 */
import { type ComparedBorrower, type Comparison, type FailedBorrower, type NamedBorrower, summarise } from "#rules/compare";
import type { Evaluation } from "#rules/evaluate";
import type { Facts } from "#rules/policy";
import { EvaluationRun, type Run, type RunStatus } from "./evaluation-run";
import type { ComparedVersions } from "./protocol";
import { askWorker } from "./workers";

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
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly borrowers: readonly NamedBorrower[];
}

export class ComparisonRun implements Run<ComparisonState> {
  state: ComparisonState;
  private readonly listeners = new Set<() => void>();
  private readonly sides: readonly [EvaluationRun, EvaluationRun];
  private versions: ComparedVersions | null = null;
  private started = 0;

  constructor(
    private readonly input: ComparisonInput,
    facts: readonly Facts[],
  ) {
    this.sides = [
      new EvaluationRun(input.baselineText, input.scenario.baseline, facts),
      new EvaluationRun(input.candidateText, input.scenario.candidate, facts),
    ];
    for (const side of this.sides) side.subscribe(() => this.advance());
    this.state = { status: "running", ...this.counts(), comparison: null, error: null };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.started > 0 && this.state.status === "running") return;
    if (this.state.status === "done") return;
    const turn = ++this.started;
    this.update({ status: "running", error: null });
    this.askVersions(turn);
    for (const side of this.sides) side.start();
    this.advance();
  }

  cancel(): void {
    if (this.state.status !== "running") return;
    this.started = 0;
    this.update({ status: "cancelled" });
    for (const side of this.sides) side.cancel();
  }

  private askVersions(turn: number): void {
    const { baselineText, candidateText, scenario } = this.input;
    askWorker<"changes">({ kind: "changes", baselineText, candidateText, scenario }).then(
      (versions) => {
        this.versions = versions;
        this.advance();
      },
      (error: Error) => turn === this.started && this.fail(error.message),
    );
  }

  /** Takes up what the sides and the worker have brought. */
  private advance(): void {
    if (this.state.status !== "running") return;
    const failed = this.sides.find((side) => side.state.status === "failed");
    if (failed) this.fail(failed.state.error ?? "the evaluation failed");
    else this.progress(this.counts());
  }

  private progress(counts: { done: number; total: number }): void {
    if (counts.done < counts.total || !this.versions) {
      this.update(counts);
      return;
    }
    const [baseline, candidate] = this.sides.map((side) => side.state.results as readonly Evaluation[]) as [
      readonly Evaluation[],
      readonly Evaluation[],
    ];
    this.update({ ...counts, status: "done", comparison: assembleComparison(this.versions, this.input.borrowers, baseline, candidate) });
  }

  private fail(error: string): void {
    this.update({ status: "failed", error });
    this.started = 0;
    for (const side of this.sides) side.cancel();
  }

  private counts(): { done: number; total: number } {
    const [a, b] = this.sides;
    return { done: a.state.done + b.state.done, total: a.state.total + b.state.total };
  }

  private update(part: Partial<ComparisonState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** The comparison from evaluations already made; equals `compare` with `all` on the same input. */
export function assembleComparison(
  versions: ComparedVersions,
  names: readonly NamedBorrower[],
  baseline: readonly Evaluation[],
  candidate: readonly Evaluation[],
): Comparison {
  const borrowers: ComparedBorrower[] = [];
  const failures: FailedBorrower[] = [];
  names.forEach(({ name }, i) => {
    const [a, b] = [baseline[i], candidate[i]];
    if (a?.ok && b?.ok) borrowers.push({ name, baseline: a.outcome, candidate: b.outcome });
    else failures.push(failureOf(name, a, b));
  });
  const { baseline: from, candidate: to, scenario, changes, wording } = versions;
  return { baseline: from, candidate: to, scenario, changes, wording, ...summarise(borrowers, failures.length), borrowers, failures };
}

function failureOf(name: string, a: Evaluation | undefined, b: Evaluation | undefined): FailedBorrower {
  const [side, failed] = a?.ok ? (["candidate", b] as const) : (["baseline", a] as const);
  const error = failed && !failed.ok ? failed.errors[0] : undefined;
  if (error === undefined) throw new Error("a failed evaluation has errors");
  return { name, side, error };
}
