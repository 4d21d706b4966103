/** The kernels over resident columns in this thread: all outcomes of both versions and the comparison's figures. */
import { ColumnEvaluator, compile, loadKernels } from "#rules/compile";
import { type BenchCase, versionsOf } from "../cases.ts";
import { ofKernels } from "../figures.ts";
import { measure, timed } from "../measure.ts";
import { batchOf } from "../population.ts";
import type { Answer, Job } from "./engine.ts";

export async function measureKernels(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const program = compile(versionsOf(bench));
  const set = await loadKernels();
  if (set.kind !== "wasm") throw new Error("there is no WebAssembly with 128-bit vectors here");
  const evaluator = new ColumnEvaluator(program, set, rows);
  const batch = batchOf(bench.population, rows);
  const load = await timed(() => evaluator.load(batch));
  const samples = await measure(() => {
    evaluator.run();
    return evaluator.figures();
  });
  const more = { loadNsPerRow: load.cpu / rows, bytesPerRow: evaluator.size / rows };
  return { rows, samples, agreed: ofKernels(evaluator.figures()), more };
}
