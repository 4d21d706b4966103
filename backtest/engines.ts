/** All that can be made of batches: every engine, and the attribution of the shift. */
import { BatchAttributor } from "./batch-attributor.ts";
import { createKernelEvaluator } from "./batch-evaluator.ts";
import type { WorkParts } from "./batch-work.ts";
import { createDuckdbEvaluator } from "./duckdb-evaluator.ts";
import { createRefereeEvaluator } from "./referee-evaluator.ts";

export const ALL_PARTS: WorkParts = {
  evaluators: { kernels: createKernelEvaluator, duckdb: createDuckdbEvaluator, "json-rules-engine": createRefereeEvaluator },
  createAttributor: (program, capacity) => BatchAttributor.create(program, capacity),
};
