/** A curve: the values of a number worth looking at, and the exact measures at any value. */
import { type Bits, type ColumnEvaluator, type Program, type RawBatch, unmark, type VersionProgram } from "#rules/compile";
import type { Facts, ValidPolicy } from "#rules/policy";
import type { NumberPlace } from "./places.ts";
import type { SweepPoint } from "./types.ts";

export interface Curve {
  /** Ascending, the current value among them; each makes a valid document. */
  readonly values: readonly number[];
  /** Points that are made without a pause. */
  readonly pace: number;
  /** Null where the document is no valid policy with the value. */
  at(value: number): SweepPoint | null;
}

/** What a curve is made from. */
export interface CurveInput {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
  readonly batch: RawBatch;
  readonly place: NumberPlace;
  /** Of a row; NaN where not known. Null where nothing was observed. */
  readonly observed: ((row: number) => number) | null;
}

/** The rows that the number's owner touches under a version; null where its rule is disabled. */
export function touchedRows(evaluator: ColumnEvaluator, program: Program, version: number, { subject }: NumberPlace): Bits | null {
  const { rules, guardrails, conditions } = program.versions[version] as VersionProgram;
  const outcomes = evaluator.outcomes(version);
  const named = (list: readonly { readonly name: string }[]) => list.findIndex(({ name }) => name === subject.name);
  switch (subject.kind) {
    case "rule":
      return outcomes.fired[named(rules)] ?? null;
    case "guardrail":
      return outcomes.bound[named(guardrails)] ?? null;
    case "condition":
      return evaluator.conditionRows(conditions.get(subject.name) ?? -1);
    case "policy":
      return movedRows(outcomes.limitBefore, outcomes.limitAfter, outcomes.valid);
    default:
      return subject.kind satisfies never;
  }
}

function movedRows(before: Float64Array, after: Float64Array, valid: Bits): Bits {
  const rows = valid.slice();
  for (let row = 0; row < before.length; row++) if (before[row] === after[row]) unmark(rows, row);
  return rows;
}
