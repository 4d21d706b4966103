/** What evaluates a batch. The referee's way stands here: json-rules-engine, row by row, for when one wants to see it decide. */
import { ColumnEvaluator, compile, loadKernels, type OutcomeColumns, type Program, type RawBatch, type RejectedRow } from "#rules/compile";
import { createEvaluator, type Evaluation, type Evaluator } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { createDuckdbEvaluator } from "./duckdb-evaluator.ts";
import { factsAt, OutcomeMemory } from "./outcome-memory.ts";
import type { FileEngine } from "./types.ts";

export interface BatchEvaluator {
  readonly program: Program;
  /** Gives back what it holds beside memory. */
  close?(): void;
  /** Every row's outcome under each version, and the rows that have none under one of them, in their order. Views, valid until the next call. */
  evaluate(batch: RawBatch): Promise<{ readonly rejected: readonly RejectedRow[]; readonly outcomes: readonly OutcomeColumns[] }>;
}

export interface Version {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
}

type Create = (versions: readonly Version[], capacity: number) => Promise<BatchEvaluator>;

/** The engines that evaluate batches in worker threads. */
const EVALUATORS: Readonly<Record<FileEngine, Create>> = {
  kernels: createKernelEvaluator,
  duckdb: createDuckdbEvaluator,
  "json-rules-engine": async (versions, capacity) => new RefereeEvaluator(versions, capacity),
};

/** An evaluator of one or two versions for batches of at most `capacity` rows. */
export function createBatchEvaluator(engine: FileEngine, versions: readonly Version[], capacity: number): Promise<BatchEvaluator> {
  return EVALUATORS[engine](versions, capacity);
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
