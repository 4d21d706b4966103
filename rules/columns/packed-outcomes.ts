/**
 * The outcomes of many borrowers in few bytes, fit to be handed from a worker to a page: money in columns, and all else as a number into a
 * list of the kinds of outcome that occur, which are few. Law: an unpacked outcome equals `outcomeAt`.
 */
import { type Bits, isMarked, type OutcomeColumns, type Program, type VersionProgram } from "#rules/compile";
import { DECISIONS, type Decision, type Outcome } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";

/** All of an outcome but its money. */
export type OutcomeKind = Omit<Outcome, "limitBefore" | "limitAfter" | "available">;

export interface PackedOutcomes {
  /** Money in hundredths. */
  readonly limitBefore: Float64Array;
  readonly limitAfter: Float64Array;
  /** NaN: absent. */
  readonly available: Float64Array;
  /** By row: index in `kinds`. */
  readonly kind: Int32Array;
  /** Null for rows without an outcome. */
  readonly kinds: readonly (OutcomeKind | null)[];
}

/** Copies the outcomes of a version of the program out of the evaluator's memory. */
export function packOutcomes(columns: OutcomeColumns, program: Program, version: number): PackedOutcomes {
  const { classes, firsts } = partition(columns, program.reasons.length);
  const { rules, guardrails } = program.versions[version] as VersionProgram;
  const named = (list: readonly { readonly name: string }[], bits: readonly Bits[], row: number) =>
    list.flatMap(({ name }, i) => (isMarked(bits[i] as Bits, row) ? [name] : []));
  const kindOf = (row: number): OutcomeKind | null => {
    if (!isMarked(columns.valid, row)) return null;
    const codes = columns.reasons.subarray(row * REASONS, (row + 1) * REASONS);
    return {
      decision: DECISIONS[columns.decision[row] as number] as Decision,
      fired: named(rules, columns.fired, row),
      applied: named(rules, columns.applied, row),
      bound: named(guardrails, columns.bound, row),
      reasons: Array.from(codes).flatMap((code) => program.reasons[code - 1] ?? []),
      review: isMarked(columns.review, row),
    };
  };
  return {
    limitBefore: columns.limitBefore.slice(),
    limitAfter: columns.limitAfter.slice(),
    available: columns.available.slice(),
    kind: classes,
    kinds: firsts.map(kindOf),
  };
}

/** One row's outcome; null where it has none. Outcomes of one kind share their lists. */
export function unpackOutcome({ limitBefore, limitAfter, available, kind, kinds }: PackedOutcomes, row: number): Outcome | null {
  const found = kinds[kind[row] as number];
  if (found === null || found === undefined) return null;
  const { decision, fired, applied, bound, reasons, review } = found;
  const left = available[row] as number;
  return {
    limitBefore: fromHundredths(limitBefore[row] as number),
    limitAfter: fromHundredths(limitAfter[row] as number),
    ...(Number.isNaN(left) ? {} : { available: fromHundredths(left) }),
    decision,
    fired,
    applied,
    bound,
    reasons,
    review,
  };
}

interface Partition {
  /** By row. */
  readonly classes: Int32Array;
  /** By class: a row of it. */
  readonly firsts: readonly number[];
}

const REASONS = 4;

/** Rows that are alike in everything but money, by splitting classes at one column after the other. */
function partition({ rows, valid, review, fired, applied, bound, decision, reasons }: OutcomeColumns, reasonCodes: number): Partition {
  const classes = new Int32Array(rows);
  // The code of a rejected row is beyond all decisions.
  const decisions = decision.map((code) => Math.min(code, DECISIONS.length));
  let count = 1;
  for (const bits of [valid, review, ...fired, ...applied, ...bound]) count = splitByBits(classes, count, bits);
  count = splitByCodes(classes, count, decisions, { size: DECISIONS.length + 1, stride: 1, offset: 0 });
  for (let place = 0; place < REASONS; place++)
    count = splitByCodes(classes, count, reasons, { size: reasonCodes + 1, stride: REASONS, offset: place });
  const firsts = new Array<number>(count).fill(-1);
  for (let row = rows - 1; row >= 0; row--) firsts[classes[row] as number] = row;
  return { classes, firsts: firsts.filter((row) => row >= 0) };
}

function splitByBits(classes: Int32Array, count: number, bits: Bits): number {
  const numbers = new Int32Array(count * 2).fill(-1);
  let next = 0;
  for (let row = 0; row < classes.length; row++) {
    const key = (classes[row] as number) * 2 + (((bits[row >> 5] as number) >>> (row & 31)) & 1);
    if (numbers[key] === -1) numbers[key] = next++;
    classes[row] = numbers[key] as number;
  }
  return next;
}

interface Codes {
  /** Every code is below it. */
  readonly size: number;
  readonly stride: number;
  readonly offset: number;
}

function splitByCodes(classes: Int32Array, count: number, codes: Uint8Array | Uint16Array, { size, stride, offset }: Codes): number {
  const numbers = new Int32Array(count * size).fill(-1);
  let next = 0;
  for (let row = 0; row < classes.length; row++) {
    const key = (classes[row] as number) * size + (codes[row * stride + offset] as number);
    if (numbers[key] === -1) numbers[key] = next++;
    classes[row] = numbers[key] as number;
  }
  return next;
}
