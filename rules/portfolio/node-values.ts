/**
 * The value of one node of a program, row by row: what a breakdown by a derived fact or a shared condition needs and the
 * columnar evaluator does not keep. Plain closures over the batch's columns; nulls as the policy document has them.
 */
import {
  type ComparisonOperator,
  type Node,
  type NodeId,
  type OrderOperator,
  type Program,
  type RawBatch,
  type ValueNode,
  valueAt,
} from "#rules/compile";
import type { FactValue } from "#rules/policy";

type Read = (row: number) => FactValue;
type Test = (row: number) => boolean;

export class NodeValues {
  private batch: RawBatch = { rows: 0, columns: new Map() };
  private readonly reads = new Map<NodeId, Read>();
  private readonly tests = new Map<NodeId, Test>();

  constructor(private readonly program: Program) {}

  /** Takes the rows that are read from here on; every row that is read must have an outcome. */
  load(batch: RawBatch): void {
    this.batch = batch;
  }

  /** The value of a value node by row of the batch that is loaded then. */
  reader(id: NodeId): Read {
    const known = this.reads.get(id);
    if (known !== undefined) return known;
    const made = this.readerOf(this.program.nodes[id] as ValueNode);
    this.reads.set(id, made);
    return made;
  }

  /** Whether a condition node holds, by row. */
  tester(id: NodeId): Test {
    const known = this.tests.get(id);
    if (known !== undefined) return known;
    const made = this.testerOf(this.program.nodes[id] as Node);
    this.tests.set(id, made);
    return made;
  }

  private readerOf(node: ValueNode): Read {
    switch (node.kind) {
      case "column":
        return this.columnReader(node.column);
      case "literal":
        return () => node.value;
      case "arithmetic": {
        const [left, right] = [this.reader(node.left), this.reader(node.right)];
        return (row) => arithmetic(node.operator, left(row), right(row));
      }
      case "negate": {
        const operand = this.reader(node.operand);
        return (row) => finite(operand(row), (x) => -x);
      }
      case "compare": {
        const [left, right] = [this.reader(node.left), this.reader(node.right)];
        return (row) => compare(node.operator, left(row), right(row));
      }
      case "logic": {
        const [left, right] = [this.reader(node.left), this.reader(node.right)];
        const decisive = node.operator === "or";
        return (row) => logic(decisive, left(row), right(row));
      }
      case "invert": {
        const operand = this.reader(node.operand);
        return (row) => {
          const value = operand(row);
          return value === null ? null : !value;
        };
      }
      case "choose": {
        const [test, then, otherwise] = [this.reader(node.test), this.reader(node.then), this.reader(node.otherwise)];
        return (row) => (test(row) === true ? then(row) : otherwise(row));
      }
      case "call": {
        const readers = node.arguments.map((id) => this.reader(id));
        const compute = FUNCTIONS[node.function];
        return (row) => {
          const values = readers.map((read) => read(row));
          if (values.includes(null)) return null;
          const result = compute(values as number[]);
          return Number.isFinite(result) ? result : null;
        };
      }
      case "default": {
        const operand = this.reader(node.operand);
        return (row) => operand(row) ?? node.value;
      }
      default:
        return node satisfies never;
    }
  }

  private columnReader(index: number): Read {
    const column = this.program.columns[index];
    if (column === undefined) throw new Error(`the program has no column ${index}`);
    const fill = column.fill ?? null;
    return (row) => {
      const raw = this.batch.columns.get(column.fact);
      const given = valueAt(raw, row);
      return given === undefined ? fill : given;
    };
  }

  private testerOf(node: Node): Test {
    switch (node.kind) {
      case "is-null": {
        const value = this.reader(node.value);
        return (row) => value(row) === null;
      }
      case "order": {
        const value = this.reader(node.value);
        return (row) => ordered(node.operator, value(row), node.constant);
      }
      case "order-values": {
        const [left, right] = [this.reader(node.left), this.reader(node.right)];
        return (row) => ordered(node.operator, left(row), right(row));
      }
      case "one-of": {
        const [value, constants] = [this.reader(node.value), new Set<FactValue>(node.constants)];
        return (row) => constants.has(value(row));
      }
      case "equal-values": {
        const [left, right] = [this.reader(node.left), this.reader(node.right)];
        return (row) => left(row) === right(row);
      }
      case "has": {
        const list = this.reader(node.list);
        return (row) => (list(row) as readonly string[] | null)?.includes(node.text) ?? false;
      }
      case "has-value": {
        const [list, text] = [this.reader(node.list), this.reader(node.text)];
        return (row) => (list(row) as readonly string[] | null)?.includes(text(row) as string) ?? false;
      }
      case "all": {
        const tests = node.conditions.map((id) => this.tester(id));
        return (row) => tests.every((test) => test(row));
      }
      case "any": {
        const tests = node.conditions.map((id) => this.tester(id));
        return (row) => tests.some((test) => test(row));
      }
      case "not": {
        const test = this.tester(node.condition);
        return (row) => !test(row);
      }
      case "constant":
        return () => node.value;
      default:
        throw new Error(`a ${node.kind} node is a value, not a condition`);
    }
  }
}

const FUNCTIONS: Readonly<Record<"min" | "max" | "abs" | "floor" | "ceiling", (xs: readonly number[]) => number>> = {
  min: (xs) => Math.min(...xs),
  max: (xs) => Math.max(...xs),
  abs: ([x]) => Math.abs(x as number),
  floor: ([x]) => Math.floor(x as number),
  ceiling: ([x]) => Math.ceil(x as number),
};

function finite(value: FactValue, compute: (x: number) => number): number | null {
  if (value === null) return null;
  const result = compute(value as number);
  return Number.isFinite(result) ? result : null;
}

function arithmetic(operator: "+" | "-" | "*" | "/", left: FactValue, right: FactValue): number | null {
  if (right === null) return null;
  const b = right as number;
  return finite(left, (a) => (operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : a / b));
}

function compare(operator: ComparisonOperator, left: FactValue, right: FactValue): boolean | null {
  if (operator === "=") return left === right;
  if (operator === "!=") return left !== right;
  return left === null || right === null ? null : ordered(operator, left, right);
}

function ordered(operator: OrderOperator, left: FactValue, right: FactValue): boolean {
  if (left === null || right === null) return false;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

/** `decisive` is the operand that settles the result: true for or, false for and. */
function logic(decisive: boolean, left: FactValue, right: FactValue): boolean | null {
  if (left === decisive || right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}
