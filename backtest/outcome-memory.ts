/** Outcome columns that are filled row by row. */
import { type Bits, mark, type OutcomeColumns, type Program, type RawBatch, unmark, valueAt } from "#rules/compile";
import { DECISIONS, type Outcome } from "#rules/evaluate";
import { type Facts, type FactValue, toHundredths } from "#rules/policy";

/** Money in hundredths; `available` NaN where absent; `decision` a place in `DECISIONS`. */
export interface OutcomePlaces {
  readonly limitBefore: number;
  readonly limitAfter: number;
  readonly available: number;
  readonly decision: number;
  readonly review: boolean;
  readonly fired: readonly number[];
  readonly applied: readonly number[];
  readonly bound: readonly number[];
  readonly reasons: readonly number[];
}

/** A row's facts as JSON. */
export function factsAt({ columns }: RawBatch, row: number): Facts {
  const facts: Record<string, FactValue> = {};
  for (const [fact, column] of columns) {
    const value = valueAt(column, row);
    if (value !== undefined) facts[fact] = value;
  }
  return facts;
}

/** Outcome columns filled row by row. */
export class OutcomeMemory {
  readonly valid: Bits;
  private readonly limitBefore: Float64Array;
  private readonly limitAfter: Float64Array;
  private readonly available: Float64Array;
  private readonly decision: Uint8Array;
  private readonly review: Bits;
  private readonly fired: Named;
  private readonly applied: Named;
  private readonly bound: Named;
  private readonly firedAt: readonly Bits[];
  private readonly appliedAt: readonly Bits[];
  private readonly boundAt: readonly Bits[];
  private readonly reasons: Uint16Array;
  private readonly reasonCodes: ReadonlyMap<string, number>;

  constructor(program: Program, version: number, capacity: number) {
    const { rules = [], guardrails = [] } = program.versions[version] ?? {};
    const words = Math.ceil(capacity / 32);
    this.valid = new Uint32Array(words);
    this.review = new Uint32Array(words);
    this.limitBefore = new Float64Array(capacity);
    this.limitAfter = new Float64Array(capacity);
    this.available = new Float64Array(capacity);
    this.decision = new Uint8Array(capacity);
    this.reasons = new Uint16Array(4 * capacity);
    this.fired = namedBits(rules, words);
    this.applied = namedBits(rules, words);
    this.bound = namedBits(guardrails, words);
    this.firedAt = [...this.fired.values()];
    this.appliedAt = [...this.applied.values()];
    this.boundAt = [...this.bound.values()];
    this.reasonCodes = new Map(program.reasons.map((code, i) => [code, i + 1]));
  }

  clear(): void {
    this.decision.fill(255);
    for (const bits of [this.valid, this.review, ...this.fired.values(), ...this.applied.values(), ...this.bound.values()]) bits.fill(0);
  }

  /** Makes a row one without an outcome. */
  clearRow(row: number): void {
    this.decision[row] = 255;
    for (const bits of [this.valid, this.review, ...this.fired.values(), ...this.applied.values(), ...this.bound.values()])
      unmark(bits, row);
  }

  /** Writes an outcome whose rules and guardrails are places in the program, and whose reasons are codes from 1; 0 is none. */
  writePlaces(row: number, outcome: OutcomePlaces): void {
    mark(this.valid, row);
    if (outcome.review) mark(this.review, row);
    this.limitBefore[row] = outcome.limitBefore;
    this.limitAfter[row] = outcome.limitAfter;
    this.available[row] = outcome.available;
    this.decision[row] = outcome.decision;
    for (const place of outcome.fired) mark(this.firedAt[place] as Bits, row);
    for (const place of outcome.applied) mark(this.appliedAt[place] as Bits, row);
    for (const place of outcome.bound) mark(this.boundAt[place] as Bits, row);
    for (let i = 0; i < 4; i++) this.reasons[4 * row + i] = outcome.reasons[i] ?? 0;
  }

  write(row: number, outcome: Outcome): void {
    mark(this.valid, row);
    if (outcome.review) mark(this.review, row);
    this.limitBefore[row] = toHundredths(outcome.limitBefore);
    this.limitAfter[row] = toHundredths(outcome.limitAfter);
    this.available[row] = outcome.available === undefined ? Number.NaN : toHundredths(outcome.available);
    this.decision[row] = DECISIONS.indexOf(outcome.decision);
    for (const name of outcome.fired) mark(this.fired.get(name) as Bits, row);
    for (const name of outcome.applied) mark(this.applied.get(name) as Bits, row);
    for (const name of outcome.bound) mark(this.bound.get(name) as Bits, row);
    for (let i = 0; i < 4; i++) this.reasons[4 * row + i] = this.reasonCodes.get(outcome.reasons[i] ?? "") ?? 0;
  }

  view(rows: number): OutcomeColumns {
    const { valid, review, limitBefore, limitAfter, available, decision, reasons } = this;
    return {
      rows,
      valid,
      limitBefore,
      limitAfter,
      available,
      decision,
      review,
      fired: [...this.fired.values()],
      applied: [...this.applied.values()],
      bound: [...this.bound.values()],
      reasons,
    };
  }
}

type Named = ReadonlyMap<string, Bits>;

function namedBits(list: readonly { readonly name: string }[], words: number): Named {
  return new Map(list.map(({ name }) => [name, new Uint32Array(words)]));
}
