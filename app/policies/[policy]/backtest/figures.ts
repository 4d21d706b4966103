/**
 * What a backtest says beyond its summary, computed from its aggregates: who is newly restricted or released, how
 * much of the open lines is drawn, how sure an observed rate is, how groups fare beside each other.
 */
import type { Change, ChangeAttribution, MeasureShares, MigrationCell, SideSummary } from "#rules/compare";
import { DECISIONS, type Decision } from "#rules/evaluate";
import { LEAST_GROUP } from "#rules/figures";
import { shortSigned } from "#rules/format";
import type { Backtest, BreakdownGroup, ChangeBin, ColumnProfile } from "#rules/portfolio";
import type { Bar } from "../../../_components/bar-histogram";
import { type Measure, type Treatments, treatmentOfPair } from "../../../_components/comparison/terms";
import { formatCompactMoney, formatSignedMoney } from "../../../_components/format";

export type SideName = "baseline" | "candidate";

export function treatmentsOfCells(cells: readonly MigrationCell[]): Treatments {
  const count = (treatment: "restricted" | "released") =>
    cells.filter((cell) => treatmentOfPair(cell) === treatment).reduce((sum, cell) => sum + cell.borrowers, 0);
  return { restricted: count("restricted"), released: count("released") };
}

/** Drawn share of the limits that are not frozen; a balance above its limit counts as the limit. Null where every line is frozen. */
export function openUtilisation(cells: readonly MigrationCell[], side: SideName): number | null {
  const open = cells.filter((cell) => cell[side] !== "freeze");
  const sum = (value: (cell: MigrationCell) => number) => open.reduce((total, cell) => total + value(cell), 0);
  const limit = sum((cell) => (side === "baseline" ? cell.limitBaseline : cell.limitCandidate));
  const available = sum((cell) => (side === "baseline" ? cell.availableBaseline : cell.availableCandidate));
  return limit <= 0 ? null : (limit - available) / limit;
}

/** Borrowers in the baseline's decision, from the matrix. */
export function decisionCounts(cells: readonly MigrationCell[], side: SideName): Record<Decision, number> {
  const counts = Object.fromEntries(DECISIONS.map((decision) => [decision, 0])) as Record<Decision, number>;
  for (const cell of cells) counts[cell[side]] += cell.borrowers;
  return counts;
}

// --- observed outcomes ---------------------------------------------------------------------------

/** Whether an observed column says yes or no, so that its mean is a rate. */
export function isBinary(column: ColumnProfile | undefined): boolean {
  if (column === undefined) return false;
  return column.type === "boolean" || (column.min === 0 && column.max === 1 && column.distinct === 2);
}

// --- breakdowns ----------------------------------------------------------------------------------

/** Share of a group that is not frozen, referred or decreased; null for an empty group. */
export function unrestrictedRate({ decisions }: SideSummary): number | null {
  const all = DECISIONS.reduce((sum, decision) => sum + decisions[decision], 0);
  return all === 0 ? null : (decisions.hold + decisions.maintain + decisions.increase) / all;
}

export interface Fairness {
  readonly rate: number | null;
  /** The rate over that of the group with the highest one. */
  readonly ratio: number | null;
}

/** Rates of one side group by group, each against the highest rate of a group of at least thirty borrowers. */
export function fairnessOf(groups: readonly BreakdownGroup[], side: SideName): Fairness[] {
  const rates = groups.map((group) => unrestrictedRate(group.summary[side]));
  const standard = Math.max(0, ...rates.filter((rate, i) => rate !== null && (groups[i]?.borrowers ?? 0) >= LEAST_GROUP).map(Number));
  return rates.map((rate) => ({ rate, ratio: rate === null || standard === 0 ? null : rate / standard }));
}

export interface DecisionShare {
  readonly decision: Decision;
  readonly borrowers: number;
  readonly share: number;
}

/** The decisions that occur, in order, with their shares. */
export function decisionShares({ decisions }: Pick<SideSummary, "decisions">): DecisionShare[] {
  const all = DECISIONS.reduce((sum, decision) => sum + decisions[decision], 0);
  return DECISIONS.filter((decision) => decisions[decision] > 0).map((decision) => ({
    decision,
    borrowers: decisions[decision],
    share: decisions[decision] / all,
  }));
}

/** Difference of two amounts, exact to the hundredth. */
export function shiftOf(before: number, after: number): number {
  return (Math.round(after * 100) - Math.round(before * 100)) / 100;
}

// --- what each change does -----------------------------------------------------------------------

export interface ChangeShares extends MeasureShares, Pick<ChangeAttribution, "touched"> {
  readonly change: Change;
}

/** Every change's part in the shift of one measure, the largest share first; null where the shift was not divided. */
export function changeShares({ changes, attribution }: Pick<Backtest, "changes" | "attribution">, measure: Measure): ChangeShares[] | null {
  if (attribution === undefined) return null;
  const found = new Map(attribution.map((one) => [one.change, one]));
  const lines = changes.flatMap((change) => {
    const one = found.get(change.id);
    return one === undefined ? [] : [{ change, touched: one.touched, ...one[measure] }];
  });
  return lines.sort((a, b) => Math.abs(b.share) - Math.abs(a.share) || b.touched - a.touched);
}

// --- distribution --------------------------------------------------------------------------------

/** Bins of limits that move, as bars; how many stay stands apart, since it would dwarf the rest. */
export function changeBars(bins: readonly ChangeBin[]): { bars: Bar[]; moving: number; staying: number } {
  const isStill = (bin: ChangeBin) => bin.sum === 0 && (bin.from ?? -1) <= 0 && (bin.to ?? 1) >= 0;
  const moved = bins.filter((bin) => !isStill(bin));
  const count = (some: readonly ChangeBin[]) => some.reduce((sum, bin) => sum + bin.borrowers, 0);
  const side = (fell: boolean) => trimmed(moved.filter((bin) => falls(bin) === fell));
  return { bars: [...side(true), ...side(false)].map(barOf), moving: count(moved), staying: count(bins.filter(isStill)) };
}

/** Without empty bins at either end. */
function trimmed(bins: readonly ChangeBin[]): readonly ChangeBin[] {
  const first = bins.findIndex((bin) => bin.borrowers > 0);
  const last = bins.findLastIndex((bin) => bin.borrowers > 0);
  return first < 0 ? [] : bins.slice(first, last + 1);
}

function falls(bin: ChangeBin): boolean {
  return bin.to !== null && bin.to <= 0;
}

function barOf(bin: ChangeBin): Bar {
  const tone = falls(bin) ? "down" : "up";
  const edge = tone === "down" ? bin.from : bin.to;
  return {
    key: `${bin.from}:${bin.to}`,
    label: edge === null ? (tone === "down" ? "less" : "more") : shortSigned(edge),
    words: `${rangeWords(bin)}, ${formatCompactMoney(bin.sum)} in all`,
    count: bin.borrowers,
    tone,
  };
}

function rangeWords({ from, to }: ChangeBin): string {
  if (from === null) return `below ${to === null ? "any" : formatSignedMoney(to)}`;
  return to === null ? `${formatSignedMoney(from)} or more` : `${formatSignedMoney(from)} to below ${formatSignedMoney(to)}`;
}
