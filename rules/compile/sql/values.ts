/**
 * The nodes of a program as SQL. Values are three-valued as the program has them; conditions are never null. What is
 * read more than once, or is written more than once by the dialect, becomes a column.
 */
import { checkFactValue } from "#rules/evaluate";
import type { FactValue } from "#rules/policy";
import {
  type ConditionNode,
  isValueNode,
  type Node,
  type NodeId,
  operandsOf,
  type Program,
  type ValueNode,
  type ValueType,
} from "../program.ts";
import type { Dialect } from "./dialect.ts";
import { isSafe, Ranges } from "./ranges.ts";
import { literal, type Piece, piece, type Stages } from "./stages.ts";
import { isWellFormed } from "./standard.ts";

/**
 * Where a fact stands in the source: its column's name, with a list's second column that is true (1) where the list is not known, or with the word
 * that null is no value there, so that the scenario's stands.
 */
export type SourceColumn =
  | string
  | { readonly column: string; readonly isNull: string }
  | { readonly column: string; readonly nullIs: "absent" };

const DEEPEST = 12;

export class Values {
  readonly ranges: Ranges;
  private readonly pieces = new Map<NodeId, Piece>();
  private readonly readers: readonly number[];

  constructor(
    readonly program: Program,
    readonly dialect: Dialect,
    readonly stages: Stages,
    private readonly columns: ReadonlyMap<string, SourceColumn>,
    roots: readonly NodeId[],
  ) {
    this.ranges = new Ranges(program);
    this.readers = readersOf(program, roots);
  }

  /** A node's SQL. */
  of(id: NodeId): Piece {
    const known = this.pieces.get(id);
    if (known !== undefined) return known;
    const node = this.program.nodes[id] as Node;
    if (isValueNode(node) && this.isNothing(id)) return literal(this.dialect.nothing(node.type));
    const written = isValueNode(node) ? this.value(node, id) : this.condition(node);
    const kept = (this.readers[id] as number) > 1 || written.depth > DEEPEST ? this.stages.column(written) : written;
    this.pieces.set(id, kept);
    return kept;
  }

  /** The same as a column or literal, safe to write twice. */
  simple(id: NodeId): Piece {
    const kept = this.stages.column(this.of(id));
    this.pieces.set(id, kept);
    return kept;
  }

  isNullable(id: NodeId): boolean {
    const node = this.program.nodes[id] as Node;
    return isValueNode(node) && node.nullable;
  }

  typeOf(id: NodeId): ValueType {
    return (this.program.nodes[id] as ValueNode).type;
  }

  /** Whether a value is null. */
  isNull(id: NodeId): Piece {
    const node = this.program.nodes[id] as Node;
    if (this.isNothing(id)) return literal(this.dialect.boolean(true));
    if (node.kind === "column" && node.type === "texts") return this.listIsNull(node.column);
    return piece([this.of(id)], (value) => `(${value} IS NULL)`);
  }

  // --- columns -------------------------------------------------------------------------------------

  /** Whether the source gives the column; else its `fill` stands there. */
  isGiven(column: number): boolean {
    return this.columns.has((this.program.columns[column] as Program["columns"][number]).fact);
  }

  /** The column as the source has it, or its fill. Never checked. */
  raw(column: number): Piece {
    const { fact, type, fill } = this.program.columns[column] as Program["columns"][number];
    const source = this.columns.get(fact);
    if (source === undefined) return literal(this.constant(this.isAcceptable(column, fill) ? (fill as FactValue) : null, type));
    const name = typeof source === "string" ? source : source.column;
    const read = this.dialect.read(this.dialect.identifier(name), type);
    const isFilled = this.nullIsAbsent(column) && this.isAcceptable(column, fill) && fill !== null;
    return this.stages.column(piece([], () => (isFilled ? `coalesce(${read}, ${this.constant(fill as FactValue, type)})` : read)));
  }

  /** Whether null in the column is no value. */
  nullIsAbsent(column: number): boolean {
    const source = this.columns.get((this.program.columns[column] as Program["columns"][number]).fact);
    return typeof source === "object" && "nullIs" in source;
  }

  /** Whether a list is not known. */
  listIsNull(column: number): Piece {
    const { fact, fill } = this.program.columns[column] as Program["columns"][number];
    const source = this.columns.get(fact);
    if (source === undefined) return literal(this.dialect.boolean(!this.isAcceptable(column, fill) || fill === null));
    if (typeof source === "object" && "isNull" in source)
      return this.stages.column(piece([], () => this.dialect.read(this.dialect.identifier(source.isNull), "boolean")));
    return this.dialect.name === "clickhouse"
      ? literal(this.dialect.boolean(false))
      : piece([this.raw(column)], (list) => `(${list} IS NULL)`);
  }

  private isAcceptable(column: number, fill: FactValue | undefined): boolean {
    if (fill === undefined) return false;
    return this.program.versions.some(({ facts }) => facts.some((f) => f.column === column && checkFactValue(f.fact, fill) === null));
  }

  /** The column as expressions read it. Where the engine raises errors on extreme numbers, what no version accepts is null here. */
  private checked(column: number): Piece {
    const raw = this.raw(column);
    const { type } = this.program.columns[column] as Program["columns"][number];
    if (!this.dialect.throwsOnRange || type !== "number" || !this.isGiven(column)) return raw;
    const { most, least } = this.ranges.ofColumn(column);
    const { number } = this.dialect;
    const highest = number(Math.min(most, Number.MAX_VALUE));
    return this.stages.column(
      piece([raw], (value) => {
        const small = least > 0 ? ` AND (abs(${value}) >= ${number(least)} OR ${value} = 0)` : "";
        return this.dialect.when([[`abs(${value}) <= ${highest}${small}`, value]], null);
      }),
    );
  }

  constant(value: FactValue, type: ValueType): string {
    const { dialect } = this;
    if (value === null) return dialect.nothing(type);
    if (typeof value === "number") return dialect.number(value);
    if (typeof value === "boolean") return dialect.boolean(value);
    return typeof value === "string" ? dialect.text(storable(value)) : dialect.texts(value.map(storable));
  }

  // --- values --------------------------------------------------------------------------------------

  private value(node: ValueNode, id: NodeId): Piece {
    const { dialect } = this;
    switch (node.kind) {
      case "column":
        return this.checked(node.column);
      case "literal":
        return literal(this.constant(node.value, node.type));
      case "arithmetic":
        return this.arithmetic(node, id);
      case "negate":
        return piece([this.of(node.operand)], (x) => `(-${x})`);
      case "compare":
        return this.compare(node);
      case "logic": {
        const operands = [node.left, node.right].map((side) => this.typed(side, "boolean", node.nullable));
        if (!node.nullable) return piece(operands, (a, b) => `(${a} ${node.operator.toUpperCase()} ${b})`);
        return piece(operands, (a, b) =>
          node.operator === "and" ? dialect.and(a as string, b as string) : dialect.or(a as string, b as string),
        );
      }
      case "invert":
        return piece([this.of(node.operand)], (x) => `(NOT ${x})`);
      case "choose": {
        const type = this.realType(id) ?? node.type;
        return piece([this.of(node.test), this.typed(node.then, type), this.typed(node.otherwise, type)], (test, a, b) =>
          dialect.when([[test as string, a as string]], b as string),
        );
      }
      case "call":
        return this.call(node);
      case "default":
        return piece([this.typed(node.operand, typeOfConstant(node.value))], (x) =>
          dialect.coalesce(x as string, this.constant(node.value, node.type)),
        );
      default:
        return node satisfies never;
    }
  }

  private arithmetic({ operator, left, right }: Extract<ValueNode, { kind: "arithmetic" }>, id: NodeId): Piece {
    const { dialect } = this;
    if (this.isWithinDoubles(id)) {
      if (operator !== "/") return piece([this.of(left), this.of(right)], (a, b) => `(${a} ${operator} ${b})`);
      const divisor = this.simple(right);
      return piece([this.of(left), divisor], (a, b) => dialect.when([[`${b} <> 0`, `${a} / ${b}`]], null));
    }
    const operands = [this.solid(left), this.solid(right)];
    return piece(operands, (a, b) => dialect.guarded(operator, a as string, b as string));
  }

  private isWithinDoubles(id: NodeId): boolean {
    const range = this.ranges.of(id);
    return this.dialect.throwsOnRange ? isSafe(range) : range.most <= 1e290;
  }

  /** A column even of a literal, so that no engine computes with constants ahead of time and fails. */
  private solid(id: NodeId): Piece {
    return this.stages.column(this.of(id), { literals: true });
  }

  private compare({ operator, left, right }: Extract<ValueNode, { kind: "compare" }>): Piece {
    if (operator !== "=" && operator !== "!=") return piece([this.of(left), this.of(right)], (a, b) => `(${a} ${operator} ${b})`);
    const same = this.same(left, right);
    return operator === "=" ? same : piece([same], (test) => `(NOT ${test})`);
  }

  /** Equal, or both null. */
  private same(left: NodeId, right: NodeId): Piece {
    const nothing = [left, right].find((id) => this.isNothing(id));
    if (nothing !== undefined) return this.isNull(nothing === left ? right : left);
    if (!this.isNullable(left) && !this.isNullable(right)) return piece([this.of(left), this.of(right)], (a, b) => `(${a} = ${b})`);
    return piece([this.simple(left), this.simple(right)], (a, b) => this.dialect.same(a as string, b as string));
  }

  /** Whether a value is null for every borrower. */
  private isNothing(id: NodeId): boolean {
    const node = this.program.nodes[id] as Node;
    switch (node.kind) {
      case "literal":
        return node.value === null;
      case "choose":
        return this.isNothing(node.then) && this.isNothing(node.otherwise);
      case "negate":
      case "invert":
      case "arithmetic":
      case "call":
        return operandsOf(node).some((operand) => this.isNothing(operand));
      case "compare":
        return node.operator !== "=" && node.operator !== "!=" && operandsOf(node).some((operand) => this.isNothing(operand));
      default:
        return false;
    }
  }

  /** A value's SQL with the type that stands beside it: a null takes any. */
  private typed(id: NodeId, type: ValueType, isSimple = false): Piece {
    if (this.isNothing(id)) return literal(this.dialect.nothing(type));
    return isSimple ? this.simple(id) : this.of(id);
  }

  /** The type of a value's branches that are not just null. */
  private realType(id: NodeId): ValueType | null {
    const node = this.program.nodes[id] as ValueNode;
    if (this.isNothing(id)) return null;
    return node.kind === "choose" ? (this.realType(node.then) ?? this.realType(node.otherwise)) : node.type;
  }

  private call({ function: name, arguments: ids }: Extract<ValueNode, { kind: "call" }>): Piece {
    if (name !== "min" && name !== "max") return piece([this.of(ids[0] as NodeId)], (x) => `${name === "ceiling" ? "ceil" : name}(${x})`);
    const all = ids.map((id) => this.simple(id));
    const nullable = all.filter((_, i) => this.isNullable(ids[i] as NodeId));
    const { dialect } = this;
    return piece(all, (...values) => {
      const chosen = name === "min" ? dialect.least(values) : dialect.greatest(values);
      return nullable.length === 0 ? chosen : dialect.when([[nullable.map(({ sql }) => `${sql} IS NOT NULL`).join(" AND "), chosen]], null);
    });
  }

  // --- conditions ----------------------------------------------------------------------------------

  private condition(node: ConditionNode): Piece {
    const { dialect } = this;
    switch (node.kind) {
      case "is-null":
        return this.isNull(node.value);
      case "order":
        return this.test([node.value], (value) => `${value} ${node.operator} ${dialect.number(node.constant)}`);
      case "order-values":
        return this.test([node.left, node.right], (a, b) => `${a} ${node.operator} ${b}`);
      case "one-of":
        return this.test([node.value], (value) =>
          dialect.oneOf(
            value as string,
            node.constants.map((constant) => this.constant(constant, this.typeOf(node.value))),
          ),
        );
      case "equal-values":
        return this.same(node.left, node.right);
      case "has":
        return this.has(node.list, literal(this.constant(node.text, "text")), []);
      case "has-value":
        return this.has(node.list, this.simple(node.text), this.isNullable(node.text) ? [this.simple(node.text)] : []);
      case "all":
      case "any":
        return piece(
          node.conditions.map((id) => this.of(id)),
          (...tests) => `(${tests.join(node.kind === "all" ? " AND " : " OR ")})`,
        );
      case "not":
        return piece([this.of(node.condition)], (test) => `(NOT ${test})`);
      case "constant":
        return literal(dialect.boolean(node.value));
      default:
        return node satisfies never;
    }
  }

  /** A test of values, false where one of them is null. */
  private test(ids: readonly NodeId[], write: (...values: string[]) => string): Piece {
    if (ids.some((id) => this.isNothing(id))) return literal(this.dialect.boolean(false));
    const operands = ids.map((id) => (this.isNullable(id) ? this.simple(id) : this.of(id)));
    const nullable = operands.filter((_, i) => this.isNullable(ids[i] as NodeId));
    return piece(operands, (...values) =>
      this.dialect.truth(
        write(...values),
        nullable.map(({ sql }) => sql),
      ),
    );
  }

  private has(list: NodeId, text: Piece, nullable: readonly Piece[]): Piece {
    const known = this.isNullable(list) ? piece([this.isNull(list)], (isNull) => `NOT ${isNull}`) : null;
    const operands = [this.of(list), text, ...(known === null ? [] : [known])];
    return piece([...operands, ...nullable], (all, item, isKnown) => {
      const guards = [...(known === null ? [] : [isKnown]), ...nullable.map(({ sql }) => `${sql} IS NOT NULL`)];
      const found = this.dialect.has(all as string, item as string);
      return `(${[...guards, nullable.length > 0 ? this.dialect.truth(found, [item as string]) : found].join(" AND ")})`;
    });
  }
}

function typeOfConstant(value: number | boolean | string): ValueType {
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
}

/** Half of a surrogate pair is in no UTF-8: a text that holds one equals no value of a database, and neither does its stand-in. */
function storable(text: string): string {
  return isWellFormed(text) ? text : `\uFFFF${text.length}`;
}

/** How many nodes read each node, counting those that the roots need; a root counts as read twice, for all that is done with it. */
function readersOf(program: Program, roots: readonly NodeId[]): number[] {
  const readers = program.nodes.map(() => 0);
  const seen = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    readers[id] = (readers[id] as number) + 1;
    if (seen.has(id)) return;
    seen.add(id);
    for (const operand of operandsOf(program.nodes[id] as Node)) visit(operand);
  };
  for (const id of roots) {
    visit(id);
    readers[id] = (readers[id] as number) + 1;
  }
  return readers;
}
