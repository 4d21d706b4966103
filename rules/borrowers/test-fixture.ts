import type { Evaluation, Outcome } from "#rules/evaluate";
import type { Fixture, FixtureResult, Mismatch } from "./types.ts";

/** Holds an evaluation against what the fixture expects: it passes if every key in `expect` equals the outcome's. */
export function testFixture(fixture: Fixture, evaluation: Evaluation): FixtureResult {
  const { name } = fixture;
  if (!evaluation.ok) {
    const error = evaluation.errors[0] ?? { code: "wrong-type", fact: "", message: "the borrower cannot be evaluated" };
    return { name, status: "error", mismatches: [], error };
  }
  const keys = Object.keys(fixture.expect ?? {}) as (keyof Outcome)[];
  const mismatches = keys.flatMap((key) => mismatch(key, fixture.expect?.[key], evaluation.outcome[key]));
  const status = keys.length === 0 ? "unchecked" : mismatches.length === 0 ? "passed" : "failed";
  return { name, status, mismatches };
}

function mismatch(key: keyof Outcome, expected: unknown, actual: unknown): Mismatch[] {
  return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ key, expected, actual: actual ?? null }];
}
