/** The worker thread of a run with any engine. */
import { parentPort, workerData } from "node:worker_threads";
import type { WorkPlan } from "./batch-work.ts";
import { ALL_PARTS } from "./engines.ts";
import { work } from "./worker-loop.ts";

if (parentPort !== null) await work(parentPort, workerData as WorkPlan, ALL_PARTS);
