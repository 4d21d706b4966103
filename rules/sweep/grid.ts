/** The curve of a number that is no threshold: exact at each value by an evaluation of everybody, over a grid around the current value. */
import { type Bits, ColumnEvaluator, compile, type KernelSet, NodeTable, type OutcomeColumns, type Program } from "#rules/compile";
import type { ValidPolicy } from "#rules/policy";
import { type Curve, type CurveInput, touchedRows } from "./curve.ts";
import { gridAround } from "./grid-values.ts";
import { addRow, emptyTally, isSet, pointOf } from "./tally.ts";
import type { SweepPoint } from "./types.ts";
import { policyWith } from "./with-value.ts";

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
    const parsed = policyWith(this.input.policy, this.input.place.path, value);
    const policy = parsed.ok ? parsed.policy : null;
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

  private measured(value: number): SweepPoint {
    const { evaluator, program, current } = this;
    const { batch, place, observed } = this.input;
    const outcomes = evaluator.outcomes(0);
    const measures = { outcomes, touched: touchedRows(evaluator, program, 0, place), observed };
    const tally = emptyTally();
    let shifted = 0;
    for (let row = 0; row < batch.rows; row++) {
      if (!isSet(outcomes.valid, row)) continue;
      addRow(tally, measures, row, 1);
      if (isSet(current.valid, row) && differs(outcomes, current, row)) shifted += 1;
    }
    return pointOf(tally, value, shifted, evaluator.figures().errors, observed !== null);
  }
}

function differs(a: Shown, b: Shown, row: number): boolean {
  return a.limitAfter[row] !== b.limitAfter[row] || a.decision[row] !== b.decision[row] || !Object.is(a.available[row], b.available[row]);
}
