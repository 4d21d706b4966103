/** What evaluates batches, by engine. */
import { type BatchEvaluator, createKernelEvaluator, type EvaluatorOptions } from "./batch-evaluator.ts";
import { createDuckdbEvaluator } from "./duckdb-evaluator.ts";
import { createRefereeEvaluator } from "./referee-evaluator.ts";
import type { FileEngine } from "./types.ts";

export const EVALUATORS: Readonly<Record<FileEngine, (options: EvaluatorOptions) => Promise<BatchEvaluator>>> = {
  kernels: createKernelEvaluator,
  duckdb: createDuckdbEvaluator,
  "json-rules-engine": createRefereeEvaluator,
};
