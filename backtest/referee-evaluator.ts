/** Batches evaluated by json-rules-engine, row by row, for when one wants to see the referee decide. */
import type { RawBatch, RejectedRow } from "#rules/compile";
import { createEvaluator, type Evaluation, type Evaluator } from "#rules/evaluate";
import type { BatchEvaluator, BatchOutcomes, EvaluatorOptions } from "./batch-evaluator.ts";
import { factsAt, OutcomeMemory } from "./outcome-memory.ts";

export async function createRefereeEvaluator(options: EvaluatorOptions): Promise<BatchEvaluator> {
  return new RefereeEvaluator(options);
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
