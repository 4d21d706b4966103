/** What evaluates a batch. The referee's way stands here: json-rules-engine, row by row, for when one wants to see it decide. */
import {
  type Bits,
  ColumnEvaluator,
  loadKernels,
  type NodeId,
  type OutcomeColumns,
  type Program,
  type RawBatch,
  type RejectedRow,
} from "#rules/compile";
import { createEvaluator, type Evaluation, type Evaluator } from "#rules/evaluate";
import type { CountedRows } from "#rules/portfolio";
import { createDuckdbEvaluator } from "./duckdb-evaluator.ts";
import { factsAt, OutcomeMemory } from "./outcome-memory.ts";
import type { FileEngine } from "./types.ts";

export interface BatchEvaluator {
  /** Gives back what it holds beside memory. */
  close?(): void;
  /** Views, valid until the next call. */
  evaluate(batch: RawBatch): Promise<BatchOutcomes>;
}

export interface BatchOutcomes {
  /** The rows without an outcome under one of the versions, in their order. */
  readonly rejected: readonly RejectedRow[];
  /** Every row's outcome, by version. */
  readonly outcomes: readonly OutcomeColumns[];
  /** Null where the evaluator does not count. */
  readonly counted: CountedRows | null;
  /** The rows where a condition holds; null where the evaluator does not keep them. */
  conditionRows(condition: NodeId): Bits | null;
}

export interface EvaluatorOptions {
  readonly program: Program;
  /** Rows of a batch at most. */
  readonly capacity: number;
  /** Whether `conditionRows` will be asked for. */
  readonly keepConditions: boolean;
}

type Create = (options: EvaluatorOptions) => Promise<BatchEvaluator>;

/** The engines that evaluate batches in worker threads. */
const EVALUATORS: Readonly<Record<FileEngine, Create>> = {
  kernels: createKernelEvaluator,
  duckdb: createDuckdbEvaluator,
  "json-rules-engine": async (options) => new RefereeEvaluator(options),
};

export function createBatchEvaluator(engine: FileEngine, options: EvaluatorOptions): Promise<BatchEvaluator> {
  return EVALUATORS[engine](options);
}

async function createKernelEvaluator({ program, capacity, keepConditions }: EvaluatorOptions): Promise<BatchEvaluator> {
  const evaluator = new ColumnEvaluator(program, await loadKernels(), capacity, { keepConditions });
  return {
    async evaluate(batch) {
      const rejected = evaluator.load(batch);
      evaluator.run();
      return {
        rejected,
        outcomes: program.versions.map((_, version) => evaluator.outcomes(version)),
        counted: { figures: evaluator.figures(), shifted: evaluator.shiftedRows },
        conditionRows: (condition) => evaluator.conditionRows(condition),
      };
    },
  };
}

class RefereeEvaluator implements BatchEvaluator {
  private readonly evaluators: readonly Evaluator[];
  private readonly columns: readonly OutcomeMemory[];

  constructor({ program, capacity }: EvaluatorOptions) {
    this.evaluators = program.versions.map(({ policy, scenario }) => createEvaluator(policy, scenario));
    this.columns = program.versions.map((_, version) => new OutcomeMemory(program, version, capacity));
  }

  async evaluate(batch: RawBatch): Promise<BatchOutcomes> {
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
    return { rejected, outcomes: this.columns.map((columns) => columns.view(batch.rows)), counted: null, conditionRows: () => null };
  }

  private write(row: number, found: readonly Evaluation[]): void {
    for (const [version, one] of found.entries()) if (one.ok) this.columns[version]?.write(row, one.outcome);
  }
}

function rejection(row: number, version: number, evaluation: Evaluation): RejectedRow {
  return { row, side: version === 0 ? "baseline" : "candidate", errors: evaluation.ok ? [] : evaluation.errors };
}
