/** The columnar evaluator's figures in the JSON shape of a comparison: its summary and its migration matrix. */
import type { ComparisonSummary, MigrationCell, SideSummary } from "#rules/compare";
import type { CellFigures, Figures } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";

export interface ComparisonFigures {
  readonly summary: ComparisonSummary;
  readonly migration: readonly MigrationCell[];
}

/** Equals `summarise` of the same borrowers. */
export function figuresOf({ borrowers, errors, shifted, reasonShifted, review, cells }: Figures): ComparisonFigures {
  return {
    summary: {
      borrowers,
      errors,
      shifted,
      reasonShifted,
      baseline: sideOf(cells, "baseline", review.baseline),
      candidate: sideOf(cells, "candidate", review.candidate),
    },
    migration: cells.map(migrationOf),
  };
}

/** The figures of several parts as those of the whole. */
export function sumOf(parts: readonly Figures[]): Figures {
  const total = (pick: (part: Figures) => number) => parts.reduce((sum, part) => sum + pick(part), 0);
  return {
    borrowers: total((part) => part.borrowers),
    errors: total((part) => part.errors),
    shifted: total((part) => part.shifted),
    reasonShifted: total((part) => part.reasonShifted),
    review: { baseline: total((part) => part.review.baseline), candidate: total((part) => part.review.candidate) },
    cells: DECISIONS.flatMap((baseline) =>
      DECISIONS.flatMap((candidate) => {
        const all = parts.flatMap(({ cells }) => cells.filter((cell) => cell.baseline === baseline && cell.candidate === candidate));
        return all.length === 0 ? [] : [all.reduce(cellSum)];
      }),
    ),
  };
}

function cellSum(a: CellFigures, b: CellFigures): CellFigures {
  return {
    baseline: a.baseline,
    candidate: a.candidate,
    borrowers: a.borrowers + b.borrowers,
    limitBaseline: a.limitBaseline + b.limitBaseline,
    limitCandidate: a.limitCandidate + b.limitCandidate,
    availableBaseline: a.availableBaseline + b.availableBaseline,
    availableCandidate: a.availableCandidate + b.availableCandidate,
  };
}

function sideOf(cells: readonly CellFigures[], side: "baseline" | "candidate", review: number): SideSummary {
  const decisions = Object.fromEntries(DECISIONS.map((decision) => [decision, 0])) as Record<Decision, number>;
  for (const cell of cells) decisions[cell[side]] += cell.borrowers;
  const sum = (key: keyof CellFigures) => money(cells.reduce((total, cell) => total + (cell[key] as bigint), 0n));
  const [limit, available] =
    side === "baseline" ? (["limitBaseline", "availableBaseline"] as const) : (["limitCandidate", "availableCandidate"] as const);
  return { limit: sum(limit), available: sum(available), decisions, review };
}

function migrationOf({ baseline, candidate, borrowers, ...sums }: CellFigures): MigrationCell {
  return {
    baseline,
    candidate,
    borrowers,
    limitBaseline: money(sums.limitBaseline),
    limitCandidate: money(sums.limitCandidate),
    availableBaseline: money(sums.availableBaseline),
    availableCandidate: money(sums.availableCandidate),
  };
}

function money(hundredths: bigint): number {
  return fromHundredths(Number(hundredths));
}
