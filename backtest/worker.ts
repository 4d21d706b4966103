/** The worker thread of a run: evaluates the batches that it is sent, and gives its figures at the end. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type BatchDone, type BatchTask, BatchWork, type WorkPlan } from "./batch-work.ts";
import type { OutcomeRows } from "./outcome-rows.ts";

export type ToWorker = { readonly kind: "batch"; readonly task: BatchTask } | { readonly kind: "finish" };

if (parentPort !== null) await work(parentPort, workerData as WorkPlan);

async function work(port: MessagePort, plan: WorkPlan): Promise<void> {
  const work = await BatchWork.create(plan);
  let last = Promise.resolve();
  port.on("message", (message: ToWorker) => {
    last = last.then(async () => {
      if (message.kind === "finish") {
        const figures = work.figures();
        // Who has the figures ends this thread at once.
        work.close();
        port.postMessage(figures);
        port.close();
        return;
      }
      const done = await work.evaluate(message.task);
      port.postMessage(done, buffersOf(done));
    });
  });
}

/** What is handed over instead of copied. */
function buffersOf({ outcomes, chunks }: BatchDone): ArrayBuffer[] {
  const arrays = [
    ...(outcomes === null ? [] : arraysOf(outcomes)),
    ...(chunks?.chunks ?? []).flatMap(({ dictionary, data }) => [data, ...(dictionary === null ? [] : [dictionary])]),
  ];
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}

function arraysOf({ valid, limitBefore, versions }: OutcomeRows): { readonly buffer: ArrayBufferLike }[] {
  const each = versions.flatMap(({ limitAfter, available, decision, review, lists }) => [
    limitAfter,
    available,
    decision,
    review,
    ...Object.values(lists).map(({ codes }) => codes),
  ]);
  return [valid, limitBefore, ...each];
}
