/**
 * What would become of one borrower if some facts were others: outcomes at once, for searches that need thousands. The referee's arithmetic
 * over conditions decided here; what no moved fact reaches is as it was. What is shown to anyone is confirmed by the referee.
 */
import { derive, evaluateExpression, type Outcome, resolve } from "#rules/evaluate";
import type { Condition, DerivedFact, Facts, FactValue, Guardrail, Rule, TestCondition, ValidPolicy } from "#rules/policy";
import { basesOf, factsIn } from "./facts-read.ts";
import { holds, testHolds } from "./truth.ts";

/** What some facts reach. */
interface Reach {
  readonly derived: readonly DerivedFact[];
  readonly rules: ReadonlySet<Rule>;
  readonly guardrails: ReadonlySet<Guardrail>;
}

type Moves = readonly (readonly [fact: string, to: FactValue])[];

export class Outlook {
  /** Facts and derived facts as they are. */
  readonly values: Facts;
  private readonly reaches = new Map<string, Reach>();
  private readonly fires = new Map<Rule, boolean>();
  private readonly applies = new Map<Guardrail, boolean>();
  /** Names that each reads. */
  private readonly reads: ReadonlyMap<Rule | Guardrail, readonly string[]>;

  /** `facts`: every declared fact, valid. */
  constructor(
    readonly policy: ValidPolicy,
    facts: Facts,
  ) {
    this.values = { ...facts, ...derive(policy, facts) };
    const conditionOf = (one: Rule | Guardrail) => ("when" in one ? one.when : one.conditions);
    const readers = [...policy.ranked, ...policy.guardrails];
    this.reads = new Map(readers.map((one) => [one, factsIn(policy, conditionOf(one))]));
    const isTrue = (test: TestCondition) => testHolds(test, this.values);
    for (const rule of policy.ranked) this.fires.set(rule, holds(policy, rule.conditions, isTrue));
    for (const guardrail of policy.guardrails)
      this.applies.set(guardrail, guardrail.when === null || holds(policy, guardrail.when, isTrue));
  }

  outcomeWith(moves: Moves): Outcome {
    const { policy } = this;
    const values = this.valuesWith(moves);
    const { rules, guardrails } = this.reachOf(moves);
    const isTrue = (condition: Condition) => holds(policy, condition, (test) => testHolds(test, values));
    const fired = policy.ranked.filter((rule) => (rules.has(rule) ? isTrue(rule.conditions) : this.fires.get(rule)));
    return resolve(policy, values, fired, (i) => {
      const guardrail = policy.guardrails[i] as Guardrail;
      return guardrails.has(guardrail) && guardrail.when !== null ? isTrue(guardrail.when) : this.applies.get(guardrail) === true;
    }).outcome;
  }

  /** All values with some facts moved; those that stay are inherited. */
  valuesWith(moves: Moves): Facts {
    const values: Record<string, FactValue> = Object.create(this.values);
    for (const [fact, to] of moves) values[fact] = to;
    for (const { name, expression, default: otherwise } of this.reachOf(moves).derived)
      values[name] = evaluateExpression(expression, values) ?? otherwise;
    return values;
  }

  private reachOf(moves: Moves): Reach {
    const key = moves.map(([fact]) => fact).join();
    const known = this.reaches.get(key);
    if (known !== undefined) return known;
    const reach = this.makeReach(new Set(moves.map(([fact]) => fact)));
    this.reaches.set(key, reach);
    return reach;
  }

  private makeReach(moved: ReadonlySet<string>): Reach {
    const { policy } = this;
    const derived = [...policy.derived.values()].filter(({ name }) => basesOf(policy, name).some((base) => moved.has(base)));
    const names = new Set([...moved, ...derived.map(({ name }) => name)]);
    const reached = (one: Rule | Guardrail) => this.reads.get(one)?.some((name) => names.has(name)) === true;
    return { derived, rules: new Set(policy.ranked.filter(reached)), guardrails: new Set(policy.guardrails.filter(reached)) };
  }
}
