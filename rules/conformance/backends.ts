/** Every way this product has of deciding about one borrower. All pass the same cases. */
import { type BorrowerError, createEvaluator, type Evaluation, type Outcome } from "#rules/evaluate";
import { EXPORT_FORMATS, type ExportFormat } from "#rules/export";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";

export type Found = { readonly outcome: Outcome } | { readonly errors: readonly Pick<BorrowerError, "code" | "fact">[] };

export interface Backend {
  readonly name: string;
  decide(text: string, scenario: Facts, facts: Facts): Promise<Found>;
}

/** The valid policy of a text. Throws with every problem: a case's document must be valid. */
export function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return parsed.policy;
}

const found = (evaluation: Evaluation): Found =>
  evaluation.ok ? { outcome: evaluation.outcome } : { errors: evaluation.errors.map(({ code, fact }) => ({ code, fact })) };

/** An export format, decided by the files that it exports. */
function exported(format: ExportFormat): Backend {
  return {
    name: `export ${format.name}`,
    decide: (text, scenario, facts) =>
      format.decide(format.files(policyOf(text), []))({ name: "case", scenario, facts, expected: { errors: [] } }),
  };
}

export const BACKENDS: readonly Backend[] = [
  { name: "evaluate", decide: async (text, scenario, facts) => found(await createEvaluator(policyOf(text), scenario).evaluate(facts)) },
  { name: "trace", decide: async (text, scenario, facts) => found(await createEvaluator(policyOf(text), scenario).trace(facts)) },
  ...EXPORT_FORMATS.map(exported),
];
