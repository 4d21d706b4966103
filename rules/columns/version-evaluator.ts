/** Borrowers that come in pieces → each one's evaluation under one version: by the kernels, or with traces by json-rules-engine. */
import { ColumnEvaluator, columnsOf, compile, type KernelOptions, loadKernels } from "#rules/compile";
import { createEvaluator, type Evaluation, scenarioFor, type TracedEvaluation } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { packOutcomes } from "./packed-outcomes.ts";
import { evaluationsOf } from "./session.ts";

/** Borrowers evaluated at a time. */
const CHUNK = 4_096;

export interface VersionEvaluator {
  readonly policy: ValidPolicy;
  /** The part of the given scenario that the policy declares. */
  readonly scenario: Facts;
  /** What json-rules-engine gives for each of them, in their order, errors included. */
  evaluate(borrowers: readonly Facts[]): AsyncGenerator<Evaluation | TracedEvaluation>;
}

/** `scenario`: values of facts of scenario scope; others are ignored. */
export async function openVersionEvaluator(
  policy: ValidPolicy,
  scenario: Facts,
  { traced = false, kernels = {} }: { readonly traced?: boolean; readonly kernels?: KernelOptions } = {},
): Promise<VersionEvaluator> {
  const given = scenarioFor(policy, scenario);
  return { policy, scenario: given, evaluate: traced ? tracing(policy, given) : await inColumns(policy, given, kernels) };
}

function tracing(policy: ValidPolicy, scenario: Facts): VersionEvaluator["evaluate"] {
  const referee = createEvaluator(policy, scenario);
  return async function* (borrowers) {
    for (const facts of borrowers) yield await referee.trace(facts);
  };
}

async function inColumns(policy: ValidPolicy, scenario: Facts, kernels: KernelOptions): Promise<VersionEvaluator["evaluate"]> {
  const program = compile([{ policy, scenario }]);
  const evaluator = new ColumnEvaluator(program, await loadKernels(kernels), CHUNK, { keepConditions: false });
  return async function* (borrowers) {
    for (let from = 0; from < borrowers.length; from += CHUNK) {
      const rejected = evaluator.load(columnsOf(borrowers.slice(from, from + CHUNK)));
      evaluator.run();
      yield* evaluationsOf(packOutcomes(evaluator.outcomes(0), program, 0), rejected);
    }
  };
}
