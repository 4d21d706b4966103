/** The comparison of two versions by the kernels: the JSON of `compare`, at a fraction of its time. */
import {
  type ComparedBorrower,
  type CompareInput,
  type Comparison,
  ComparisonAttribution,
  comparedChanges,
  type FailedBorrower,
  type ListedBorrower,
  type NamedBorrower,
} from "#rules/compare";
import { ColumnEvaluator, columnsOf, compile, type Figures, isMarked, type KernelOptions, loadKernels } from "#rules/compile";
import { scenarioFor } from "#rules/evaluate";
import { figuresOf, sumOf } from "./figures.ts";

/** Borrowers in one batch; between batches others may work. */
const CHUNK = 8_192;

/** Equals `compare` on the same input, whatever the number of borrowers; holds those that it lists and one batch. */
export async function compareInColumns(input: CompareInput, options: KernelOptions = {}): Promise<Comparison> {
  const { baseline, candidate } = input;
  const scenario = {
    baseline: scenarioFor(baseline, input.scenario.baseline),
    candidate: scenarioFor(candidate, input.scenario.candidate),
  };
  const program = compile([
    { policy: baseline, scenario: scenario.baseline },
    { policy: candidate, scenario: scenario.candidate },
  ]);
  const attribution = await ComparisonAttribution.open({ baseline, candidate, scenario }, CHUNK, options);
  const evaluator = new ColumnEvaluator(program, await loadKernels(options), CHUNK);
  const comparer = new ChunkComparer(evaluator, attribution, input);
  let done = 0;
  for await (const chunk of chunksOf(input.borrowers)) {
    await comparer.add(chunk);
    done += chunk.length;
    input.onProgress?.(done);
    await input.pause?.();
    input.signal?.throwIfAborted();
  }
  input.onProgress?.(done);
  return {
    baseline: { name: baseline.name, hash: baseline.hash },
    candidate: { name: candidate.name, hash: candidate.hash },
    scenario,
    ...comparedChanges(baseline, candidate, scenario),
    ...figuresOf(sumOf(comparer.figures)),
    ...attribution.finish(),
    borrowers: comparer.borrowers,
    failures: comparer.failures,
  };
}

class ChunkComparer {
  readonly borrowers: ComparedBorrower[] = [];
  readonly failures: FailedBorrower[] = [];
  readonly figures: Figures[] = [];

  constructor(
    private readonly evaluator: ColumnEvaluator,
    private readonly attribution: ComparisonAttribution,
    private readonly input: CompareInput,
  ) {}

  async add(chunk: readonly NamedBorrower[]): Promise<void> {
    const batch = columnsOf(chunk.map(({ facts }) => facts));
    const rejected = this.evaluator.load(batch);
    this.evaluator.run();
    this.figures.push(this.evaluator.figures());
    for (const { row, side, errors } of rejected) {
      const [error] = errors;
      if (error === undefined) throw new Error("a rejected row has errors");
      this.failures.push({ name: (chunk[row] as NamedBorrower).name, side, error });
    }
    const listed = chunk.flatMap(({ name }, row) => this.listed(name, row) ?? []);
    const { pause, signal } = this.input;
    this.borrowers.push(...(await this.attribution.add(batch, listed, { pause, signal })));
  }

  private listed(name: string, row: number): ListedBorrower | null {
    const { evaluator } = this;
    if (this.input.all !== true && !isMarked(evaluator.shiftedRows, row)) return null;
    const [baseline, candidate] = [evaluator.outcomeAt(0, row), evaluator.outcomeAt(1, row)];
    return baseline === null || candidate === null ? null : { row, borrower: { name, baseline, candidate } };
  }
}

async function* chunksOf(borrowers: CompareInput["borrowers"]): AsyncGenerator<readonly NamedBorrower[]> {
  let chunk: NamedBorrower[] = [];
  for await (const borrower of borrowers) {
    chunk.push(borrower);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
