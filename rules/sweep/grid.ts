/** The curve of a number that is no threshold: exact at each value by an evaluation of everybody, over a grid around the current value. */
import {
  type Bits,
  ColumnEvaluator,
  compile,
  isMarked,
  type KernelSet,
  NodeTable,
  type OutcomeColumns,
  type Program,
} from "#rules/compile";
import type { ValidPolicy } from "#rules/policy";
import { type Curve, type CurveInput, touchedRows } from "./curve.ts";
import { gridAround } from "./grid-values.ts";
import { pointOf, tallyOf } from "./tally.ts";
import type { SweepPoint } from "./types.ts";
import { policyWithNumber } from "./with-value.ts";

/** What a shift is told by. */
type Shown = Pick<OutcomeColumns, "limitAfter" | "available" | "decision"> & { readonly valid: Bits };

export class GridCurve implements Curve {
  readonly pace = 1;
  /** Policies with the number at a value, null where that is not valid. */
  private readonly policies = new Map<number, ValidPolicy | null>();
  private readonly table = new NodeTable();
  private readonly evaluator: ColumnEvaluator;
  private readonly current: Shown;
  private program: Program;

  constructor(
    private readonly input: CurveInput,
    kernels: KernelSet,
  ) {
    const { policy, batch } = input;
    this.program = this.programOf(policy);
    this.evaluator = new ColumnEvaluator(this.program, kernels, batch.rows);
    this.evaluator.load(batch);
    this.evaluator.run();
    const { limitAfter, available, decision, valid } = this.evaluator.outcomes(0);
    this.current = { limitAfter: limitAfter.slice(), available: available.slice(), decision: decision.slice(), valid: valid.slice() };
  }

  get values(): readonly number[] {
    return gridAround(this.input.place, this.input.policy).filter((value) => this.policyAt(value) !== null);
  }

  private policyAt(value: number): ValidPolicy | null {
    const known = this.policies.get(value);
    if (known !== undefined) return known;
    const policy = policyWithNumber(this.input.policy, this.input.place, value);
    this.policies.set(value, policy);
    return policy;
  }

  private programOf(policy: ValidPolicy): Program {
    return compile([{ policy, scenario: this.input.scenario }], this.table);
  }

  at(value: number): SweepPoint | null {
    const policy = this.policyAt(value);
    if (policy === null) return null;
    this.program = this.programOf(policy);
    this.evaluator.update(this.program);
    return this.measured(value);
  }

  /** Counts and money are the evaluator's own sums; rows are looked at for shifts and for what was observed of those touched. */
  private measured(value: number): SweepPoint {
    const { evaluator, program } = this;
    const { place, observed } = this.input;
    const figures = evaluator.figures();
    const touched = touchedRows(evaluator, program, 0, place);
    const tally = tallyOf(figures, touched, evaluator.outcomes(0).valid, observed);
    return pointOf(tally, value, this.shifted(evaluator.outcomes(0)), figures.errors, observed !== null);
  }

  private shifted(outcomes: OutcomeColumns): number {
    const { current } = this;
    let shifted = 0;
    for (let row = 0; row < this.input.batch.rows; row++)
      if (isMarked(outcomes.valid, row) && isMarked(current.valid, row) && differs(outcomes, current, row)) shifted += 1;
    return shifted;
  }
}

function differs(a: Shown, b: Shown, row: number): boolean {
  return (
    a.limitAfter[row] !== b.limitAfter[row] ||
    a.decision[row] !== b.decision[row] ||
    !isSame(a.available[row] as number, b.available[row] as number)
  );
}

/** NaN is absent, and absent equals absent. */
function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
