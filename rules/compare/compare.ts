/**
 * The comparison of two versions on the same borrowers. Pure but for the time that it takes: the caller
 * lends `pause` to let other work run (between chunks), `onProgress` and a `signal` to stop.
 */
import { createEvaluator, type Evaluation } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { changesBetween } from "./changes.ts";
import { ComparisonTally, isShifted } from "./summarise.ts";
import type { ComparedBorrower, Comparison, FailedBorrower } from "./types.ts";

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

/** The part of an AbortSignal that is read here; throws when asked to stop. */
export interface Stop {
  throwIfAborted(): void;
}

const CHUNK = 20;

/** Evaluates every borrower under both versions and compares. A borrower that either cannot evaluate counts as an error and nowhere else. */
export async function compare(input: CompareInput): Promise<Comparison> {
  const baseline = createEvaluator(input.baseline, input.scenario.baseline);
  const candidate = createEvaluator(input.candidate, input.scenario.candidate);
  const tally = new ComparisonTally();
  const borrowers: ComparedBorrower[] = [];
  const failures: FailedBorrower[] = [];
  let done = 0;
  for await (const { name, facts } of input.borrowers) {
    const [a, b] = [await baseline.evaluate(facts), await candidate.evaluate(facts)];
    if (a.ok && b.ok) {
      tally.add(a.outcome, b.outcome);
      if (input.all === true || isShifted(a.outcome, b.outcome)) borrowers.push({ name, baseline: a.outcome, candidate: b.outcome });
    } else {
      tally.addError();
      failures.push(failureOf(name, a, b));
    }
    if (++done % CHUNK !== 0) continue;
    input.onProgress?.(done);
    await input.pause?.();
    input.signal?.throwIfAborted();
  }
  input.onProgress?.(done);
  return {
    baseline: { name: input.baseline.name, hash: input.baseline.hash },
    candidate: { name: input.candidate.name, hash: input.candidate.hash },
    scenario: { baseline: baseline.scenario, candidate: candidate.scenario },
    ...changesBetween(input.baseline, input.candidate),
    summary: tally.summary(),
    migration: tally.migration(),
    borrowers,
    failures,
  };
}

function failureOf(name: string, a: Evaluation, b: Evaluation): FailedBorrower {
  const [side, failed] = a.ok ? (["candidate", b] as const) : (["baseline", a] as const);
  if (failed.ok || failed.errors[0] === undefined) throw new Error("a failed evaluation has errors");
  return { name, side, error: failed.errors[0] };
}
