/** A policy as a JDM graph of gorules: input, one expression node, output. Null is guarded wherever zen would raise an error. */
import type { Condition, FactValue, TestCondition, ValidPolicy } from "#rules/policy";

export interface Model {
  readonly content: object;
  /** Facts and derived facts that the expressions read. */
  readonly reads: readonly string[];
}

interface Expression {
  readonly key: string;
  readonly value: string;
}

/** `r0`, `r1`, … say which of `policy.ranked` fire, `g0`, … whose guardrail's `when` is true. */
export function decisionModel(policy: ValidPolicy): Model {
  const writer = new Writer(policy);
  const expressions = writer.expressions();
  const node = (id: string, type: string, content: object = {}) => ({ id, type, name: id, position: { x: 0, y: 0 }, content });
  const edge = (sourceId: string, targetId: string) => ({ id: `${sourceId}-${targetId}`, type: "edge", sourceId, targetId });
  const listed = expressions.map(({ key, value }) => ({ id: key, key, value }));
  const nodes = [node("in", "inputNode"), node("rules", "expressionNode", { expressions: listed }), node("out", "outputNode")];
  return { content: { nodes, edges: [edge("in", "rules"), edge("rules", "out")] }, reads: [...writer.reads] };
}

const OPERATORS = { lessThan: "<", lessThanInclusive: "<=", greaterThan: ">", greaterThanInclusive: ">=" } as const;

class Writer {
  readonly reads = new Set<string>();
  private readonly shared = new Map<string, string>();
  private readonly written: Expression[] = [];

  constructor(private readonly policy: ValidPolicy) {}

  expressions(): Expression[] {
    const { ranked, guardrails } = this.policy;
    ranked.forEach(({ conditions }, r) => void this.written.push({ key: `r${r}`, value: this.of(conditions) }));
    guardrails.forEach(({ when }, g) => {
      if (when !== null) this.written.push({ key: `g${g}`, value: this.of(when) });
    });
    return this.written;
  }

  private of(condition: Condition): string {
    switch (condition.kind) {
      case "all":
        return `(${condition.conditions.map((one) => this.of(one)).join(" and ")})`;
      case "any":
        return `(${condition.conditions.map((one) => this.of(one)).join(" or ")})`;
      case "not":
        return `not(${this.of(condition.condition)})`;
      case "reference":
        return `$.${this.reference(condition.name)}`;
      case "test":
        return this.test(condition);
      default:
        return condition satisfies never;
    }
  }

  /** A shared condition is written once, before the first rule that reads it. */
  private reference(name: string): string {
    const known = this.shared.get(name);
    if (known !== undefined) return known;
    const key = `c${this.shared.size}`;
    this.shared.set(name, key);
    const value = this.of(this.policy.conditions.get(name) as Condition);
    this.written.push({ key, value });
    return key;
  }

  private test({ fact, operator, operand }: TestCondition): string {
    this.reads.add(fact);
    if (operand.kind === "fact") this.reads.add(operand.fact);
    const right = operand.kind === "fact" ? operand.fact : literal(operand.value);
    switch (operator) {
      case "equal":
        return `(${fact} == ${right})`;
      case "notEqual":
        return `(${fact} != ${right})`;
      case "in":
        return `(${fact} in ${right})`;
      case "notIn":
        return `(${fact} not in ${right})`;
      case "contains":
        return this.guarded(fact, `${right} in ${fact}`);
      case "doesNotContain":
        return this.guarded(fact, `${right} not in ${fact}`);
      default:
        return this.guarded(fact, `${fact} ${OPERATORS[operator]} ${right}`);
    }
  }

  private guarded(fact: string, test: string): string {
    const { nullable } = this.policy.facts.get(fact) ?? this.policy.derived.get(fact) ?? { nullable: false };
    return nullable ? `(${fact} != null and ${test})` : `(${test})`;
  }
}

function literal(value: FactValue | readonly FactValue[]): string {
  return JSON.stringify(value);
}
