/** The program of a worker thread: a columnar evaluator over its share of the borrowers, run whenever it is told to. */
import { parentPort, workerData } from "node:worker_threads";
import { ColumnEvaluator, compile, loadKernels, type RawBatch } from "#rules/compile";
import { caseOf, versionsOf } from "../cases.ts";

export interface ThreadData {
  readonly case: string;
  /** Views into shared memory. */
  readonly batch: RawBatch;
}

if (parentPort !== null) await work(parentPort, workerData as ThreadData);

async function work(port: NonNullable<typeof parentPort>, { case: name, batch }: ThreadData): Promise<void> {
  const evaluator = new ColumnEvaluator(compile(versionsOf(caseOf(name))), await loadKernels({ shared: true }), batch.rows);
  evaluator.load(batch);
  port.on("message", () => {
    port.postMessage(evaluator.pass());
  });
}
