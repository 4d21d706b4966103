/**
 * How large and how small a number can be: `most` bounds its magnitude, `least` bounds it from below where it is not zero. Where a result
 * cannot leave the doubles, SQL needs no guard around it. Bounds are those of the facts' types and declarations.
 */
import type { Fact } from "#rules/policy";
import type { Node, NodeId, Program, ValueNode } from "../program.ts";

export interface Range {
  readonly most: number;
  readonly least: number;
}

const UNKNOWN: Range = { most: Infinity, least: 0 };
const SAFE: Range = { most: 1e290, least: 1e-290 };

/** Whether every number of the range is a double that no engine stumbles over. */
export function isSafe({ most, least }: Range): boolean {
  return most <= SAFE.most && least >= SAFE.least;
}

/** Ranges of the nodes that hold numbers, computed where asked. */
export class Ranges {
  private readonly known = new Map<NodeId, Range>();

  constructor(private readonly program: Program) {}

  of(id: NodeId): Range {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const range = this.computed(this.program.nodes[id] as Node);
    this.known.set(id, range);
    return range;
  }

  /** Of a column, over all versions that read it: the widest that any of them takes. */
  ofColumn(column: number): Range {
    const facts = this.program.versions.flatMap((version) => version.facts.filter((checked) => checked.column === column));
    return facts.length === 0 ? UNKNOWN : facts.map(({ fact }) => rangeOfFact(fact)).reduce(union);
  }

  private computed(node: Node): Range {
    if (!("type" in node) || node.type !== "number") return UNKNOWN;
    switch (node.kind) {
      case "column":
        return this.ofColumn(node.column);
      case "literal":
        return ofNumber(typeof node.value === "number" ? node.value : 0);
      case "negate":
        return this.of(node.operand);
      case "choose":
        return union(this.of(node.then), this.of(node.otherwise));
      case "default":
        return union(this.of(node.operand), ofNumber(typeof node.value === "number" ? node.value : 0));
      case "arithmetic":
        return arithmetic(node, this.of(node.left), this.of(node.right));
      case "call":
        return call(node, node.arguments.map((argument) => this.of(argument)).reduce(union));
      default:
        return UNKNOWN;
    }
  }
}

function ofNumber(value: number): Range {
  return value === 0 ? { most: 0, least: Infinity } : { most: Math.abs(value), least: Math.abs(value) };
}

function rangeOfFact(fact: Fact): Range {
  const { most, least } =
    fact.type === "money" ? { most: 1e12, least: 0.01 } : fact.type === "integer" ? { most: 2 ** 53, least: 1 } : UNKNOWN;
  if (fact.min === null || fact.max === null) return { most, least };
  return { most: Math.min(most, Math.max(Math.abs(fact.min), Math.abs(fact.max))), least };
}

function union(a: Range, b: Range): Range {
  return { most: Math.max(a.most, b.most), least: Math.min(a.least, b.least) };
}

/** A sum of doubles is a multiple of the smallest unit in the last place of its terms. */
function arithmetic({ operator }: Extract<ValueNode, { kind: "arithmetic" }>, a: Range, b: Range): Range {
  if (operator === "*") return { most: product(a.most, b.most), least: product(a.least, b.least) };
  if (operator === "/") return { most: product(a.most, 1 / b.least), least: product(a.least, 1 / b.most) };
  return { most: a.most + b.most, least: Math.min(a.least, b.least) * 2 ** -53 };
}

/** Bounds that are products of bounds, with room for rounding; zero times infinity is not known. */
function product(a: number, b: number): number {
  const result = a * b;
  return Number.isNaN(result) ? (a === Infinity ? b : a) : result;
}

function call({ function: name }: Extract<ValueNode, { kind: "call" }>, all: Range): Range {
  return name === "floor" || name === "ceiling" ? { most: all.most + 1, least: 1 } : all;
}
