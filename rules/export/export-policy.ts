import { createEvaluator, type Evaluation } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { boundaryBorrowers } from "./boundary-borrowers.ts";
import { jsonRulesEngine } from "./json-rules-engine/format.ts";
import type { ExportCase, ExportFormat, ExportInput, ExportMismatch, ExportResult } from "./types.ts";

/** Every export format. A new one is a folder beside this and a line here. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [jsonRulesEngine];

export function findFormat(name: string): ExportFormat | null {
  return EXPORT_FORMATS.find((format) => format.name === name) ?? null;
}

/**
 * A policy in a format, with cases (the fixtures given, then borrowers at its boundaries), and
 * the proof: the exported files decide every case, and are held against the evaluator.
 */
export async function exportPolicy(
  policy: ValidPolicy,
  format: ExportFormat,
  { fixtures = [], scenario = {}, pause }: ExportInput = {},
): Promise<ExportResult> {
  const given = fixtures.map(({ name, facts }) => ({ name, scenario, facts }));
  const cases = await exportCases(policy, [...given, ...boundaryBorrowers(policy)], pause);
  const files = format.files(policy, cases);
  return { files, verified: { cases: cases.length, mismatches: await mismatchesOf(cases, format.decide(files), pause) } };
}

interface Borrower {
  readonly name: string;
  readonly scenario: Facts;
  readonly facts: Facts;
}

type Pause = ExportInput["pause"];

async function exportCases(policy: ValidPolicy, borrowers: readonly Borrower[], pause: Pause): Promise<readonly ExportCase[]> {
  const cases: ExportCase[] = [];
  const evaluators = new Map<string, ReturnType<typeof createEvaluator>>();
  for (const { name, scenario, facts } of borrowers) {
    const key = JSON.stringify(scenario);
    const evaluator = evaluators.get(key) ?? createEvaluator(policy, scenario);
    evaluators.set(key, evaluator);
    const declared = Object.fromEntries(Object.entries(facts).filter(([fact]) => policy.facts.has(fact)));
    cases.push({ name, scenario: evaluator.scenario, facts: declared, expected: expectedOf(await evaluator.evaluate(declared)) });
    await pause?.();
  }
  return cases;
}

function expectedOf(evaluation: Evaluation): ExportCase["expected"] {
  return evaluation.ok ? { outcome: evaluation.outcome } : { errors: evaluation.errors.map(({ code, fact }) => ({ code, fact })) };
}

async function mismatchesOf(
  cases: readonly ExportCase[],
  decide: (one: ExportCase) => Promise<ExportCase["expected"]>,
  pause: Pause,
): Promise<readonly ExportMismatch[]> {
  const mismatches: ExportMismatch[] = [];
  for (const one of cases) {
    const actual = await decide(one);
    if (JSON.stringify(actual) !== JSON.stringify(one.expected)) mismatches.push({ name: one.name, expected: one.expected, actual });
    await pause?.();
  }
  return mismatches;
}
