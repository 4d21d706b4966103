/** What one rule does to a limit, and which group it belongs to. */
import type { EventType } from "#rules/policy";
import type { RuleProgram } from "../program.ts";
import type { Hundredths } from "./hundredths.ts";
import { literal, type Piece, piece } from "./stages.ts";
import type { Values } from "./values.ts";

/** A rule ready to be tried: its place in the total order, whether it fired, and its amount if that is a value. */
export interface Step {
  readonly index: number;
  readonly rule: RuleProgram;
  readonly fired: Piece;
  readonly amount: Piece | null;
}

export class Steps {
  constructor(
    private readonly values: Values,
    private readonly money: Hundredths,
    readonly before: Piece,
  ) {}

  of(rule: RuleProgram, index: number): Step {
    const fired = this.values.simple(rule.condition);
    return { index, rule, fired, amount: rule.amount?.kind === "value" ? this.money.ofAmount(rule.amount) : null };
  }

  moves({ rule }: Step): boolean {
    return rule.amount !== null;
  }

  /** The limit after the rule, applied to `limit`; the same limit where its amount has no effect. */
  after(step: Step, limit: Piece): Piece {
    const { rule, amount } = step;
    if (rule.amount === null) return limit;
    if (rule.amount.kind === "percent") {
      const { basisPoints } = rule.amount;
      return piece([limit], (l) => this.changed(rule.type, l as string, this.money.share(l as string, basisPoints)));
    }
    if (rule.amount.kind === "amount") {
      const sum = this.money.whole(rule.amount.hundredths);
      return piece([limit], (l) => this.changed(rule.type, l as string, sum));
    }
    return piece([limit, amount as Piece], (l, m) =>
      this.values.dialect.when([[`${m} >= ${this.money.whole(0)}`, this.changed(rule.type, l as string, m as string)]], l as string),
    );
  }

  private changed(type: EventType, limit: string, by: string): string {
    if (type === "set") return by;
    return type === "increase" ? `${limit} + ${by}` : this.values.dialect.greatest([this.money.whole(0), `${limit} - ${by}`]);
  }

  /** Whether the rule fired and stands in a group; null where it never can. */
  inGroup(step: Step, group: EventType): Piece | null {
    const { rule, fired } = step;
    if (rule.type !== "set") return rule.type === group ? fired : null;
    if (group === "freeze" || group === "refer") return null;
    const given = step.amount ?? literal(rule.amount?.kind === "amount" ? this.money.whole(rule.amount.hundredths) : this.money.whole(0));
    const { dialect, stages } = this.values;
    const zero = this.money.whole(0);
    const amount = piece([given], (m) => (step.amount === null ? (m as string) : dialect.coalesce(m as string, this.money.whole(-1))));
    const operator = group === "increase" ? ">" : group === "decrease" ? "<" : "=";
    return stages.column(
      piece([fired, amount, this.before], (f, m, b) => {
        if (group !== "hold" || step.amount === null) return `(${f} AND ${m} ${operator} ${b} AND ${m} >= ${zero})`;
        return `(${f} AND (${m} = ${b} OR ${m} < ${zero}))`;
      }),
    );
  }
}
