/** Every way this product has of deciding about one borrower. All pass the same cases. */
import { type BorrowerError, createEvaluator, type Evaluation, type Outcome } from "#rules/evaluate";
import { ColumnEvaluator, compile, type KernelOptions, loadKernels, type RawBatch } from "#rules/compile";
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

/** Borrowers as columns of JSON values: undefined where a borrower gives none. */
export function batchOf(borrowers: readonly Facts[]): RawBatch {
  const names = new Set(borrowers.flatMap((facts) => Object.keys(facts)));
  const given = (facts: Facts, name: string) => (Object.hasOwn(facts, name) ? facts[name] : undefined);
  return {
    rows: borrowers.length,
    columns: new Map([...names].map((name) => [name, { kind: "values", values: borrowers.map((facts) => given(facts, name)) }])),
  };
}

/** The columnar evaluator, on a batch of one. */
async function decideInColumns(text: string, scenario: Facts, facts: Facts, options: KernelOptions): Promise<Found> {
  const evaluator = new ColumnEvaluator(compile([{ policy: policyOf(text), scenario }]), await loadKernels(options), 1);
  const [rejected] = evaluator.load(batchOf([facts]));
  if (rejected) return { errors: rejected.errors.map(({ code, fact }) => ({ code, fact })) };
  evaluator.run();
  const outcome = evaluator.outcomeAt(0, 0);
  if (outcome === null) throw new Error("neither an outcome nor a reason why there is none");
  return { outcome };
}

export const BACKENDS: readonly Backend[] = [
  { name: "evaluate", decide: async (text, scenario, facts) => found(await createEvaluator(policyOf(text), scenario).evaluate(facts)) },
  { name: "trace", decide: async (text, scenario, facts) => found(await createEvaluator(policyOf(text), scenario).trace(facts)) },
  { name: "kernels in WebAssembly", decide: (text, scenario, facts) => decideInColumns(text, scenario, facts, { kind: "wasm" }) },
  { name: "kernels in TypeScript", decide: (text, scenario, facts) => decideInColumns(text, scenario, facts, { kind: "reference" }) },
  ...EXPORT_FORMATS.map(exported),
];
