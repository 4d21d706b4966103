/** The worker thread of a run with the kernels that divides no shift: all that it loads is what that takes, so that it starts in a third of the time. */
import { parentPort, workerData } from "node:worker_threads";
import { createKernelEvaluator } from "./batch-evaluator.ts";
import type { WorkPlan } from "./batch-work.ts";
import { work } from "./worker-loop.ts";

const KERNELS_ALONE = {
  evaluators: { kernels: createKernelEvaluator },
  createAttributor: () => Promise.reject(new Error("this worker divides no shift")),
};

if (parentPort !== null) await work(parentPort, workerData as WorkPlan, KERNELS_ALONE);
