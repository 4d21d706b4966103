/**
 * Derived facts' expressions: a subset of FEEL, read by the FEEL grammar of lezer-feel and turned
 * into a small typed tree. In: text and what each name means. Out: the tree with its type, whether
 * it can be null, and how large it can be; or every problem with its position in the text.
 */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "lezer-feel";
import { suggestion } from "./names.ts";

export type ArithmeticOperator = "+" | "-" | "*" | "/";
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type FunctionName = "min" | "max" | "abs" | "floor" | "ceiling";

export type Expression =
  | { readonly kind: "literal"; readonly value: number | boolean | string | null }
  | { readonly kind: "fact"; readonly name: string }
  | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "negate"; readonly operand: Expression }
  | { readonly kind: "compare"; readonly operator: ComparisonOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "between"; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "if"; readonly test: Expression; readonly then: Expression; readonly else: Expression }
  | { readonly kind: "call"; readonly function: FunctionName; readonly arguments: readonly Expression[] };

/** What an expression can give. `magnitude` bounds a number's absolute value, to tell where a result may overflow to null. */
export interface ValueType {
  readonly type: "number" | "boolean" | "string" | "null" | "unknown";
  readonly nullable: boolean;
  readonly magnitude: number;
}

export interface ExpressionFinding {
  readonly code: string;
  readonly index: number;
  readonly message: string;
}

/** What a name in an expression means; a text is the reason why it cannot be used. */
export type Scope = (name: string) => ValueType | { readonly refused: string; readonly code: string };

export interface ReadExpression {
  readonly expression: Expression;
  readonly type: ValueType;
  readonly findings: readonly ExpressionFinding[];
}

/** An expression longer than this is refused unread. */
export const MAX_LENGTH = 2_000;
const MAX_DEPTH = 250;
const FUNCTIONS: Readonly<Record<string, { least: number; most: number }>> = {
  min: { least: 1, most: Infinity },
  max: { least: 1, most: Infinity },
  abs: { least: 1, most: 1 },
  floor: { least: 1, most: 1 },
  ceiling: { least: 1, most: 1 },
  not: { least: 1, most: 1 },
};
const UNKNOWN: ValueType = { type: "unknown", nullable: true, magnitude: Infinity };
const NOTHING: Expression = { kind: "literal", value: null };

/** An expression's text with its syntax tree, read once; or where reading stopped. */
export interface ParsedExpression {
  readonly source: string;
  readonly tree: Tree | null;
  readonly stoppedAt: number;
}

/** Stops at the first error: mending a hostile text, as editors do, can take seconds. */
const strictParser = parser.configure({ strict: true });

/** Trees of the texts parsed last: from one keystroke to the next, almost all are the same. */
const PARSED = new Map<string, ParsedExpression>();
const MOST_PARSED = 256;

/** The syntax tree of a text by FEEL's grammar, or where the text stops being FEEL. */
export function parseExpression(source: string): ParsedExpression {
  const known = PARSED.get(source);
  if (known !== undefined) return known;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const parsed = parsedAnew(source);
  PARSED.set(source, parsed);
  return parsed;
}

function parsedAnew(source: string): ParsedExpression {
  try {
    return { source, tree: strictParser.parse(source), stoppedAt: source.length };
  } catch (error) {
    return { source, tree: null, stoppedAt: Number(/\d+$/.exec((error as Error).message)?.[0] ?? 0) };
  }
}

/** Reads and type-checks an expression. Never throws; with findings the result is not to be used. */
export function readExpression(parsed: ParsedExpression, scope: Scope): ReadExpression {
  const reader = new Reader(parsed, scope);
  const { expression, type } = reader.read();
  return { expression, type, findings: reader.findings };
}

/** Names that an expression reads, in order of appearance, each once. */
export function factsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.kind === "fact") names.add(e.name);
    for (const child of childrenOf(e)) visit(child);
  };
  visit(expression);
  return [...names];
}

/** The direct operands of an expression, in the order written. */
export function childrenOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "literal":
    case "fact":
      return [];
    case "arithmetic":
    case "compare":
    case "and":
    case "or":
      return [e.left, e.right];
    case "negate":
    case "not":
      return [e.operand];
    case "between":
      return [e.operand, e.low, e.high];
    case "if":
      return [e.test, e.then, e.else];
    case "call":
      return e.arguments;
    default:
      return e satisfies never;
  }
}

/** Names in an expression that may not be valid, for ordering derived facts before they are checked. */
export function namesIn({ source, tree }: ParsedExpression): Set<string> {
  const names = new Set<string>();
  tree?.iterate({
    enter(node) {
      if (node.name === "VariableName") names.add(source.slice(node.from, node.to));
    },
  });
  return names;
}

/** A number written in an expression. */
export interface WrittenNumber {
  readonly value: number;
  /** Places in the text, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Numbers in a valid expression, in the order written; a sign that the grammar counts to a number is part of it. */
export function numbersIn({ source, tree }: ParsedExpression): WrittenNumber[] {
  const found: WrittenNumber[] = [];
  tree?.iterate({
    enter({ name, from, to }) {
      if (name === "NumericLiteral") found.push({ value: Number(source.slice(from, to).replaceAll(/\s/g, "")), from, to });
    },
  });
  return found;
}

interface Typed {
  readonly expression: Expression;
  readonly type: ValueType;
}

class Reader {
  readonly findings: ExpressionFinding[] = [];
  private readonly source: string;

  constructor(
    private readonly parsed: ParsedExpression,
    private readonly scope: Scope,
  ) {
    this.source = parsed.source;
  }

  read(): Typed {
    const { tree, stoppedAt } = this.parsed;
    const bad = tree === null ? stoppedAt : this.firstComment(tree);
    if (tree === null || bad !== null) return this.refuse("invalid-expression", bad ?? 0, this.syntaxMessage(bad ?? 0));
    const [root, extra] = this.parts(tree.topNode);
    if (root === undefined || extra !== undefined)
      return this.refuse("invalid-expression", extra?.from ?? 0, "an expression is expected here");
    return this.convert(root, 0);
  }

  private firstComment(tree: Tree): number | null {
    let at: number | null = null;
    tree.iterate({
      enter: (node) => {
        if (at === null && (node.type.isError || node.name.endsWith("Comment"))) at = node.from;
      },
    });
    return at;
  }

  private syntaxMessage(index: number): string {
    const rest = this.source.slice(index).trim();
    if (rest === "") return "the expression ends too early; complete it";
    if (rest.startsWith("/*") || rest.startsWith("//")) return "comments are not allowed in an expression";
    return `\`${rest.slice(0, 20)}\` is not expected here`;
  }

  private refuse(code: string, index: number, message: string): Typed {
    this.findings.push({ code, index, message });
    return { expression: NOTHING, type: UNKNOWN };
  }

  private parts(node: SyntaxNode): SyntaxNode[] {
    const parts: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) parts.push(child);
    return parts;
  }

  private textOf(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }

  private convert(node: SyntaxNode, depth: number): Typed {
    if (depth > MAX_DEPTH)
      return this.refuse("too-deep", node.from, `nested more than ${MAX_DEPTH} deep; split the expression into several derived facts`);
    const next = (n: SyntaxNode | undefined): Typed =>
      n === undefined ? this.refuse("invalid-expression", node.from, "an operand is missing") : this.convert(n, depth + 1);
    switch (node.name) {
      case "NumericLiteral":
        return this.numberLiteral(node);
      case "StringLiteral":
        return this.stringLiteral(node);
      case "BooleanLiteral":
        return literal(this.textOf(node) === "true");
      case "null":
        return literal(null);
      case "VariableName":
        return this.variable(node);
      case "ParenthesizedExpression":
        return next(this.parts(node)[1]);
      case "ArithmeticExpression":
        return this.arithmetic(node, next);
      case "Comparison":
        return this.comparison(node, next);
      case "Conjunction":
      case "Disjunction":
        return this.logical(node, next);
      case "IfExpression":
        return this.conditional(node, next);
      case "FunctionInvocation":
        return this.call(node, next);
      default:
        return this.refuse(
          "unsupported-expression",
          node.from,
          `\`${this.textOf(node).slice(0, 30)}\` is FEEL that a policy does not take; use arithmetic, comparisons, and, or, not, if, min, max, abs, floor, ceiling`,
        );
    }
  }

  private numberLiteral(node: SyntaxNode): Typed {
    const written = this.textOf(node).replaceAll(/\s/g, "");
    const value = Number(written);
    if (/e/i.test(written)) return this.refuse("unsupported-expression", node.from, `\`${written}\`: write the number without an exponent`);
    if (!Number.isFinite(value)) return this.refuse("invalid-expression", node.from, `\`${written.slice(0, 20)}\` is not a finite number`);
    return literal(value);
  }

  private stringLiteral(node: SyntaxNode): Typed {
    const written = this.textOf(node);
    try {
      return literal(JSON.parse(written.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")) as string);
    } catch {
      return this.refuse(
        "invalid-expression",
        node.from,
        `${"`"}${written.slice(0, 20)}${"`"} has an escape that is not known; use \\" \\\\ \\n \\t or \\uXXXX`,
      );
    }
  }

  private variable(node: SyntaxNode): Typed {
    const name = this.textOf(node);
    const meaning = this.scope(name);
    if ("refused" in meaning) return this.refuse(meaning.code, node.from, meaning.refused);
    return { expression: { kind: "fact", name }, type: meaning };
  }

  /** Reports the first operand that is not of the type an operation needs: one mistaken operation is one problem. */
  private expect(type: "number" | "boolean", what: string, ...operands: readonly (readonly [SyntaxNode | undefined, Typed])[]): void {
    const wrong = operands.find(([, typed]) => !["unknown", "null", type].includes(typed.type.type));
    if (wrong === undefined) return;
    const [node, typed] = wrong;
    const needs = type === "number" ? "a number" : "true or false";
    const message = `${what} needs ${needs}, but \`${node === undefined ? "" : this.textOf(node)}\` is a ${typed.type.type}`;
    this.findings.push({ code: "expression-type", index: node?.from ?? 0, message });
  }

  private arithmetic(node: SyntaxNode, next: (n: SyntaxNode | undefined) => Typed): Typed {
    const [first, second, third] = this.parts(node);
    if (first?.name === "ArithOp") {
      const operand = next(second);
      this.expect("number", `\`${this.textOf(first)}\``, [second, operand]);
      if (this.textOf(first) === "+")
        return this.refuse("unsupported-expression", first.from, "a plus sign before an operand is not FEEL; remove it");
      return { expression: { kind: "negate", operand: operand.expression }, type: { ...operand.type, type: "number" } };
    }
    const operator = second === undefined ? "" : this.textOf(second);
    if (!["+", "-", "*", "/"].includes(operator))
      return this.refuse("unsupported-expression", second?.from ?? node.from, `\`${operator}\` is not taken; use + - * /`);
    const [left, right] = [next(first), next(third)];
    this.expect("number", `\`${operator}\``, [first, left], [third, right]);
    const expression: Expression = {
      kind: "arithmetic",
      operator: operator as ArithmeticOperator,
      left: left.expression,
      right: right.expression,
    };
    return { expression, type: arithmeticType(operator as ArithmeticOperator, left, right) };
  }

  private comparison(node: SyntaxNode, next: (n: SyntaxNode | undefined) => Typed): Typed {
    const [first, second, third, , fifth] = this.parts(node);
    const left = next(first);
    if (second?.name === "between") return this.between(first, left, third, next(third), fifth, next(fifth));
    if (second?.name !== "CompareOp")
      return this.refuse(
        "unsupported-expression",
        second?.from ?? node.from,
        `\`${second === undefined ? "" : this.textOf(second)}\` is FEEL that a policy does not take; compare with = != < <= > >= or between`,
      );
    const right = next(third);
    const operator = this.textOf(second) as ComparisonOperator;
    const expression: Expression = { kind: "compare", operator, left: left.expression, right: right.expression };
    if (operator === "=" || operator === "!=") {
      this.expectSameType(second, left, right, operator);
      return { expression, type: { type: "boolean", nullable: false, magnitude: 0 } };
    }
    this.expect("number", `\`${operator}\``, [first, left], [third, right]);
    return { expression, type: { type: "boolean", nullable: left.type.nullable || right.type.nullable, magnitude: 0 } };
  }

  private expectSameType(node: SyntaxNode, left: Typed, right: Typed, what: string): void {
    const types = [left.type.type, right.type.type];
    if (types.includes("unknown") || types.includes("null") || types[0] === types[1]) return;
    this.findings.push({
      code: "expression-type",
      index: node.from,
      message: `\`${what}\` compares a ${types[0]} with a ${types[1]}; both sides need the same type`,
    });
  }

  private between(
    valueNode: SyntaxNode | undefined,
    value: Typed,
    lowNode: SyntaxNode | undefined,
    low: Typed,
    highNode: SyntaxNode | undefined,
    high: Typed,
  ): Typed {
    this.expect("number", "`between`", [valueNode, value], [lowNode, low], [highNode, high]);
    return {
      expression: { kind: "between", operand: value.expression, low: low.expression, high: high.expression },
      type: { type: "boolean", nullable: value.type.nullable || low.type.nullable || high.type.nullable, magnitude: 0 },
    };
  }

  private logical(node: SyntaxNode, next: (n: SyntaxNode | undefined) => Typed): Typed {
    const [first, , third] = this.parts(node);
    const kind = node.name === "Conjunction" ? "and" : "or";
    const [left, right] = [next(first), next(third)];
    this.expect("boolean", `\`${kind}\``, [first, left], [third, right]);
    return {
      expression: { kind, left: left.expression, right: right.expression },
      type: { type: "boolean", nullable: left.type.nullable || right.type.nullable, magnitude: 0 },
    };
  }

  private conditional(node: SyntaxNode, next: (n: SyntaxNode | undefined) => Typed): Typed {
    const [, testNode, , thenNode, elseWord, elseNode] = this.parts(node);
    const [test, then, otherwise] = [next(testNode), next(thenNode), next(elseNode)];
    this.expect("boolean", "`if`", [testNode, test]);
    if (elseWord !== undefined) this.expectSameType(elseWord, then, otherwise, "else");
    const type = then.type.type === "null" ? otherwise.type.type : then.type.type;
    return {
      expression: { kind: "if", test: test.expression, then: then.expression, else: otherwise.expression },
      type: {
        type,
        nullable: then.type.nullable || otherwise.type.nullable,
        magnitude: Math.max(then.type.magnitude, otherwise.type.magnitude),
      },
    };
  }

  private call(node: SyntaxNode, next: (n: SyntaxNode | undefined) => Typed): Typed {
    const [nameNode, , list] = this.parts(node);
    const name = nameNode === undefined ? "" : this.textOf(nameNode);
    const arity = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (arity === undefined)
      return this.refuse(
        "unknown-function",
        node.from,
        `\`${name}\` is not a function of a policy${suggestion(name, Object.keys(FUNCTIONS))}`,
      );
    if (list?.name !== "PositionalParameters")
      return this.refuse("unsupported-expression", list?.from ?? node.from, "give the arguments by position, without names");
    const nodes = this.parts(list).filter((n) => n.name !== ",");
    if (nodes.length < arity.least || nodes.length > arity.most)
      return this.refuse(
        "invalid-expression",
        node.from,
        `\`${name}\` takes ${arity.most === 1 ? "one argument" : "at least one argument"}`,
      );
    const values = nodes.map((n) => next(n));
    return name === "not" ? this.negation(nodes[0], values[0] as Typed) : this.numeric(name as FunctionName, nodes, values);
  }

  private negation(node: SyntaxNode | undefined, operand: Typed): Typed {
    this.expect("boolean", "`not`", [node, operand]);
    return {
      expression: { kind: "not", operand: operand.expression },
      type: { type: "boolean", nullable: operand.type.nullable, magnitude: 0 },
    };
  }

  private numeric(name: FunctionName, nodes: readonly SyntaxNode[], values: readonly Typed[]): Typed {
    this.expect("number", `\`${name}\``, ...values.map((value, i) => [nodes[i], value] as const));
    return {
      expression: { kind: "call", function: name, arguments: values.map((v) => v.expression) },
      type: {
        type: "number",
        nullable: values.some((v) => v.type.nullable),
        magnitude: Math.max(...values.map((v) => v.type.magnitude)) + 1,
      },
    };
  }
}

function literal(value: number | boolean | string | null): Typed {
  const type = value === null ? "null" : (typeof value as "number" | "boolean" | "string");
  return {
    expression: { kind: "literal", value },
    type: { type, nullable: value === null, magnitude: typeof value === "number" ? Math.abs(value) : 0 },
  };
}

/** A result is null where an operand is, where a divisor can be zero, and where the size can leave the doubles. */
function arithmeticType(operator: ArithmeticOperator, left: Typed, right: Typed): ValueType {
  const [a, b] = [left.type.magnitude, right.type.magnitude];
  const divisor = right.expression.kind === "literal" && typeof right.expression.value === "number" ? Math.abs(right.expression.value) : 0;
  const magnitude = operator === "*" ? a * b : operator === "/" ? (divisor === 0 ? Infinity : a / divisor) : a + b;
  const nullable = left.type.nullable || right.type.nullable || !(magnitude <= Number.MAX_VALUE);
  return { type: "number", nullable, magnitude: Number.isNaN(magnitude) ? Infinity : magnitude };
}
