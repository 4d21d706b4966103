/** Worker threads that share the batches of a run. Without threads the work is done where it is asked for. */
import { Worker } from "node:worker_threads";
import { type BatchDone, type BatchTask, BatchWork, type WorkFigures, type WorkPlan } from "./batch-work.ts";
import type { ToWorker } from "./worker.ts";

export interface Pool {
  /** Evaluates a batch. Which worker did it is `worker` of the answer. */
  run(task: BatchTask): Promise<BatchDone & { readonly worker: number }>;
  /** Every worker's figures; the pool is at its end. */
  finish(): Promise<readonly WorkFigures[]>;
  /** When nothing is evaluated any more. */
  close(): Promise<void>;
}

export async function openPool(plan: WorkPlan, threads: number): Promise<Pool> {
  return threads === 0 ? inlinePool(await BatchWork.create(plan)) : new ThreadPool(plan, threads);
}

function inlinePool(work: BatchWork): Pool {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const next = last.then(async () => ({ ...(await work.evaluate(task)), worker: 0 }));
      last = next.catch(() => {});
      return next;
    },
    finish: async () => [work.figures()],
    close: () => last.then(() => work.close()),
  };
}

/** The bundled worker: beside the bundle that this is in, or in `dist` of a checkout. */
function workerFile(): URL {
  const bundled = /\/dist\/[^/]+$/.test(import.meta.url);
  return new URL(bundled ? "./backtest-worker.mjs" : "../dist/backtest-worker.mjs", import.meta.url);
}

interface Waiting {
  readonly resolve: (done: unknown) => void;
  readonly reject: (error: unknown) => void;
}

class ThreadPool implements Pool {
  private readonly workers: readonly { readonly thread: Worker; readonly waiting: Waiting[] }[];

  constructor(plan: WorkPlan, threads: number) {
    this.workers = Array.from({ length: threads }, () => {
      const waiting: Waiting[] = [];
      const thread = new Worker(workerFile(), { workerData: plan });
      const fail = (error: unknown) => {
        for (const { reject } of waiting.splice(0)) reject(error);
      };
      thread.on("message", (answer: unknown) => waiting.shift()?.resolve(answer));
      thread.on("error", fail);
      thread.on("exit", (code) => fail(new Error(`a worker ended with code ${code}`)));
      return { thread, waiting };
    });
  }

  async run(task: BatchTask): Promise<BatchDone & { readonly worker: number }> {
    const worker = this.workers.reduce(
      (best, { waiting }, i) => (waiting.length < (this.workers[best]?.waiting.length ?? 0) ? i : best),
      0,
    );
    return { ...((await this.ask(worker, { kind: "batch", task })) as BatchDone), worker };
  }

  private ask(worker: number, message: ToWorker): Promise<unknown> {
    const { thread, waiting } = this.workers[worker] as (typeof this.workers)[number];
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      thread.postMessage(message);
    });
  }

  finish(): Promise<readonly WorkFigures[]> {
    return Promise.all(this.workers.map((_, i) => this.ask(i, { kind: "finish" }) as Promise<WorkFigures>));
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map(({ thread }) => thread.terminate()));
  }
}
