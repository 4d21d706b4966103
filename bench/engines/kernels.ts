/**
 * The kernels over resident columns in this thread: all outcomes of both versions and the comparison's figures. Outcomes are let go once they are counted,
 * a tile at a time, as the other engines let each borrower's go and as a backtest does; beside it, what it costs to keep those of all borrowers.
 */
import { ColumnEvaluator, compile, loadKernels } from "#rules/compile";
import { type BenchCase, versionsOf } from "../cases.ts";
import { ofKernels, textOf } from "../figures.ts";
import { COMPARED_MS, measure, median, timed } from "../measure.ts";
import { batchOf } from "../population.ts";
import type { Answer, Job } from "./engine.ts";

export async function measureKernels(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const program = compile(versionsOf(bench));
  const set = await loadKernels();
  if (set.kind !== "wasm") throw new Error("there is no WebAssembly with 128-bit vectors here");
  const evaluator = new ColumnEvaluator(program, set, rows);
  const batch = batchOf(bench.population(), rows);
  const load = await timed(() => evaluator.load(batch));
  let figures = evaluator.pass();
  const samples = await measure(
    () => {
      figures = evaluator.pass();
    },
    { totalMs: COMPARED_MS },
  );
  const kept = await measure(() => {
    evaluator.run();
    return evaluator.figures();
  });
  const agreed = ofKernels(figures);
  if (textOf(agreed) !== textOf(ofKernels(evaluator.figures()))) throw new Error("outcomes that are kept do not add up to those that pass");
  const keptNsPerRow = median(kept.map(({ cpu }) => cpu)) / rows;
  return { rows, samples, agreed, more: { loadNsPerRow: load.cpu / rows, keptNsPerRow, bytesPerRow: evaluator.size / rows } };
}
