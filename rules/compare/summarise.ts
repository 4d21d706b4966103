/** Figures of a comparison: sums in integer hundredths, decisions, and the migration matrix. */
import { DECISIONS, type Decision, type Outcome } from "#rules/evaluate";
import { fromHundredths, toHundredths } from "#rules/policy";
import type { ComparedBorrower, ComparisonSummary, MigrationCell, SideSummary } from "./types.ts";

/** Limit after, decision or available credit differs. */
export function isShifted(baseline: Outcome, candidate: Outcome): boolean {
  return (
    baseline.limitAfter !== candidate.limitAfter || baseline.decision !== candidate.decision || baseline.available !== candidate.available
  );
}

/** Same limit and decision, other reasons. */
export function isReasonShifted(baseline: Outcome, candidate: Outcome): boolean {
  return (
    baseline.limitAfter === candidate.limitAfter &&
    baseline.decision === candidate.decision &&
    JSON.stringify(baseline.reasons) !== JSON.stringify(candidate.reasons)
  );
}

/** Adds borrowers one by one; gives the summary and the migration matrix at any time. */
export class ComparisonTally {
  private borrowers = 0;
  private errors = 0;
  private shifted = 0;
  private reasonShifted = 0;
  private readonly baseline = new SideTally();
  private readonly candidate = new SideTally();
  private readonly cells = new Map<string, CellTally>();

  /** Counts a borrower that either version cannot evaluate. */
  addError(): void {
    this.borrowers++;
    this.errors++;
  }

  add(baseline: Outcome, candidate: Outcome): void {
    this.borrowers++;
    if (isShifted(baseline, candidate)) this.shifted++;
    if (isReasonShifted(baseline, candidate)) this.reasonShifted++;
    this.baseline.add(baseline);
    this.candidate.add(candidate);
    const key = `${baseline.decision}>${candidate.decision}`;
    const cell = this.cells.get(key) ?? { baseline: new SideTally(), candidate: new SideTally(), borrowers: 0 };
    cell.borrowers++;
    cell.baseline.add(baseline);
    cell.candidate.add(candidate);
    this.cells.set(key, cell);
  }

  summary(): ComparisonSummary {
    const { borrowers, errors, shifted, reasonShifted } = this;
    return { borrowers, errors, shifted, reasonShifted, baseline: this.baseline.summary(), candidate: this.candidate.summary() };
  }

  /** Cells with borrowers, rows and columns in the order of decisions. */
  migration(): MigrationCell[] {
    return DECISIONS.flatMap((baseline) => DECISIONS.flatMap((candidate) => this.cell(baseline, candidate)));
  }

  private cell(baseline: Decision, candidate: Decision): MigrationCell[] {
    const cell = this.cells.get(`${baseline}>${candidate}`);
    if (cell === undefined) return [];
    const [a, b] = [cell.baseline.summary(), cell.candidate.summary()];
    return [
      {
        baseline,
        candidate,
        borrowers: cell.borrowers,
        limitBaseline: a.limit,
        limitCandidate: b.limit,
        availableBaseline: a.available,
        availableCandidate: b.available,
      },
    ];
  }
}

interface CellTally {
  borrowers: number;
  readonly baseline: SideTally;
  readonly candidate: SideTally;
}

/** Sums of one side; bigint, so that no portfolio is too large to be exact. */
class SideTally {
  private limit = 0n;
  private available = 0n;
  private review = 0;
  private readonly decisions = Object.fromEntries(DECISIONS.map((d) => [d, 0])) as Record<Decision, number>;

  add(outcome: Outcome): void {
    this.limit += BigInt(toHundredths(outcome.limitAfter));
    this.available += BigInt(toHundredths(outcome.available ?? 0));
    this.decisions[outcome.decision]++;
    if (outcome.review) this.review++;
  }

  summary(): SideSummary {
    return {
      limit: fromHundredths(Number(this.limit)),
      available: fromHundredths(Number(this.available)),
      decisions: { ...this.decisions },
      review: this.review,
    };
  }
}

/** The comparison's figures of borrowers already evaluated, such as a filtered part of a comparison. */
export function summarise(borrowers: readonly ComparedBorrower[], errors = 0): { summary: ComparisonSummary; migration: MigrationCell[] } {
  const tally = new ComparisonTally();
  for (const b of borrowers) tally.add(b.baseline, b.candidate);
  for (let i = 0; i < errors; i++) tally.addError();
  return { summary: tally.summary(), migration: tally.migration() };
}
