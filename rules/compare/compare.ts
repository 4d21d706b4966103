/**
 * The comparison of two versions on the same borrowers. Pure but for the time that it takes: the caller
 * lends `pause` to let other work run (between chunks), `onProgress` and a `signal` to stop.
 */
import { columnsOf } from "#rules/compile";
import { createEvaluator, type Evaluation, type Evaluator } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { ComparisonAttribution, type ListedBorrower } from "./attribution/comparison-attribution.ts";
import { comparedChanges } from "./scenario-change.ts";
import { ComparisonTally, isShifted } from "./summarise.ts";
import type { ComparedBorrower, Comparison, FailedBorrower, Stop } from "./types.ts";

export interface NamedBorrower {
  readonly name: string;
  readonly facts: Facts;
}

export interface CompareInput {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  /** Each side uses the part that its policy declares. */
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly borrowers: Iterable<NamedBorrower> | AsyncIterable<NamedBorrower>;
  /** List all borrowers, not only those that shift. */
  readonly all?: boolean;
  /** How many borrowers are done. */
  readonly onProgress?: (done: number) => void;
  /** Awaited every few borrowers. */
  readonly pause?: () => Promise<void>;
  readonly signal?: Stop;
}

/** Borrowers between two pauses, and those whose shifts are attributed together. */
const CHUNK = 20;
const BATCH = 1_024;

/** Evaluates every borrower under both versions and compares. A borrower that either cannot evaluate counts as an error and nowhere else. */
export async function compare(input: CompareInput): Promise<Comparison> {
  const comparer = new Comparer(input, await ComparisonAttribution.open(input, BATCH));
  let done = 0;
  for await (const borrower of input.borrowers) {
    await comparer.add(borrower);
    if (++done % BATCH === 0) await comparer.attribute();
    if (done % CHUNK !== 0) continue;
    input.onProgress?.(done);
    await input.pause?.();
    input.signal?.throwIfAborted();
  }
  await comparer.attribute();
  input.onProgress?.(done);
  return comparer.finish();
}

class Comparer {
  private readonly baseline: Evaluator;
  private readonly candidate: Evaluator;
  private readonly tally = new ComparisonTally();
  private readonly borrowers: ComparedBorrower[] = [];
  private readonly failures: FailedBorrower[] = [];
  private batch: Facts[] = [];
  private listed: ListedBorrower[] = [];

  constructor(
    private readonly input: CompareInput,
    private readonly attribution: ComparisonAttribution,
  ) {
    this.baseline = createEvaluator(input.baseline, input.scenario.baseline);
    this.candidate = createEvaluator(input.candidate, input.scenario.candidate);
  }

  async add({ name, facts }: NamedBorrower): Promise<void> {
    const [a, b] = [await this.baseline.evaluate(facts), await this.candidate.evaluate(facts)];
    const row = this.batch.push(facts) - 1;
    if (!a.ok || !b.ok) {
      this.tally.addError();
      this.failures.push(failureOf(name, a, b));
      return;
    }
    this.tally.add(a.outcome, b.outcome);
    const borrower = { name, baseline: a.outcome, candidate: b.outcome };
    if (this.input.all === true || isShifted(a.outcome, b.outcome)) this.listed.push({ row, borrower });
  }

  /** Divides the shifts of the borrowers that were added since. */
  async attribute(): Promise<void> {
    const { pause, signal } = this.input;
    const listed = await this.attribution.add(columnsOf(this.batch), this.listed, { pause, signal });
    this.borrowers.push(...listed);
    [this.batch, this.listed] = [[], []];
  }

  finish(): Comparison {
    const { baseline, candidate, scenario } = this.input;
    return {
      baseline: { name: baseline.name, hash: baseline.hash },
      candidate: { name: candidate.name, hash: candidate.hash },
      scenario: { baseline: this.baseline.scenario, candidate: this.candidate.scenario },
      ...comparedChanges(baseline, candidate, scenario),
      summary: this.tally.summary(),
      migration: this.tally.migration(),
      ...this.attribution.finish(),
      borrowers: this.borrowers,
      failures: this.failures,
    };
  }
}

function failureOf(name: string, a: Evaluation, b: Evaluation): FailedBorrower {
  const [side, failed] = a.ok ? (["candidate", b] as const) : (["baseline", a] as const);
  if (failed.ok || failed.errors[0] === undefined) throw new Error("a failed evaluation has errors");
  return { name, side, error: failed.errors[0] };
}
