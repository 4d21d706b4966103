/** The aggregates that every engine must agree on, in one plain shape, and each engine's way to it. */
import type { MigrationCell } from "#rules/compare";
import { type AggregateRow, type Figures, readSum } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";

export interface Agreed {
  readonly borrowers: number;
  readonly errors: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly review: readonly [baseline: number, candidate: number];
  /** With borrowers, in the order of decisions; money in currency. */
  readonly cells: readonly (readonly [
    baseline: Decision,
    candidate: Decision,
    borrowers: number,
    limitBaseline: number,
    limitCandidate: number,
    availableBaseline: number,
    availableCandidate: number,
  ])[];
}

export function ofKernels(figures: Figures): Agreed {
  const { borrowers, errors, shifted, reasonShifted, review } = figures;
  const money = (sum: bigint) => fromHundredths(Number(sum));
  const cells = figures.cells.map(
    (cell) =>
      [
        cell.baseline,
        cell.candidate,
        cell.borrowers,
        money(cell.limitBaseline),
        money(cell.limitCandidate),
        money(cell.availableBaseline),
        money(cell.availableCandidate),
      ] as const,
  );
  return { borrowers, errors, shifted, reasonShifted, review: [review.baseline, review.candidate], cells };
}

/** The figures of parts of the rows as those of all. */
export function sumOfKernels(parts: readonly Figures[]): Agreed {
  const sum = (of: (part: Figures) => number) => parts.reduce((total, part) => total + of(part), 0);
  const cells = DECISIONS.flatMap((baseline) =>
    DECISIONS.flatMap((candidate) => {
      const same = parts.flatMap((part) => part.cells.filter((cell) => cell.baseline === baseline && cell.candidate === candidate));
      const money = (key: "limitBaseline" | "limitCandidate" | "availableBaseline" | "availableCandidate") =>
        same.reduce((total, cell) => total + cell[key], 0n);
      const borrowers = same.reduce((total, cell) => total + cell.borrowers, 0);
      return borrowers === 0
        ? []
        : [
            {
              baseline,
              candidate,
              borrowers,
              limitBaseline: money("limitBaseline"),
              limitCandidate: money("limitCandidate"),
              availableBaseline: money("availableBaseline"),
              availableCandidate: money("availableCandidate"),
            },
          ];
    }),
  );
  return ofKernels({
    borrowers: sum((part) => part.borrowers),
    errors: sum((part) => part.errors),
    shifted: sum((part) => part.shifted),
    reasonShifted: sum((part) => part.reasonShifted),
    review: { baseline: sum((part) => part.review.baseline), candidate: sum((part) => part.review.candidate) },
    cells,
  });
}

/** Of a comparison by hand (`ComparisonTally`) or a backtest. */
export function ofSummary(
  summary: Pick<Agreed, "borrowers" | "errors" | "shifted" | "reasonShifted"> & {
    readonly baseline: { readonly review: number };
    readonly candidate: { readonly review: number };
  },
  migration: readonly MigrationCell[],
): Agreed {
  const { borrowers, errors, shifted, reasonShifted, baseline, candidate } = summary;
  const cells = migration.flatMap((cell) =>
    cell.borrowers === 0
      ? []
      : [
          [
            cell.baseline,
            cell.candidate,
            cell.borrowers,
            cell.limitBaseline,
            cell.limitCandidate,
            cell.availableBaseline,
            cell.availableCandidate,
          ] as const,
        ],
  );
  return { borrowers, errors, shifted, reasonShifted, review: [baseline.review, candidate.review], cells };
}

/** Of the groups that `aggregateSql` gives. */
export function ofSql(rows: readonly AggregateRow[]): Agreed {
  const isValid = (row: AggregateRow) => Number(row.error_0) === 0 && Number(row.error_1) === 0;
  const valid = rows.filter(isValid);
  const sum = (list: readonly AggregateRow[], key: keyof AggregateRow) => list.reduce((total, row) => total + Number(row[key]), 0);
  const cells = valid
    .toSorted((a, b) => Number(a.decision_0) - Number(b.decision_0) || Number(a.decision_1) - Number(b.decision_1))
    .map((row) => {
      const money = (text: string) => fromHundredths(Number(readSum(text)));
      const [baseline, candidate] = [DECISIONS[Number(row.decision_0)] as Decision, DECISIONS[Number(row.decision_1)] as Decision];
      const limits = [money(row.sum_limit_0), money(row.sum_limit_1)] as const;
      return [baseline, candidate, Number(row.borrowers), ...limits, money(row.sum_available_0), money(row.sum_available_1)] as const;
    });
  return {
    borrowers: sum(rows, "borrowers"),
    errors: sum(rows, "borrowers") - sum(valid, "borrowers"),
    shifted: sum(valid, "sum_shifted"),
    reasonShifted: sum(valid, "sum_reason_shifted"),
    review: [sum(valid, "sum_review_0"), sum(valid, "sum_review_1")],
    cells,
  };
}

/** Equal texts for equal aggregates. */
export function textOf(agreed: Agreed): string {
  return JSON.stringify(agreed);
}
