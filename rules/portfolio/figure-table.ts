/**
 * A table of exact sums: one line for each cell or group, one field for each figure. Whole numbers are added in
 * doubles and carried to bigints before they could leave 2^53, so that every sum is exact and the order of the rows,
 * of batches and of workers does not matter.
 */
import type { Figures } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";

/** Fields of a line. Money in hundredths; an observed value in whole parts and 2^-32nds. */
export const FIELD = {
  borrowers: 0,
  shifted: 1,
  reasonShifted: 2,
  reviewBaseline: 3,
  reviewCandidate: 4,
  observed: 5,
  limitBefore: 6,
  limitBaseline: 7,
  limitCandidate: 8,
  availableBaseline: 9,
  availableCandidate: 10,
  observedWhole: 11,
  observedParts: 12,
  /** Six each: borrowers by decision. */
  decisionsBaseline: 13,
  decisionsCandidate: 19,
} as const;
export type Field = keyof typeof FIELD;

const SIDES = DECISIONS.length;
export const WIDTH = 25;
const FIRST_CARRIED = FIELD.limitBefore;
const LAST_CARRIED = FIELD.observedParts;
const CARRIED = LAST_CARRIED - FIRST_CARRIED + 1;
/** Whole doubles are exact up to here. */
export const MOST_EXACT = 2 ** 53;

/** A table's figures as plain data, to send from a worker. */
export interface FigureLines {
  readonly counts: Float64Array;
  readonly sums: readonly bigint[];
}

export class FigureTable {
  /** `WIDTH` doubles a line: add to them, after `reserve`. */
  doubles: Float64Array;
  private readonly carried: bigint[] = [];
  /** No sum in `doubles` is greater. */
  private bound = 0;

  constructor(lines: number) {
    this.doubles = new Float64Array(lines * WIDTH);
    this.grow(lines);
  }

  get lines(): number {
    return this.carried.length / CARRIED;
  }

  /** Makes room for more lines, all zero. */
  grow(lines: number): void {
    while (this.carried.length < lines * CARRIED) this.carried.push(0n);
    if (this.doubles.length >= lines * WIDTH) return;
    const wider = new Float64Array(Math.max(lines, this.doubles.length / WIDTH) * 2 * WIDTH);
    wider.set(this.doubles);
    this.doubles = wider;
  }

  /** Carries what is there if `rows` additions of values up to `most` could make a sum inexact. */
  reserve(rows: number, most: number): void {
    if (this.bound + rows * most > MOST_EXACT) this.carry();
    this.bound += rows * most;
  }

  private carry(): void {
    for (let line = 0; line < this.lines; line++) {
      for (let k = 0; k < CARRIED; k++) {
        const at = line * WIDTH + FIRST_CARRIED + k;
        const sum = this.doubles[at] as number;
        if (sum === 0) continue;
        this.addSum(line, FIRST_CARRIED + k, BigInt(sum));
        this.doubles[at] = 0;
      }
    }
    this.bound = 0;
  }

  /** Adds a comparison's figures: its cells to the lines of their decisions, the counts of all cells together to the line `overall`. */
  addFigures({ cells, shifted, reasonShifted, review }: Figures, overall: number): void {
    const counts = { shifted, reasonShifted, reviewBaseline: review.baseline, reviewCandidate: review.candidate };
    for (const [field, count] of Object.entries(counts)) this.addCount(overall, FIELD[field as keyof typeof counts], count);
    for (const { baseline, candidate, borrowers, ...sums } of cells) {
      const line = DECISIONS.indexOf(baseline) * SIDES + DECISIONS.indexOf(candidate);
      this.addCount(line, FIELD.borrowers, borrowers);
      for (const [field, sum] of Object.entries(sums)) this.addSum(line, FIELD[field as keyof typeof sums], sum);
    }
  }

  private addCount(line: number, field: number, count: number): void {
    this.doubles[line * WIDTH + field] = this.count(line, field) + count;
  }

  private addSum(line: number, field: number, sum: bigint): void {
    const at = line * CARRIED + field - FIRST_CARRIED;
    this.carried[at] = (this.carried[at] as bigint) + sum;
  }

  count(line: number, field: number): number {
    return this.doubles[line * WIDTH + field] as number;
  }

  sum(line: number, field: number): bigint {
    this.carry();
    return this.carried[line * CARRIED + field - FIRST_CARRIED] as bigint;
  }

  toLines(): FigureLines {
    this.carry();
    return { counts: this.doubles.slice(0, this.lines * WIDTH), sums: [...this.carried] };
  }

  /** Adds lines of another table: its line i to line `places[i]`, or to line i. */
  add({ counts, sums }: FigureLines, places?: readonly number[]): void {
    this.carry();
    for (let from = 0; from < counts.length / WIDTH; from++) {
      const to = places === undefined ? from : (places[from] as number);
      this.grow(to + 1);
      for (let k = 0; k < WIDTH; k++) {
        if (k >= FIRST_CARRIED && k <= LAST_CARRIED) continue;
        this.addCount(to, k, counts[from * WIDTH + k] as number);
      }
      for (let k = 0; k < CARRIED; k++) this.addSum(to, FIRST_CARRIED + k, sums[from * CARRIED + k] as bigint);
    }
  }
}
