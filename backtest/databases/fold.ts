/** The statement's groups → figures: sums of integers, whose order makes no difference. */
import { type AggregateRow, readSum, type RowError } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import type { DatabaseAggregates, DatabaseCell, DatabaseChange, DatabaseFigures, DatabaseObserved, DatabaseSide } from "./types.ts";

type Side = 0 | 1;

export function isValid(row: AggregateRow): boolean {
  return Number(row.error_0) === 0 && Number(row.error_1) === 0;
}

/** Figures of all groups together. */
export function figuresOf(rows: readonly AggregateRow[]): DatabaseFigures {
  const valid = rows.filter(isValid);
  const borrowers = count(rows, "borrowers");
  return {
    borrowers,
    errors: borrowers - count(valid, "borrowers"),
    shifted: count(valid, "sum_shifted"),
    reasonShifted: count(valid, "sum_reason_shifted"),
    limitBefore: total(valid, "sum_limit_before"),
    baseline: sideOf(valid, 0),
    candidate: sideOf(valid, 1),
    observed: observedOf(valid),
    migration: DECISIONS.flatMap((baseline) => DECISIONS.flatMap((candidate) => cellOf(valid, baseline, candidate))),
  };
}

/** Changes of limits by bin; `pair`: from baseline to candidate, else from before to after. */
export function changesOf(rows: readonly AggregateRow[], pair: boolean): readonly DatabaseChange[] {
  const valid = rows.filter(isValid);
  const bins = [...new Set(valid.map((row) => Number(row.change_bin)))].sort((a, b) => a - b);
  return bins.map((bin) => {
    const own = valid.filter((row) => Number(row.change_bin) === bin);
    const [from, to] = pair ? (["sum_limit_0", "sum_limit_1"] as const) : (["sum_limit_before", "sum_limit_0"] as const);
    return { bin, borrowers: count(own, "borrowers"), sum: total(own, to) - total(own, from) };
  });
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

function observedOf(rows: readonly AggregateRow[]): DatabaseObserved {
  return { borrowers: count(rows, "observed_count"), sum: count(rows, "observed_sum") };
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
      shifted: count(own, "sum_shifted"),
      reasonShifted: count(own, "sum_reason_shifted"),
      reviewBaseline: count(own, "sum_review_0"),
      reviewCandidate: count(own, "sum_review_1"),
      limitBefore: total(own, "sum_limit_before"),
      limitBaseline: total(own, "sum_limit_0"),
      limitCandidate: total(own, "sum_limit_1"),
      availableBaseline: total(own, "sum_available_0"),
      availableCandidate: total(own, "sum_available_1"),
      observed: observedOf(own),
    },
  ];
}
