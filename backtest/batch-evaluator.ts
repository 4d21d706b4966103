/** What evaluates a batch; here, with the kernels. */
import {
  type Bits,
  ColumnEvaluator,
  type KernelSet,
  loadKernels,
  type NodeId,
  type OutcomeColumns,
  type Program,
  type RawBatch,
  type RejectedRow,
} from "#rules/compile";
import type { CountedRows } from "#rules/portfolio";
import { Spare } from "./spare.ts";

export interface BatchEvaluator {
  /** Gives back what it holds: it is at its end. */
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

const spareKernels = new Spare<KernelSet>(({ memory }) => memory.buffer.byteLength);

export async function createKernelEvaluator({ program, capacity, keepConditions }: EvaluatorOptions): Promise<BatchEvaluator> {
  const set = spareKernels.take() ?? (await loadKernels());
  const evaluator = new ColumnEvaluator(program, set, capacity, { keepConditions });
  return {
    close: () => spareKernels.give(set),
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
