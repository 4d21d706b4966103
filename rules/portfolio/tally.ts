/**
 * The figures of a backtest, added batch by batch out of outcome columns: migration cells, distribution of changes,
 * breakdowns, an outcome observed later. Exact, and the same for any order of batches and any number of tallies merged.
 */
import { areAllMarked, type Bits, type Figures, type OutcomeColumns } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { ChangeLadder, type ChangeLadderState } from "./change-ladder.ts";
import { FIELD, type FigureLines, FigureTable, MOST_EXACT, WIDTH } from "./figure-table.ts";
import { type BreakdownSpec, type GroupKey, GroupLines, type GroupValues } from "./group-lines.ts";

const SIDES = DECISIONS.length;
/** The line of the cells' table for what is counted over all cells together. */
export const OVERALL = SIDES * SIDES;
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
  /** What the evaluator has counted already; null where it counts nothing. */
  readonly counted: CountedRows | null;
}

/** The figures of a batch's rows, and which of them shift. */
export interface CountedRows {
  readonly figures: Figures;
  readonly shifted: Bits;
}

export class Tally {
  /** Line: baseline decision × 6 + candidate decision; the last is `OVERALL`. */
  readonly cells = new FigureTable(OVERALL + 1);
  readonly ladder = new ChangeLadder();
  readonly breakdowns: readonly { readonly spec: BreakdownSpec; readonly lines: GroupLines; readonly table: FigureTable }[];
  /** The rows that have an outcome on both sides. */
  private index = new Int32Array(0);
  private lines = new Int32Array(0);
  private shifted: Bits = new Uint32Array(0);
  /** The rows that shift. */
  private moved = new Int32Array(0);
  private changes = new Float64Array(0);

  constructor(breakdowns: readonly BreakdownSpec[]) {
    this.breakdowns = breakdowns.map((spec) => ({ spec, lines: new GroupLines(spec), table: new FigureTable(1) }));
  }

  /** Adds the rows that have an outcome on both sides. */
  add(batch: TallyBatch): void {
    this.fit(batch.baseline.rows);
    const count = this.findValid(batch);
    if (batch.counted === null) this.addRows(batch, count);
    else this.cells.addFigures(batch.counted.figures, OVERALL);
    this.addChanges(batch, count);
    if (batch.observed !== null) this.addObservedByCell(batch, batch.observed, count);
    if (this.breakdowns.length > 0) this.addBreakdowns(batch, count);
  }

  private fit(rows: number): void {
    if (this.index.length >= rows) return;
    this.index = new Int32Array(rows + 1);
    this.lines = new Int32Array(rows);
    this.moved = new Int32Array(rows);
    this.changes = new Float64Array(rows);
    this.shifted = new Uint32Array(Math.ceil(rows / 32));
  }

  private findValid({ baseline, candidate }: TallyBatch): number {
    const { index } = this;
    const [a, b, rows] = [baseline.valid, candidate.valid, baseline.rows];
    if (areAllMarked(a, rows) && areAllMarked(b, rows)) {
      for (let row = 0; row < rows; row++) index[row] = row;
      return rows;
    }
    let count = 0;
    for (let row = 0; row < rows; row++) {
      index[count] = row;
      count += (((a[row >> 5] as number) & (b[row >> 5] as number)) >>> (row & 31)) & 1;
    }
    return count;
  }

  /** Counts and sums by cell, row by row, and which rows shift. */
  private addRows({ baseline, candidate }: TallyBatch, count: number): void {
    const { index, cells, shifted } = this;
    shifted.fill(0);
    const most = greatest(outcomeMoney(baseline, candidate), index, count);
    const [limitA, availableA, decisionA, reviewA] = [baseline.limitAfter, baseline.available, baseline.decision, baseline.review];
    const [limitB, availableB, decisionB, reviewB] = [candidate.limitAfter, candidate.available, candidate.decision, candidate.review];
    const [reasonsA, reasonsB] = [pairsOf(baseline.reasons), pairsOf(candidate.reasons)];
    inSegments(count, most, (from, to) => {
      cells.reserve(to - from, most);
      const { doubles } = cells;
      for (let k = from; k < to; k++) {
        const row = index[k] as number;
        const la = limitA[row] as number;
        const lb = limitB[row] as number;
        const aa = availableA[row] as number;
        const ab = availableB[row] as number;
        const da = decisionA[row] as number;
        const db = decisionB[row] as number;
        const same = la === lb && da === db;
        const moved = same && (aa === ab || (Number.isNaN(aa) && Number.isNaN(ab))) ? 0 : 1;
        const told = same && (reasonsA[2 * row] !== reasonsB[2 * row] || reasonsA[2 * row + 1] !== reasonsB[2 * row + 1]) ? 1 : 0;
        const at = (da * SIDES + db) * WIDTH;
        const [word, bit] = [row >> 5, row & 31];
        shifted[word] = (shifted[word] as number) | (moved << bit);
        bump(doubles, at + FIELD.borrowers, 1);
        bump(doubles, at + FIELD.shifted, moved);
        bump(doubles, at + FIELD.reasonShifted, told);
        bump(doubles, at + FIELD.reviewBaseline, ((reviewA[word] as number) >>> bit) & 1);
        bump(doubles, at + FIELD.reviewCandidate, ((reviewB[word] as number) >>> bit) & 1);
        bump(doubles, at + FIELD.limitBaseline, la);
        bump(doubles, at + FIELD.limitCandidate, lb);
        bump(doubles, at + FIELD.availableBaseline, Number.isNaN(aa) ? 0 : aa);
        bump(doubles, at + FIELD.availableCandidate, Number.isNaN(ab) ? 0 : ab);
      }
    });
  }

  /** The sum of limits before, and the distribution of changes. */
  private addChanges({ baseline, candidate, counted }: TallyBatch, count: number): void {
    const { index, cells } = this;
    const before = baseline.limitBefore;
    const most = greatest([before], index, count);
    inSegments(count, most, (first, end) => {
      cells.reserve(end - first, most);
      bump(cells.doubles, OVERALL * WIDTH + FIELD.limitBefore, sumOf(before, index, first, end));
    });
    if (baseline === candidate) this.addDifferences(before, baseline.limitAfter, index, count);
    else {
      const { moved } = this;
      const shifted = counted === null ? count : rowsOf(counted.shifted, baseline.rows, moved);
      this.addDifferences(baseline.limitAfter, candidate.limitAfter, counted === null ? index : moved, shifted);
      this.ladder.addUnchanged(count - shifted);
    }
  }

  private addDifferences(from: Float64Array, to: Float64Array, rows: Int32Array, count: number): void {
    const { ladder, changes } = this;
    let most = 1;
    for (let k = 0; k < count; k++) {
      const row = rows[k] as number;
      const change = (to[row] as number) - (from[row] as number);
      changes[k] = change;
      if (change > most || -change > most) most = Math.abs(change);
    }
    inSegments(count, most, (first, end) => {
      ladder.reserve(end - first, most);
      ladder.add(changes, first, end);
    });
  }

  private addObservedByCell({ baseline, candidate }: TallyBatch, observed: Float64Array, count: number): void {
    const { index, cells } = this;
    const [decisionA, decisionB] = [baseline.decision, candidate.decision];
    const most = greatestObserved(observed, index, count);
    inSegments(count, most, (from, to) => {
      cells.reserve(to - from, most);
      for (let k = from; k < to; k++) {
        const row = index[k] as number;
        const line = (decisionA[row] as number) * SIDES + (decisionB[row] as number);
        addObserved(cells.doubles, line * WIDTH, observed[row] as number);
      }
    });
  }

  private addBreakdowns(batch: TallyBatch, count: number): void {
    const { index, lines: lineOf } = this;
    const { baseline, candidate, observed, counted } = batch;
    const seen = observed === null ? 1 : greatestObserved(observed, index, count);
    const most = Math.max(seen, greatest(outcomeMoney(baseline, candidate), index, count));
    const shifted = counted?.shifted ?? this.shifted;
    this.breakdowns.forEach(({ lines, table }, i) => {
      lines.assign(batch.groups[i] as GroupValues, index, count, lineOf);
      table.grow(lines.keys.length);
      inSegments(count, most, (from, to) => {
        table.reserve(to - from, most);
        this.addGroups(batch, shifted, table.doubles, from, to);
      });
    });
  }

  private addGroups({ baseline, candidate, observed }: TallyBatch, shifted: Bits, doubles: Float64Array, from: number, to: number): void {
    const { index, lines } = this;
    const [limitA, availableA, decisionA, reviewA] = [baseline.limitAfter, baseline.available, baseline.decision, baseline.review];
    const [limitB, availableB, decisionB, reviewB] = [candidate.limitAfter, candidate.available, candidate.decision, candidate.review];
    for (let k = from; k < to; k++) {
      const row = index[k] as number;
      const at = (lines[row] as number) * WIDTH;
      const aa = availableA[row] as number;
      const ab = availableB[row] as number;
      const [word, bit] = [row >> 5, row & 31];
      bump(doubles, at + FIELD.borrowers, 1);
      bump(doubles, at + FIELD.shifted, ((shifted[word] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.reviewBaseline, ((reviewA[word] as number) >>> bit) & 1);
      bump(doubles, at + FIELD.reviewCandidate, ((reviewB[word] as number) >>> bit) & 1);
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

/** Writes the rows whose bit is set; gives how many they are. */
function rowsOf(bits: Bits, rows: number, out: Int32Array): number {
  let count = 0;
  for (let w = 0; w << 5 < rows; w++)
    for (let word = bits[w] as number; word !== 0; word &= word - 1) out[count++] = (w << 5) + 31 - Math.clz32(word & -word);
  return count;
}

function sumOf(column: Float64Array, index: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += column[index[k] as number] as number;
  return sum;
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

/** Calls `add` with runs of rows so short that sums of values up to `most` stay exact. */
function inSegments(count: number, most: number, add: (from: number, to: number) => void): void {
  const segment = Math.max(1, Math.min(count, Math.floor(MOST_EXACT / most)));
  for (let from = 0; from < count; from += segment) add(from, Math.min(count, from + segment));
}

function outcomeMoney(baseline: OutcomeColumns, candidate: OutcomeColumns): Set<Float64Array> {
  return new Set([baseline.limitAfter, baseline.available, candidate.limitAfter, candidate.available]);
}

/** The greatest magnitude of any row; at least 1. */
function greatest(columns: Iterable<Float64Array>, index: Int32Array, count: number): number {
  let most = 1;
  for (const column of columns) {
    for (let k = 0; k < count; k++) {
      const value = Math.abs(column[index[k] as number] as number);
      if (value > most) most = value;
    }
  }
  return most;
}

/** Fractions weigh up to 2^32 parts. */
function greatestObserved(observed: Float64Array, index: Int32Array, count: number): number {
  let most = 1;
  for (let k = 0; k < count; k++) {
    const value = observed[index[k] as number] as number;
    const size = Number.isInteger(value) ? Math.abs(value) : Number.isNaN(value) ? 0 : Math.max(Math.abs(value), OBSERVED_PARTS);
    if (size > most) most = size;
  }
  return most;
}
