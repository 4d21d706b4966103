/** The comparison of two policy texts on the same borrowers, as something that can be watched, stopped and started again. */
import { unpackOutcome } from "#rules/columns";
import { type ComparedBorrower, type Comparison, type FailedBorrower, withShares } from "#rules/compare";
import type { RawBatch } from "#rules/compile";
import type { Run, RunStatus } from "./evaluation-run";
import type { AttributionAnswer, ComparedOutcomes, SideFacts } from "./protocol";
import { runOnBorrowers } from "./workers";

export interface ComparisonState {
  readonly status: RunStatus;
  /** Null until everything is evaluated. */
  readonly outcomes: ComparedOutcomes | null;
  readonly error: string | null;
}

export interface ComparisonInput {
  readonly baselineText: string;
  readonly candidateText: string;
  readonly scenario: SideFacts;
  /** Keep the batch the same, and the worker need not be sent it again. */
  readonly borrowers: RawBatch;
}

export class ComparisonRun implements Run<ComparisonState> {
  state: ComparisonState = { status: "running", outcomes: null, error: null };
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | null = null;

  constructor(private readonly input: ComparisonInput) {}

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
      { ...pair, facts: borrowers },
      {
        onAnswer: (outcomes) => this.finish({ status: "done", outcomes }),
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

/** The comparison as the command line prints it, from the worker's answers; equals `compare` with `all` on the same input. */
export function assembleComparison(
  answer: ComparedOutcomes,
  { attribution, rows }: AttributionAnswer,
  names: readonly { readonly name: string }[],
): Comparison {
  const { baseline, candidate, scenario, changes, wording } = answer.versions;
  const ids = attribution.attribution.map(({ change }) => change);
  const borrowers = names.flatMap(({ name }, row) => {
    const compared = comparedAt(answer, name, row);
    return compared === null ? [] : [withShares(compared, rows, row, ids)];
  });
  return {
    baseline,
    candidate,
    scenario,
    changes,
    wording,
    ...answer.figures,
    ...attribution,
    borrowers,
    failures: answer.rejected.map((rejected) => failureOf(names, rejected)),
  };
}

/** One borrower's two outcomes; null where a side has none. */
export function comparedAt({ baseline, candidate }: ComparedOutcomes, name: string, row: number): ComparedBorrower | null {
  const [before, after] = [unpackOutcome(baseline, row), unpackOutcome(candidate, row)];
  return before === null || after === null ? null : { name, baseline: before, candidate: after };
}

function failureOf(
  names: readonly { readonly name: string }[],
  { row, side, errors }: ComparedOutcomes["rejected"][number],
): FailedBorrower {
  const [borrower, error] = [names[row], errors[0]];
  if (borrower === undefined || error === undefined) throw new Error("a rejected row is a borrower and has errors");
  return { name: borrower.name, side, error };
}
