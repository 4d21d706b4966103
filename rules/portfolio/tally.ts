/**
 * The figures of a backtest, added batch by batch out of outcome columns: migration cells, distribution of changes,
 * breakdowns, an outcome observed later. Exact, and the same for any order of batches and any number of tallies merged.
 */
import type { OutcomeColumns } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { ChangeLadder, type ChangeLadderState } from "./change-ladder.ts";
import { FIELD, type FigureLines, FigureTable, MOST_EXACT, WIDTH } from "./figure-table.ts";
import { type BreakdownSpec, type GroupKey, GroupLines, type GroupValues } from "./group-lines.ts";

const SIDES = DECISIONS.length;
/** An observed value is kept in whole numbers and 2^-32nds. */
export const OBSERVED_PARTS = 2 ** 32;

export interface TallyState {
  readonly cells: FigureLines;
  readonly ladder: ChangeLadderState;
  readonly breakdowns: readonly { readonly keys: readonly GroupKey[]; readonly wholeNumbers: boolean; readonly lines: FigureLines }[];
}

/** One batch to count: the same columns on both sides for a backtest of one version. */
export interface TallyBatch {
  readonly baseline: OutcomeColumns;
  readonly candidate: OutcomeColumns;
  /** NaN where not known. */
  readonly observed: Float64Array | null;
  /** By breakdown. */
  readonly groups: readonly GroupValues[];
}

export class Tally {
  /** Line: baseline decision × 6 + candidate decision. */
  readonly cells = new FigureTable(SIDES * SIDES);
  readonly ladder = new ChangeLadder();
  readonly breakdowns: readonly { readonly spec: BreakdownSpec; readonly lines: GroupLines; readonly table: FigureTable }[];
  private index = new Int32Array(0);
  private lines = new Int32Array(0);
  /** By row: 1 shifted, 2 other reasons only. */
  private flags = new Uint8Array(0);

  constructor(breakdowns: readonly BreakdownSpec[]) {
    this.breakdowns = breakdowns.map((spec) => ({ spec, lines: new GroupLines(spec), table: new FigureTable(1) }));
  }

  /** Adds the rows that have an outcome on both sides. */
  add(batch: TallyBatch): void {
    this.fit(batch.baseline.rows);
    const count = this.findValid(batch);
    const most = greatest(batch, this.index, count);
    const segment = Math.max(1, Math.min(count, Math.floor(MOST_EXACT / (2 * most))));
    for (let from = 0; from < count; from += segment) this.addRows(batch, from, Math.min(count, from + segment), most);
    this.breakdowns.forEach(({ lines, table }, i) => {
      lines.assign(batch.groups[i] as GroupValues, this.index, count, this.lines);
      table.grow(lines.keys.length);
      for (let from = 0; from < count; from += segment) this.addGroups(batch, table, from, Math.min(count, from + segment), most);
    });
  }

  private fit(rows: number): void {
    if (this.index.length >= rows) return;
    this.index = new Int32Array(rows);
    this.lines = new Int32Array(rows);
    this.flags = new Uint8Array(rows);
  }

  private findValid({ baseline, candidate }: TallyBatch): number {
    const { index } = this;
    const [a, b, rows] = [baseline.valid, candidate.valid, baseline.rows];
    let count = 0;
    for (let row = 0; row < rows; row++) {
      index[count] = row;
      count += (((a[row >> 5] as number) & (b[row >> 5] as number)) >>> (row & 31)) & 1;
    }
    return count;
  }

  private addRows({ baseline, candidate, observed }: TallyBatch, from: number, to: number, most: number): void {
    const { index, flags, cells, ladder } = this;
    cells.reserve(to - from, most);
    ladder.reserve(to - from, 2 * most);
    const one = baseline === candidate;
    const { doubles } = cells;
    const before = baseline.limitBefore;
    const [limitA, availableA, decisionA, reviewA] = [baseline.limitAfter, baseline.available, baseline.decision, baseline.review];
    const [limitB, availableB, decisionB, reviewB] = [candidate.limitAfter, candidate.available, candidate.decision, candidate.review];
    const [reasonsA, reasonsB] = [pairsOf(baseline.reasons), pairsOf(candidate.reasons)];
    let unchanged = 0;
    for (let k = from; k < to; k++) {
      const row = index[k] as number;
      const la = limitA[row] as number;
      const lb = limitB[row] as number;
      const aa = availableA[row] as number;
      const ab = availableB[row] as number;
      const da = decisionA[row] as number;
      const db = decisionB[row] as number;
      const same = la === lb && da === db;
      const shifted = same && (aa === ab || (Number.isNaN(aa) && Number.isNaN(ab))) ? 0 : 1;
      const reasonShifted = same && (reasonsA[2 * row] !== reasonsB[2 * row] || reasonsA[2 * row + 1] !== reasonsB[2 * row + 1]) ? 1 : 0;
      flags[row] = shifted | (reasonShifted << 1);
      const at = (da * SIDES + db) * WIDTH;
      const bit = row & 31;
      bump(doubles, at + FIELD.borrowers, 1);
      bump(doubles, at + FIELD.shifted, shifted);
      bump(doubles, at + FIELD.reasonShifted, reasonShifted);
      bump(doubles, at + FIELD.reviewBaseline, ((reviewA[row >> 5] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.reviewCandidate, ((reviewB[row >> 5] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.limitBefore, before[row] as number);
      bump(doubles, at + FIELD.limitBaseline, la);
      bump(doubles, at + FIELD.limitCandidate, lb);
      bump(doubles, at + FIELD.availableBaseline, Number.isNaN(aa) ? 0 : aa);
      bump(doubles, at + FIELD.availableCandidate, Number.isNaN(ab) ? 0 : ab);
      if (observed !== null) addObserved(doubles, at, observed[row] as number);
      const change = one ? la - (before[row] as number) : lb - la;
      if (change === 0) unchanged++;
      else ladder.add(change);
    }
    ladder.addUnchanged(unchanged);
  }

  private addGroups({ baseline, candidate, observed }: TallyBatch, table: FigureTable, from: number, to: number, most: number): void {
    table.reserve(to - from, most);
    const { index, lines, flags } = this;
    const { doubles } = table;
    const [limitA, availableA, decisionA, reviewA] = [baseline.limitAfter, baseline.available, baseline.decision, baseline.review];
    const [limitB, availableB, decisionB, reviewB] = [candidate.limitAfter, candidate.available, candidate.decision, candidate.review];
    for (let k = from; k < to; k++) {
      const row = index[k] as number;
      const at = (lines[row] as number) * WIDTH;
      const aa = availableA[row] as number;
      const ab = availableB[row] as number;
      const bit = row & 31;
      bump(doubles, at + FIELD.borrowers, 1);
      bump(doubles, at + FIELD.shifted, (flags[row] as number) & 1);
      bump(doubles, at + FIELD.reviewBaseline, ((reviewA[row >> 5] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.reviewCandidate, ((reviewB[row >> 5] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.limitBaseline, limitA[row] as number);
      bump(doubles, at + FIELD.limitCandidate, limitB[row] as number);
      bump(doubles, at + FIELD.availableBaseline, Number.isNaN(aa) ? 0 : aa);
      bump(doubles, at + FIELD.availableCandidate, Number.isNaN(ab) ? 0 : ab);
      bump(doubles, at + FIELD.decisionsBaseline + (decisionA[row] as number), 1);
      bump(doubles, at + FIELD.decisionsCandidate + (decisionB[row] as number), 1);
      if (observed !== null) addObserved(doubles, at, observed[row] as number);
    }
  }

  state(): TallyState {
    return {
      cells: this.cells.toLines(),
      ladder: this.ladder.state(),
      breakdowns: this.breakdowns.map(({ lines, table }) => ({
        keys: [...lines.keys],
        wholeNumbers: lines.wholeNumbers,
        lines: table.toLines(),
      })),
    };
  }

  /** Adds what another tally of the same breakdowns counted. */
  merge(state: TallyState): void {
    this.cells.add(state.cells);
    this.ladder.merge(state.ladder);
    this.breakdowns.forEach(({ lines, table }, i) => {
      const other = state.breakdowns[i];
      if (other === undefined) throw new Error("tallies of different breakdowns cannot be merged");
      lines.wholeNumbers &&= other.wholeNumbers;
      table.add(
        other.lines,
        other.keys.map((key) => lines.lineOfKey(key)),
      );
    });
  }
}

function bump(doubles: Float64Array, at: number, by: number): void {
  doubles[at] = (doubles[at] as number) + by;
}

function addObserved(doubles: Float64Array, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  const whole = Math.trunc(value);
  bump(doubles, at + FIELD.observed, 1);
  bump(doubles, at + FIELD.observedWhole, whole);
  bump(doubles, at + FIELD.observedParts, Math.round((value - whole) * OBSERVED_PARTS));
}

/** Four codes of 16 bits as two of 32: the same where all four are. */
function pairsOf(reasons: Uint16Array): Uint32Array {
  return new Uint32Array(reasons.buffer, reasons.byteOffset, reasons.length >> 1);
}

/** The greatest magnitude that is added for any row; at least 1. */
function greatest({ baseline, candidate, observed }: TallyBatch, index: Int32Array, count: number): number {
  let most = 1;
  const columns = [baseline.limitBefore, baseline.limitAfter, baseline.available];
  if (candidate !== baseline) columns.push(candidate.limitAfter, candidate.available);
  for (const column of columns) most = greatestOf(column, index, count, most);
  if (observed !== null) most = greatestObserved(observed, index, count, most);
  return most;
}

function greatestOf(column: Float64Array, index: Int32Array, count: number, least: number): number {
  let most = least;
  for (let k = 0; k < count; k++) {
    const value = Math.abs(column[index[k] as number] as number);
    if (value > most) most = value;
  }
  return most;
}

/** Fractions weigh up to 2^32 parts. */
function greatestObserved(observed: Float64Array, index: Int32Array, count: number, least: number): number {
  let most = least;
  for (let k = 0; k < count; k++) {
    const value = observed[index[k] as number] as number;
    const size = Number.isInteger(value) ? Math.abs(value) : Number.isNaN(value) ? 0 : Math.max(Math.abs(value), OBSERVED_PARTS);
    if (size > most) most = size;
  }
  return most;
}
