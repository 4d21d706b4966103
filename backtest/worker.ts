/** The worker thread of a run: evaluates the batches that it is sent, and gives its figures at the end. */
import { parentPort, workerData } from "node:worker_threads";
import { type BatchDone, type BatchTask, BatchWork, type WorkPlan } from "./batch-work.ts";

export type ToWorker = { readonly kind: "batch"; readonly task: BatchTask } | { readonly kind: "finish" };

if (parentPort !== null) await work(parentPort, workerData as WorkPlan);

async function work(port: NonNullable<typeof parentPort>, plan: WorkPlan): Promise<void> {
  const work = await BatchWork.create(plan);
  let last = Promise.resolve();
  port.on("message", (message: ToWorker) => {
    last = last.then(async () => {
      if (message.kind === "finish") {
        port.postMessage(work.figures());
        work.close();
        port.close();
        return;
      }
      const done = await work.evaluate(message.task);
      port.postMessage(done, buffersOf(done));
    });
  });
}

/** What is handed over instead of copied. */
function buffersOf({ outcomes }: BatchDone): ArrayBuffer[] {
  if (outcomes === null) return [];
  const arrays = outcomes.versions.flatMap(({ limitAfter, available, decision, review, lists }) => [
    limitAfter,
    available,
    decision,
    review,
    ...Object.values(lists).map(({ codes }) => codes),
  ]);
  return [outcomes.valid, outcomes.limitBefore, ...arrays].map(({ buffer }) => buffer as ArrayBuffer);
}
