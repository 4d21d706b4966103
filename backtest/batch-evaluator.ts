/** What evaluates a batch. The referee's way stands here: json-rules-engine, row by row, for when one wants to see it decide. */
import {
  ColumnEvaluator,
  compile,
  loadKernels,
  type Bits,
  type OutcomeColumns,
  type Program,
  type RawBatch,
  type RejectedRow,
} from "#rules/compile";
import { createEvaluator, DECISIONS, type Evaluation, type Evaluator, type Outcome } from "#rules/evaluate";
import { type Facts, type FactValue, toHundredths, type ValidPolicy } from "#rules/policy";
import { valueAt } from "#rules/portfolio";
import type { FileEngine } from "./types.ts";

export interface BatchEvaluator {
  readonly program: Program;
  /** Every row's outcome under each version, and the rows that have none under one of them, in their order. Views, valid until the next call. */
  evaluate(batch: RawBatch): Promise<{ readonly rejected: readonly RejectedRow[]; readonly outcomes: readonly OutcomeColumns[] }>;
}

export interface Version {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
}

type Create = (versions: readonly Version[], capacity: number) => Promise<BatchEvaluator>;

/** The engines that evaluate batches in worker threads. */
const EVALUATORS: Readonly<Partial<Record<FileEngine, Create>>> = {
  kernels: createKernelEvaluator,
  "json-rules-engine": async (versions, capacity) => new RefereeEvaluator(versions, capacity),
};

/** An evaluator of one or two versions for batches of at most `capacity` rows. */
export async function createBatchEvaluator(engine: FileEngine, versions: readonly Version[], capacity: number): Promise<BatchEvaluator> {
  const create = EVALUATORS[engine];
  if (create === undefined) throw new Error(`engine \`${engine}\` evaluates no batches`);
  return create(versions, capacity);
}

async function createKernelEvaluator(versions: readonly Version[], capacity: number): Promise<BatchEvaluator> {
  const program = compile(versions);
  const evaluator = new ColumnEvaluator(program, await loadKernels(), capacity);
  return {
    program,
    async evaluate(batch) {
      const rejected = evaluator.load(batch);
      evaluator.run();
      return { rejected, outcomes: versions.map((_, version) => evaluator.outcomes(version)) };
    },
  };
}

class RefereeEvaluator implements BatchEvaluator {
  readonly program: Program;
  private readonly evaluators: readonly Evaluator[];
  private readonly columns: readonly OutcomeMemory[];

  constructor(versions: readonly Version[], capacity: number) {
    this.program = compile(versions);
    this.evaluators = versions.map(({ policy, scenario }) => createEvaluator(policy, scenario));
    this.columns = this.program.versions.map((_, version) => new OutcomeMemory(this.program, version, capacity));
  }

  async evaluate(batch: RawBatch) {
    const rejected: RejectedRow[] = [];
    for (const columns of this.columns) columns.clear();
    for (let row = 0; row < batch.rows; row++) {
      const facts = factsAt(batch, row);
      const found: Evaluation[] = [];
      for (const evaluator of this.evaluators) found.push(await evaluator.evaluate(facts));
      const failed = found.findIndex(({ ok }) => !ok);
      if (failed >= 0) rejected.push(rejection(row, failed, found[failed] as Evaluation));
      else this.write(row, found);
    }
    return { rejected, outcomes: this.columns.map((columns) => columns.view(batch.rows)) };
  }

  private write(row: number, found: readonly Evaluation[]): void {
    for (const [version, one] of found.entries()) if (one.ok) this.columns[version]?.write(row, one.outcome);
  }
}

function rejection(row: number, version: number, evaluation: Evaluation): RejectedRow {
  return { row, side: version === 0 ? "baseline" : "candidate", errors: evaluation.ok ? [] : evaluation.errors };
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
    this.reasonCodes = new Map(program.reasons.map((code, i) => [code, i + 1]));
  }

  clear(): void {
    this.decision.fill(255);
    for (const bits of [this.valid, this.review, ...this.fired.values(), ...this.applied.values(), ...this.bound.values()]) bits.fill(0);
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

function mark(bits: Bits, row: number): void {
  bits[row >> 5] = (bits[row >> 5] as number) | (1 << (row & 31));
}
