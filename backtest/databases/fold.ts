/** The statement's groups → figures: sums of integers, whose order makes no difference. */
import { type AggregateRow, readSum, type RowError } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import type { DatabaseAggregates, DatabaseCell, DatabaseFigures, DatabaseSide } from "./types.ts";

type Side = 0 | 1;

/** Figures of all groups together. */
export function figuresOf(rows: readonly AggregateRow[]): DatabaseFigures {
  const valid = rows.filter((row) => Number(row.error_0) === 0 && Number(row.error_1) === 0);
  const borrowers = count(rows, "borrowers");
  return {
    borrowers,
    errors: borrowers - count(valid, "borrowers"),
    shifted: count(valid, "sum_shifted"),
    reasonShifted: count(valid, "sum_reason_shifted"),
    limitBefore: total(valid, "sum_limit_before"),
    baseline: sideOf(valid, 0),
    candidate: sideOf(valid, 1),
    migration: DECISIONS.flatMap((baseline) => DECISIONS.flatMap((candidate) => cellOf(valid, baseline, candidate))),
  };
}

/** Rows in error by side, code and fact. */
export function rejectedOf(rows: readonly AggregateRow[], errors: readonly RowError[]): DatabaseAggregates["rejected"] {
  const counted = new Map<string, DatabaseAggregates["rejected"][number]>();
  for (const row of rows) {
    const side = Number(row.error_0) > 0 ? ("baseline" as const) : ("candidate" as const);
    const number = Number(side === "baseline" ? row.error_0 : row.error_1);
    const error = errors[number - 1];
    if (error === undefined) continue;
    const key = `${side} ${number}`;
    counted.set(key, { side, ...error, rows: (counted.get(key)?.rows ?? 0) + Number(row.borrowers) });
  }
  return [...counted.values()].sort((a, b) => b.rows - a.rows || a.fact.localeCompare(b.fact, "en"));
}

type Counted = "borrowers" | "sum_shifted" | "sum_reason_shifted" | "sum_review_0" | "sum_review_1" | "observed_count" | "observed_sum";
type Summed = "sum_limit_before" | "sum_limit_0" | "sum_limit_1" | "sum_available_0" | "sum_available_1";

function count(rows: readonly AggregateRow[], name: Counted): number {
  return rows.reduce((sum, row) => sum + Number(row[name]), 0);
}

function total(rows: readonly AggregateRow[], name: Summed): bigint {
  return rows.reduce((sum, row) => sum + readSum(row[name]), 0n);
}

function sideOf(rows: readonly AggregateRow[], side: Side): DatabaseSide {
  const decided = (decision: Decision) => rows.filter((row) => Number(row[`decision_${side}`]) === DECISIONS.indexOf(decision));
  return {
    limit: total(rows, `sum_limit_${side}`),
    available: total(rows, `sum_available_${side}`),
    decisions: Object.fromEntries(DECISIONS.map((d) => [d, count(decided(d), "borrowers")])) as Record<Decision, number>,
    review: count(rows, `sum_review_${side}`),
  };
}

function cellOf(rows: readonly AggregateRow[], baseline: Decision, candidate: Decision): DatabaseCell[] {
  const own = rows.filter(
    (row) => Number(row.decision_0) === DECISIONS.indexOf(baseline) && Number(row.decision_1) === DECISIONS.indexOf(candidate),
  );
  if (own.length === 0) return [];
  return [
    {
      baseline,
      candidate,
      borrowers: count(own, "borrowers"),
      limitBaseline: total(own, "sum_limit_0"),
      limitCandidate: total(own, "sum_limit_1"),
      availableBaseline: total(own, "sum_available_0"),
      availableCandidate: total(own, "sum_available_1"),
      observed: { borrowers: count(own, "observed_count"), sum: count(own, "observed_sum") },
    },
  ];
}
