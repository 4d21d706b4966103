/**
 * The program: one or two valid policies as a small typed tree of plain, frozen data, the only thing
 * that the compilers read. Nodes stand in one table, each after those that it reads; equal nodes
 * are one, within a policy and across the policies of a comparison. Names of facts are gone: a test reads the
 * node of its value. Money is integer hundredths, percentages are basis points, as in `ValidPolicy`.
 */
import type { Amount, BasisPoints, EventType, Fact, FactValue, Hundredths, Strategy, ValidPolicy } from "#rules/policy";

/** Index of a node in `Program.nodes`. */
export type NodeId = number;

/** What a value node holds; null where its node is nullable. `texts` is a fact of type `strings`. */
export type ValueType = "number" | "boolean" | "text" | "texts";

export type ArithmeticOperator = "+" | "-" | "*" | "/";
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type OrderOperator = "<" | "<=" | ">" | ">=";
export type FunctionName = "min" | "max" | "abs" | "floor" | "ceiling";

/**
 * A value of a borrower, three-valued where it is boolean. Arithmetic is on IEEE doubles in the order written;
 * null in, division by zero, NaN and infinity give null.
 */
export type ValueNode =
  /** `column` is an index in `Program.columns`. */
  | Typed<{ readonly kind: "column"; readonly column: number }>
  | Typed<{ readonly kind: "literal"; readonly value: number | boolean | string | null }>
  | Typed<{ readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: NodeId; readonly right: NodeId }>
  | Typed<{ readonly kind: "negate"; readonly operand: NodeId }>
  /** `=` and `!=` take null as a value that equals only itself; orderings with null give null. */
  | Typed<{ readonly kind: "compare"; readonly operator: ComparisonOperator; readonly left: NodeId; readonly right: NodeId }>
  | Typed<{ readonly kind: "logic"; readonly operator: "and" | "or"; readonly left: NodeId; readonly right: NodeId }>
  | Typed<{ readonly kind: "invert"; readonly operand: NodeId }>
  /** Takes `otherwise` unless `test` is true. */
  | Typed<{ readonly kind: "choose"; readonly test: NodeId; readonly then: NodeId; readonly otherwise: NodeId }>
  | Typed<{ readonly kind: "call"; readonly function: FunctionName; readonly arguments: readonly NodeId[] }>
  /** `value` where the operand is null. */
  | Typed<{ readonly kind: "default"; readonly operand: NodeId; readonly value: number | boolean | string }>;

type Typed<T> = T & { readonly type: ValueType; readonly nullable: boolean };

/** True or false of a borrower, never null. Negative operators are `not` of the positive ones, with null as the policy document has it. */
export type ConditionNode =
  | { readonly kind: "is-null"; readonly value: NodeId }
  /** False where the value is null. */
  | { readonly kind: "order"; readonly operator: OrderOperator; readonly value: NodeId; readonly constant: number }
  | { readonly kind: "order-values"; readonly operator: OrderOperator; readonly left: NodeId; readonly right: NodeId }
  /** The value is one of the constants, none of which is null; false where it is null. */
  | { readonly kind: "one-of"; readonly value: NodeId; readonly constants: readonly (number | boolean | string)[] }
  /** Equal, or both null. */
  | { readonly kind: "equal-values"; readonly left: NodeId; readonly right: NodeId }
  /** The list holds the text; false where the list is null. */
  | { readonly kind: "has"; readonly list: NodeId; readonly text: string }
  /** The same with the text of another value, never null where the policy was checked. False where either is null. */
  | { readonly kind: "has-value"; readonly list: NodeId; readonly text: NodeId }
  | { readonly kind: "all" | "any"; readonly conditions: readonly NodeId[] }
  | { readonly kind: "not"; readonly condition: NodeId }
  | { readonly kind: "constant"; readonly value: boolean };

export type Node = ValueNode | ConditionNode;

/**
 * What a borrower gives. Two versions that read a fact as the same type, and under the same scenario, share a column.
 * `fill` stands where the borrower itself gives nothing: the scenario's value, else null; undefined where nothing may stand
 * there (a fact of scenario scope that neither gives is an error).
 */
export interface Column {
  readonly fact: string;
  readonly type: ValueType;
  readonly fill: FactValue | undefined;
}

/** A fact of a version with its column, to check borrowers by: type, bounds, null. */
export interface CheckedFact {
  readonly fact: Fact;
  readonly column: number;
}

export interface RuleProgram {
  readonly name: string;
  readonly condition: NodeId;
  readonly type: EventType;
  readonly amount: Exclude<Amount, { kind: "fact" }> | ValueAmount | null;
  /** Index in `Program.reasons`. */
  readonly reason: number;
  readonly review: boolean;
}

/** An amount of money from a value: rounded to hundredths, half away from zero; null or negative has no effect. */
export interface ValueAmount {
  readonly kind: "value";
  readonly value: NodeId;
  /** The fact's name in its policy. */
  readonly fact: string;
}

export interface GuardrailProgram {
  readonly name: string;
  readonly applies: "increase" | "decrease";
  /** A value is rounded to hundredths; null does not bind. */
  readonly bound: { readonly kind: "amount"; readonly hundredths: Hundredths } | ValueAmount;
  readonly when: NodeId | null;
  readonly reason: number;
}

export interface VersionProgram {
  readonly policy: ValidPolicy;
  /** The part of the given scenario that the policy declares. */
  readonly scenario: Readonly<Record<string, FactValue>>;
  readonly strategy: Strategy;
  readonly limit: {
    readonly value: NodeId;
    readonly balance: NodeId | null;
    readonly step: Hundredths;
    readonly minChange: { readonly amount: Hundredths; readonly basisPoints: BasisPoints };
    readonly reviewDecreaseBasisPoints: BasisPoints | null;
  };
  /** Enabled rules in the total order. */
  readonly rules: readonly RuleProgram[];
  readonly guardrails: readonly GuardrailProgram[];
  /** Every declared fact, read or not, in the order of the declarations. */
  readonly facts: readonly CheckedFact[];
  /** By name: the node of every fact and derived fact (the protected ones are there for breakdowns). */
  readonly values: ReadonlyMap<string, NodeId>;
  /** By name: the node of every shared condition. */
  readonly conditions: ReadonlyMap<string, NodeId>;
}

/** The nodes of a program may be more than it reads: a table of nodes lives on from one program to the next (`NodeTable`). */
export interface Program {
  readonly columns: readonly Column[];
  readonly nodes: readonly Node[];
  /** One, or the baseline and the candidate. */
  readonly versions: readonly VersionProgram[];
  /** Reason codes of all versions, each once. */
  readonly reasons: readonly string[];
}

export function isValueNode(node: Node): node is ValueNode {
  return "type" in node;
}

/** The nodes that a node reads directly. */
export function operandsOf(node: Node): readonly NodeId[] {
  switch (node.kind) {
    case "column":
    case "literal":
    case "constant":
      return [];
    case "arithmetic":
    case "compare":
    case "logic":
    case "order-values":
    case "equal-values":
      return [node.left, node.right];
    case "negate":
    case "invert":
    case "default":
      return [node.operand];
    case "choose":
      return [node.test, node.then, node.otherwise];
    case "call":
      return node.arguments;
    case "is-null":
    case "order":
    case "one-of":
      return [node.value];
    case "has":
      return [node.list];
    case "has-value":
      return [node.list, node.text];
    case "all":
    case "any":
      return node.conditions;
    case "not":
      return [node.condition];
    default:
      return node satisfies never;
  }
}
