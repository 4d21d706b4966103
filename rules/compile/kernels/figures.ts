/** The figures of a comparison, from the outcomes in memory: counts of rows, and the table of decisions against decisions. */
import { DECISIONS, type Decision } from "#rules/evaluate";
import type { Address } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import { CELL_WORDS, type OutcomeMemory } from "./outcome-memory.ts";

/** One cell of the migration matrix; money in hundredths. */
export interface CellFigures {
  readonly baseline: Decision;
  readonly candidate: Decision;
  readonly borrowers: number;
  readonly limitBaseline: bigint;
  readonly limitCandidate: bigint;
  readonly availableBaseline: bigint;
  readonly availableCandidate: bigint;
}

/** The figures of a comparison, or of one version held against itself. */
export interface Figures {
  readonly borrowers: number;
  /** Rows without an outcome. */
  readonly errors: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly review: { readonly baseline: number; readonly candidate: number };
  /** With borrowers, in the order of decisions. */
  readonly cells: readonly CellFigures[];
}

/** Counts of rows, and sums beyond the kernels' range, added up over batches. */
export class FigureSums {
  private readonly counts = { shifted: 0, reasonShifted: 0, reviewBaseline: 0, reviewCandidate: 0 };
  private readonly beyond: (readonly [place: number, sum: bigint])[] = [];

  /** Adds a batch of `n` rows, up to a multiple of the kernels' grain. */
  add(memory: OutcomeMemory, kernels: Kernels, n: number): void {
    const [a, b] = memory.pair;
    const count = (bits: Address) => kernels.count(bits, n);
    if (a !== b) {
      this.counts.shifted += count(memory.shifted);
      this.counts.reasonShifted += count(memory.reasonShifted);
    }
    this.counts.reviewBaseline += count(a.review);
    this.counts.reviewCandidate += count(b.review);
    this.beyond.push(...beyondTotals(memory, n));
  }

  figures(borrowers: number, errors: number, totals: bigint[]): Figures {
    for (const [place, sum] of this.beyond) totals[place] = (totals[place] as bigint) + sum;
    const { shifted, reasonShifted, reviewBaseline, reviewCandidate } = this.counts;
    return {
      borrowers,
      errors,
      shifted,
      reasonShifted,
      review: { baseline: reviewBaseline, candidate: reviewCandidate },
      cells: cellsOf(totals),
    };
  }
}

/** What the rows beyond the kernels' range add to the table. */
function beyondTotals(memory: OutcomeMemory, n: number): (readonly [place: number, sum: bigint])[] {
  const [a, b] = memory.pair;
  return memory.rowsBeyond(n).flatMap((row) => {
    const cell = (memory.decisionAt(a, row) * DECISIONS.length + memory.decisionAt(b, row)) * CELL_WORDS;
    const sums = [1, ...[a.limits, b.limits, a.available, b.available].map((column) => memory.numberAt(column, row))];
    return sums.map((sum, i) => [cell + i, BigInt(Number.isNaN(sum) ? 0 : sum)] as const);
  });
}

function cellsOf(totals: readonly bigint[]): CellFigures[] {
  return DECISIONS.flatMap((baseline, i) =>
    DECISIONS.flatMap((candidate, j) => {
      const [count = 0n, limitBaseline = 0n, limitCandidate = 0n, availableBaseline = 0n, availableCandidate = 0n] = totals.slice(
        (i * DECISIONS.length + j) * CELL_WORDS,
      );
      return count === 0n
        ? []
        : [{ baseline, candidate, borrowers: Number(count), limitBaseline, limitCandidate, availableBaseline, availableCandidate }];
    }),
  );
}
