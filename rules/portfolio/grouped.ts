/**
 * A tally of figures that were grouped elsewhere, as a database does: cells of the migration, bins of changes, groups
 * of a breakdown. What `figuresOf` makes of it has the labels, ranges and order of every other backtest.
 */
import { DECISIONS, type Decision } from "#rules/evaluate";
import { FIELD, type FigureLines, WIDTH } from "./figure-table.ts";
import type { BreakdownSpec, GroupKey } from "./group-lines.ts";
import { OBSERVED_PARTS, Tally } from "./tally.ts";

const SIDES = DECISIONS.length;
const FIRST_SUM = FIELD.limitBefore;
const SUMS = FIELD.observedParts - FIRST_SUM + 1;

export interface GroupedSide {
  readonly limit: bigint;
  readonly available: bigint;
  readonly review: number;
}

/** Figures of some borrowers; money in whole hundredths. */
export interface GroupedFigures<S extends GroupedSide = GroupedSide> {
  readonly borrowers: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly limitBefore: bigint;
  readonly baseline: S;
  readonly candidate: S;
  /** Over the borrowers whose value is known. */
  readonly observed: { readonly borrowers: number; readonly sum: number };
}

export interface GroupedCell extends GroupedFigures {
  readonly decisions: { readonly baseline: Decision; readonly candidate: Decision };
}

/** `bin`: how many of `CHANGE_EDGES` the changes reach; `sum` in hundredths. */
export interface GroupedChange {
  readonly bin: number;
  readonly borrowers: number;
  readonly sum: bigint;
}

export interface GroupedBreakdown {
  readonly spec: BreakdownSpec;
  /** Whether every number is whole. */
  readonly wholeNumbers: boolean;
  /** A number's key is its bucket. */
  readonly groups: readonly {
    readonly key: GroupKey;
    readonly figures: GroupedFigures<GroupedSide & { readonly decisions: Readonly<Record<Decision, number>> }>;
  }[];
}

export function tallyOfGroups(given: {
  readonly cells: readonly GroupedCell[];
  readonly changes: readonly GroupedChange[];
  readonly breakdowns: readonly GroupedBreakdown[];
}): Tally {
  const tally = new Tally(given.breakdowns.map(({ spec }) => spec));
  const { ladder } = tally.state();
  const [counts, sums] = [ladder.counts.slice(), [...ladder.sums]];
  for (const { bin, borrowers, sum } of given.changes) {
    counts[bin] = (counts[bin] as number) + borrowers;
    sums[bin] = (sums[bin] as bigint) + sum;
  }
  tally.merge({
    cells: cellLines(given.cells),
    ladder: { counts, sums },
    breakdowns: given.breakdowns.map(({ groups, wholeNumbers }) => ({
      keys: groups.map(({ key }) => key),
      wholeNumbers,
      lines: groupLines(groups),
    })),
  });
  return tally;
}

function cellLines(cells: readonly GroupedCell[]): FigureLines {
  const lines = emptyLines(SIDES * SIDES);
  for (const cell of cells) {
    const { baseline, candidate } = cell.decisions;
    put(lines, DECISIONS.indexOf(baseline) * SIDES + DECISIONS.indexOf(candidate), cell);
  }
  return lines;
}

function groupLines(groups: GroupedBreakdown["groups"]): FigureLines {
  const lines = emptyLines(groups.length);
  groups.forEach(({ figures }, line) => {
    put(lines, line, figures);
    DECISIONS.forEach((decision, at) => {
      lines.counts[line * WIDTH + FIELD.decisionsBaseline + at] = figures.baseline.decisions[decision];
      lines.counts[line * WIDTH + FIELD.decisionsCandidate + at] = figures.candidate.decisions[decision];
    });
  });
  return lines;
}

interface Lines extends FigureLines {
  readonly sums: bigint[];
}

function emptyLines(lines: number): Lines {
  return { counts: new Float64Array(lines * WIDTH), sums: Array.from({ length: lines * SUMS }, () => 0n) };
}

function put({ counts, sums }: Lines, line: number, figures: GroupedFigures): void {
  const { borrowers, shifted, reasonShifted, limitBefore, baseline, candidate, observed } = figures;
  const count = (field: number, value: number) => {
    counts[line * WIDTH + field] = value;
  };
  const sum = (field: number, value: bigint) => {
    sums[line * SUMS + field - FIRST_SUM] = value;
  };
  const whole = Math.trunc(observed.sum);
  count(FIELD.borrowers, borrowers);
  count(FIELD.shifted, shifted);
  count(FIELD.reasonShifted, reasonShifted);
  count(FIELD.reviewBaseline, baseline.review);
  count(FIELD.reviewCandidate, candidate.review);
  count(FIELD.observed, observed.borrowers);
  sum(FIELD.limitBefore, limitBefore);
  sum(FIELD.limitBaseline, baseline.limit);
  sum(FIELD.limitCandidate, candidate.limit);
  sum(FIELD.availableBaseline, baseline.available);
  sum(FIELD.availableCandidate, candidate.available);
  sum(FIELD.observedWhole, BigInt(whole));
  sum(FIELD.observedParts, BigInt(Math.round((observed.sum - whole) * OBSERVED_PARTS)));
}
