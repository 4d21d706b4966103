/** Valid policies → one program. Pure; linear in the size of the documents, shared conditions compiled once. */
import { scenarioFor } from "#rules/evaluate";
import type { Condition, Expression, Fact, FactType, Facts, FactValue, Guardrail, Rule, TestCondition, ValidPolicy } from "#rules/policy";
import { NodeTable } from "./node-table.ts";
import type {
  CheckedFact,
  GuardrailProgram,
  Node,
  NodeId,
  OrderOperator,
  Program,
  RuleProgram,
  ValueAmount,
  ValueNode,
  ValueType,
  VersionProgram,
} from "./program.ts";

/** A version to compile, under the scenario that its run supplies (values of facts of scenario scope; others are ignored). */
export interface CompileInput {
  readonly policy: ValidPolicy;
  readonly scenario?: Facts;
}

/** Compiles one version, or a baseline and a candidate that share what is equal. With a table, equal nodes keep their number from one program to the next. */
export function compile(versions: readonly CompileInput[], table: NodeTable = new NodeTable()): Program {
  const compiled = versions.map(({ policy, scenario: given = {} }) => {
    const scenario = scenarioFor(policy, given);
    return table.version(policy, scenario, () => new VersionCompiler(policy, scenario, table).compile());
  });
  return Object.freeze({ columns: [...table.columns], nodes: [...table.nodes], reasons: [...table.reasons], versions: compiled });
}

const TYPES: Readonly<Record<FactType, ValueType>> = {
  number: "number",
  integer: "number",
  money: "number",
  boolean: "boolean",
  string: "text",
  strings: "texts",
};

const ORDER: Readonly<Record<string, OrderOperator>> = {
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

class VersionCompiler {
  private readonly values = new Map<string, NodeId>();
  private readonly conditions = new Map<string, NodeId>();

  constructor(
    private readonly policy: ValidPolicy,
    private readonly scenario: Facts,
    private readonly table: NodeTable,
  ) {}

  compile(): VersionProgram {
    const { policy } = this;
    const facts = [...policy.facts.values()].map((fact) => this.fact(fact));
    for (const derived of policy.derived.values()) {
      const operand = this.expression(derived.expression);
      this.values.set(derived.name, derived.default === null ? operand : this.withDefault(operand, derived.default));
    }
    for (const name of policy.conditions.keys()) this.shared(name);
    const { limit } = policy;
    return Object.freeze({
      policy,
      scenario: this.scenario,
      strategy: policy.strategy,
      limit: Object.freeze({ ...limit, value: this.value(limit.fact), balance: limit.balance === null ? null : this.value(limit.balance) }),
      rules: policy.ranked.map((rule) => this.rule(rule)),
      guardrails: policy.guardrails.map((guardrail) => this.guardrail(guardrail)),
      facts,
      values: this.values,
      conditions: this.conditions,
    });
  }

  // --- values ----------------------------------------------------------------------------------

  private fact(fact: Fact): CheckedFact {
    const type = TYPES[fact.type];
    const column = this.table.addColumn({ fact: fact.name, type, fill: this.fillOf(fact) });
    this.values.set(fact.name, this.table.add({ kind: "column", column, type, nullable: fact.nullable }));
    return Object.freeze({ fact, column });
  }

  private fillOf(fact: Fact): FactValue | undefined {
    if (fact.scope === "borrower") return null;
    return Object.hasOwn(this.scenario, fact.name) ? this.scenario[fact.name] : undefined;
  }

  private value(name: string): NodeId {
    const id = this.values.get(name);
    if (id === undefined) throw new Error(`a valid policy reads \`${name}\`, which it does not declare`);
    return id;
  }

  private node(id: NodeId): Node {
    return this.table.nodes[id] as Node;
  }

  private nullable(id: NodeId): boolean {
    return (this.node(id) as ValueNode).nullable;
  }

  private typeOf(id: NodeId): ValueType {
    return (this.node(id) as ValueNode).type;
  }

  private withDefault(operand: NodeId, value: number | boolean | string): NodeId {
    return this.nullable(operand)
      ? this.table.add({ kind: "default", operand, value, type: this.typed(this.typeOf(operand), value), nullable: false })
      : operand;
  }

  /** The type of a null literal is whatever stands beside it. */
  private typed(type: ValueType, beside: number | boolean | string): ValueType {
    return typeof beside === "number" ? "number" : typeof beside === "boolean" ? "boolean" : type === "texts" ? type : "text";
  }

  private expression(e: Expression): NodeId {
    const { table } = this;
    const next = (child: Expression) => this.expression(child);
    switch (e.kind) {
      case "literal":
        return table.add({ kind: "literal", value: e.value, type: literalType(e.value), nullable: e.value === null });
      case "fact":
        return this.value(e.name);
      case "arithmetic":
        return table.add({
          kind: "arithmetic",
          operator: e.operator,
          left: next(e.left),
          right: next(e.right),
          type: "number",
          nullable: true,
        });
      case "negate": {
        const operand = next(e.operand);
        return table.add({ kind: "negate", operand, type: "number", nullable: this.nullable(operand) });
      }
      case "compare": {
        const [left, right] = [next(e.left), next(e.right)];
        const ordering = e.operator !== "=" && e.operator !== "!=";
        return table.add({
          kind: "compare",
          operator: e.operator,
          left,
          right,
          type: "boolean",
          nullable: ordering && (this.nullable(left) || this.nullable(right)),
        });
      }
      case "between":
        return this.between(next(e.operand), next(e.low), next(e.high));
      case "and":
      case "or": {
        const [left, right] = [next(e.left), next(e.right)];
        return table.add({
          kind: "logic",
          operator: e.kind,
          left,
          right,
          type: "boolean",
          nullable: this.nullable(left) || this.nullable(right),
        });
      }
      case "not": {
        const operand = next(e.operand);
        return table.add({ kind: "invert", operand, type: "boolean", nullable: this.nullable(operand) });
      }
      case "if":
        return this.choose(next(e.test), next(e.then), next(e.else));
      case "call": {
        const args = e.arguments.map(next);
        return table.add({
          kind: "call",
          function: e.function,
          arguments: args,
          type: "number",
          nullable: args.some((id) => this.nullable(id)),
        });
      }
      default:
        return e satisfies never;
    }
  }

  /** Null if any of the three is, even where one comparison alone is false: `low <= high` is null exactly where either is, and otherwise adds nothing. */
  private between(operand: NodeId, low: NodeId, high: NodeId): NodeId {
    const compare = (operator: ">=" | "<=", right: NodeId) => {
      const nullable = this.nullable(operand) || this.nullable(right);
      return this.table.add({ kind: "compare", operator, left: operand, right, type: "boolean", nullable });
    };
    const [above, below] = [compare(">=", low), compare("<=", high)];
    const nullable = this.nullable(above) || this.nullable(below);
    const both = this.table.add({ kind: "logic", operator: "and", left: above, right: below, type: "boolean", nullable });
    if (!nullable) return both;
    const known = [above, below].map((side) => this.isKnown(side));
    const whole = this.table.add({
      kind: "logic",
      operator: "and",
      left: known[0] as NodeId,
      right: known[1] as NodeId,
      type: "boolean",
      nullable: false,
    });
    return this.choose(whole, both, this.table.add({ kind: "literal", value: null, type: "boolean", nullable: true }));
  }

  private isKnown(value: NodeId): NodeId {
    const nothing = this.table.add({ kind: "literal", value: null, type: this.typeOf(value), nullable: true });
    return this.table.add({ kind: "compare", operator: "!=", left: value, right: nothing, type: "boolean", nullable: false });
  }

  private choose(test: NodeId, then: NodeId, otherwise: NodeId): NodeId {
    const isNothing = (id: NodeId) => {
      const node = this.node(id);
      return node.kind === "literal" && node.value === null;
    };
    const type = isNothing(then) ? this.typeOf(otherwise) : this.typeOf(then);
    return this.table.add({ kind: "choose", test, then, otherwise, type, nullable: this.nullable(then) || this.nullable(otherwise) });
  }

  // --- conditions ------------------------------------------------------------------------------

  private shared(name: string): NodeId {
    const known = this.conditions.get(name);
    if (known !== undefined) return known;
    const id = this.condition(this.policy.conditions.get(name) as Condition);
    this.conditions.set(name, id);
    return id;
  }

  private condition(condition: Condition): NodeId {
    switch (condition.kind) {
      case "all":
      case "any": {
        const ids = [...new Set(condition.conditions.map((c) => this.condition(c)))].sort((a, b) => a - b);
        return ids.length === 1 ? (ids[0] as NodeId) : this.table.add({ kind: condition.kind, conditions: ids });
      }
      case "not":
        return this.not(this.condition(condition.condition));
      case "reference":
        return this.shared(condition.name);
      case "test":
        return this.test(condition);
      default:
        return condition satisfies never;
    }
  }

  private not(condition: NodeId): NodeId {
    const node = this.node(condition);
    return node.kind === "not" ? node.condition : this.table.add({ kind: "not", condition });
  }

  private test(test: TestCondition): NodeId {
    const value = this.value(test.fact);
    switch (test.operator) {
      case "equal":
        return this.equal(value, test);
      case "notEqual":
        return this.not(this.equal(value, test));
      case "in":
        return this.oneOf(value, test);
      case "notIn":
        return this.not(this.oneOf(value, test));
      case "contains":
        return this.has(value, test);
      case "doesNotContain":
        return this.hasNot(value, test);
      case "lessThan":
      case "lessThanInclusive":
      case "greaterThan":
      case "greaterThanInclusive": {
        const operator = ORDER[test.operator] as OrderOperator;
        if (test.operand.kind === "fact")
          return this.table.add({ kind: "order-values", operator, left: value, right: this.value(test.operand.fact) });
        return this.table.add({ kind: "order", operator, value, constant: zeroed(test.operand.value as number) });
      }
      default:
        return test.operator satisfies never;
    }
  }

  private equal(value: NodeId, { operand }: TestCondition): NodeId {
    if (operand.kind === "fact") {
      const other = this.value(operand.fact);
      return this.table.add({ kind: "equal-values", left: Math.min(value, other), right: Math.max(value, other) });
    }
    const constant = operand.value as FactValue;
    return constant === null ? this.isNull(value) : this.oneOfConstants(value, [constant as number | boolean | string]);
  }

  private isNull(value: NodeId): NodeId {
    return this.nullable(value) ? this.table.add({ kind: "is-null", value }) : this.constant(false);
  }

  private constant(value: boolean): NodeId {
    return this.table.add({ kind: "constant", value });
  }

  private oneOf(value: NodeId, { operand }: TestCondition): NodeId {
    if (operand.kind === "fact") return this.table.add({ kind: "has-value", list: this.value(operand.fact), text: value });
    const list = operand.value as readonly FactValue[];
    const constants = list.filter((c): c is number | boolean | string => c !== null && typeof c !== "object");
    const known = this.oneOfConstants(value, constants);
    if (!list.includes(null) || !this.nullable(value)) return known;
    const ids = [known, this.isNull(value)].sort((a, b) => a - b);
    return constants.length === 0 ? this.isNull(value) : this.table.add({ kind: "any", conditions: ids });
  }

  private oneOfConstants(value: NodeId, constants: readonly (number | boolean | string)[]): NodeId {
    const once = [...new Set(constants.map(zeroed))].sort((a, b) => (a < b ? -1 : 1));
    return once.length === 0 ? this.constant(false) : this.table.add({ kind: "one-of", value, constants: Object.freeze(once) });
  }

  private has(list: NodeId, { operand }: TestCondition): NodeId {
    if (operand.kind === "fact") return this.table.add({ kind: "has-value", list, text: this.value(operand.fact) });
    return this.table.add({ kind: "has", list, text: operand.value as string });
  }

  /** False where the list is null, as `contains` is. */
  private hasNot(list: NodeId, test: TestCondition): NodeId {
    const not = this.not(this.has(list, test));
    if (!this.nullable(list)) return not;
    return this.table.add({ kind: "all", conditions: [not, this.not(this.isNull(list))].sort((a, b) => a - b) });
  }

  // --- rules and guardrails --------------------------------------------------------------------

  private rule({ name, conditions, event }: Rule): RuleProgram {
    const { type, amount, reason, review } = event;
    return Object.freeze({
      name,
      condition: this.condition(conditions),
      type,
      amount: amount?.kind === "fact" ? this.amount(amount.fact) : amount,
      reason: this.table.addReason(reason),
      review,
    });
  }

  private guardrail({ name, applies, bound, when, reason }: Guardrail): GuardrailProgram {
    return Object.freeze({
      name,
      applies,
      bound: bound.kind === "fact" ? this.amount(bound.fact) : bound,
      when: when === null ? null : this.condition(when),
      reason: this.table.addReason(reason),
    });
  }

  private amount(fact: string): ValueAmount {
    return Object.freeze({ kind: "value", value: this.value(fact), fact });
  }
}

function literalType(value: number | boolean | string | null): ValueType {
  return value === null || typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
}

/** Negative zero equals zero in every test. */
function zeroed<T extends number | boolean | string>(value: T): T {
  return value === 0 ? (0 as T) : value;
}
