/**
 * The kernels on two worker threads: the borrowers stand in shared memory, each thread holds half of them in columns of its own.
 * The speed-up is the wall time of both halves one after the other against both at once, in turns.
 */
import { Worker } from "node:worker_threads";
import type { Figures } from "#rules/compile";
import type { BenchCase } from "../cases.ts";
import { sumOfKernels } from "../figures.ts";
import { COMPARED_MS, measure, median, type Sample, timed } from "../measure.ts";
import { batchOf, sliceOf } from "../population.ts";
import type { Answer, Job } from "./engine.ts";
import type { ThreadData } from "./kernel-thread.ts";

const THREADS = 2;

export async function measureKernelThreads(bench: BenchCase, { rows, case: name }: Job): Promise<Answer> {
  const batch = batchOf(bench.population(), rows, 0, true);
  const ends = Array.from({ length: THREADS + 1 }, (_, i) => Math.floor((rows * i) / THREADS));
  const threads = ends.slice(1).map((end, i) => new Thread({ case: name, batch: sliceOf(batch, ends[i] as number, end) }));
  let figures: Figures[] = [];
  const together = async () => {
    figures = await Promise.all(threads.map((thread) => thread.run()));
  };
  const inTurn = async () => {
    for (const thread of threads) await thread.run();
  };
  try {
    const samples = [...(await measure(together, { samples: 1 }))];
    const repeats = Math.max(1, Math.ceil(60e6 / (samples[0] as Sample).wall));
    const alone: Sample[] = [];
    const enough = performance.now() + COMPARED_MS;
    do {
      alone.push(await timed(inTurn, repeats));
      samples.push(await timed(together, repeats));
    } while (performance.now() < enough);
    const walls = (list: readonly Sample[]) => list.map(({ wall }) => wall);
    const best = Math.min(...walls(alone)) / Math.min(...walls(samples));
    const more = { speedUp: median(walls(alone)) / median(walls(samples)), bestSpeedUp: best };
    return { rows, samples, agreed: sumOfKernels(figures), more };
  } finally {
    for (const thread of threads) thread.end();
  }
}

class Thread {
  private readonly worker: Worker;

  constructor(data: ThreadData) {
    this.worker = new Worker(new URL("./bench-thread.mjs", import.meta.url), { workerData: data });
  }

  run(): Promise<Figures> {
    return new Promise((resolve, reject) => {
      this.worker.once("error", reject);
      this.worker.once("message", (figures: Figures) => {
        this.worker.off("error", reject);
        resolve(figures);
      });
      this.worker.postMessage("run");
    });
  }

  end(): void {
    void this.worker.terminate();
  }
}
