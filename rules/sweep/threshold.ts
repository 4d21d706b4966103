/**
 * The curve of a threshold. Its test is true or false of each borrower, and the number decides nothing else; so each borrower has two
 * outcomes, one with the test true and one with it false, from two evaluations of everybody. Borrowers for whom they differ stand sorted by the
 * tested value: at any threshold the test is true of a run of them, and the measures are those of "false of all" plus that run's differences.
 */
import { ColumnEvaluator, compile, isMarked, type KernelSet } from "#rules/compile";
import type { FactValue, ValidPolicy } from "#rules/policy";
import { justAbove, justBelow } from "./beside.ts";
import { type Curve, type CurveInput, touchedRows } from "./curve.ts";
import type { Leaf } from "./places.ts";
import { factReader } from "./read-column.ts";
import { overlap, type Run, SortedEffects } from "./sorted-effects.ts";
import { addRow, combined, countShift, emptyTally, pointOf, type RowMeasures, type Tally } from "./tally.ts";
import type { SweepPoint } from "./types.ts";
import { policyWith, policyWithNumber } from "./with-value.ts";

/** The versions of the program: with the test false of all, and true of all. */
type Sides = readonly [whenFalse: RowMeasures, whenTrue: RowMeasures];

export class ThresholdCurve implements Curve {
  readonly values: readonly number[];
  readonly pace = 64;
  private readonly known: ReadonlySet<number>;
  private readonly effects: SortedEffects;
  private readonly errors: number;
  private readonly base = emptyTally();

  constructor(
    private readonly input: CurveInput,
    private readonly leaf: Leaf,
    kernels: KernelSet,
  ) {
    const { policy, scenario, batch, place, observed } = input;
    const program = compile([false, true].map((truth) => ({ policy: forced(policy, leaf, truth), scenario })));
    const evaluator = new ColumnEvaluator(program, kernels, batch.rows);
    this.errors = evaluator.load(batch).length;
    evaluator.run();
    const side = (version: number) => ({
      outcomes: evaluator.outcomes(version),
      touched: touchedRows(evaluator, program, version, place),
      observed,
    });
    const { effects, values } = this.readRows([side(0), side(1)], evaluator);
    this.effects = new SortedEffects(effects, new Set(leaf.others));
    this.values = this.breakpoints(values);
    this.known = new Set(this.values);
  }

  /** Sums everybody with the test false, and gathers by value those for whom its truth makes a difference. */
  private readRows(
    [whenFalse, whenTrue]: Sides,
    { shiftedRows }: ColumnEvaluator,
  ): { effects: Map<FactValue, Tally>; values: Set<number> } {
    const { policy, scenario, batch } = this.input;
    const read = factReader(policy, scenario, batch, this.leaf.fact);
    const [effects, values] = [new Map<FactValue, Tally>(), new Set<number>()];
    for (let row = 0; row < batch.rows; row++) {
      if (!isMarked(whenFalse.outcomes.valid, row)) continue;
      const value = read(row);
      if (typeof value === "number") values.add(value);
      addRow(this.base, whenFalse, row, 1);
      const shifts = isMarked(shiftedRows, row);
      if (!shifts && alike(whenFalse, whenTrue, row)) continue;
      const tally = effects.get(value) ?? emptyTally();
      effects.set(value, tally);
      addRow(tally, whenTrue, row, 1);
      addRow(tally, whenFalse, row, -1);
      if (shifts) countShift(tally);
    }
    return { effects, values };
  }

  /** The values at hand, the current one, and one beyond where a piece of the curve holds none of them. */
  private breakpoints(values: ReadonlySet<number>): number[] {
    const sorted = [...new Set([...values, this.input.place.value])].sort((a, b) => a - b);
    const type = this.input.policy.facts.get(this.leaf.fact)?.type ?? "number";
    const below = opensBelow(this.leaf) ? justBelow(sorted[0] as number, type) : null;
    const above = opensBelow(this.leaf) ? null : justAbove(sorted.at(-1) as number, type);
    return [below, ...sorted, above].filter((value) => value !== null);
  }

  at(value: number): SweepPoint | null {
    const { effects, base, errors, leaf } = this;
    const { policy, place, observed } = this.input;
    if (!this.known.has(value) && policyWithNumber(policy, place, value) === null) return null;
    const [run, current] = [runOf(effects, leaf, value), runOf(effects, leaf, place.value)];
    const [positive, shared] = [effects.sum(run), overlap(run, current)];
    const changes: readonly (readonly [Tally, 1 | -1])[] = isNegative(leaf)
      ? [
          [effects.all, 1],
          [effects.fixed, -1],
          [positive, -1],
        ]
      : [
          [effects.fixed, 1],
          [positive, 1],
        ];
    const shifted = effects.shifts(run) + effects.shifts(current) - 2 * effects.shifts(shared);
    return pointOf(combined([[base, 1], ...changes]), value, shifted, errors, observed !== null);
  }
}

/** The document with the test replaced by one that is true, or false, of everybody. */
function forced(policy: ValidPolicy, { path }: Leaf, truth: boolean): ValidPolicy {
  const parsed = policyWith(policy, path, { fact: policy.limit.fact, operator: truth ? "notIn" : "in", value: [] });
  if (!parsed.ok) throw new Error(`a test of the limit fits everywhere: ${parsed.problems[0]?.message}`);
  return parsed.policy;
}

function alike(a: RowMeasures, b: RowMeasures, row: number): boolean {
  const touched = (side: RowMeasures) => side.touched !== null && isMarked(side.touched, row);
  return isMarked(a.outcomes.review, row) === isMarked(b.outcomes.review, row) && touched(a) === touched(b);
}

function isNegative({ operator }: Leaf): boolean {
  return operator === "notEqual" || operator === "notIn";
}

/** Whether no value at hand makes the test decide alike for everybody, but one below all does; else one above all. */
function opensBelow({ operator }: Leaf): boolean {
  return operator === "lessThanInclusive" || operator === "greaterThan";
}

/** Those of whom the test, unnegated, is true with the number at a value. */
function runOf(effects: SortedEffects, { operator }: Leaf, value: number): Run {
  const [least, beyond] = [effects.first(value), effects.firstAbove(value)];
  switch (operator) {
    case "lessThan":
      return { from: 0, to: least };
    case "lessThanInclusive":
      return { from: 0, to: beyond };
    case "greaterThan":
      return { from: beyond, to: effects.length };
    case "greaterThanInclusive":
      return { from: least, to: effects.length };
    default:
      return { from: least, to: beyond };
  }
}
