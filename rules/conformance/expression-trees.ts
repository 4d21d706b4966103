/**
 * Random expressions of derived facts: a well-typed tree, its text in FEEL, and its value.
 * The tree is made first and printed with as few parentheses as precedence allows, so that a
 * parser is tested on precedence too. `valueOfTree` is a second reading of the page's rules, written
 * without regard to the evaluator's.
 */
import type { Chooser } from "./chooser.ts";

export type Tree =
  | { readonly is: "literal"; readonly value: number | string | boolean | null }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "binary"; readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: "minus"; readonly of: Tree }
  | { readonly is: "between"; readonly of: Tree; readonly low: Tree; readonly high: Tree }
  | { readonly is: "if"; readonly test: Tree; readonly yes: Tree; readonly no: Tree }
  | { readonly is: "call"; readonly function: string; readonly arguments: readonly Tree[] };

export type Scalar = number | string | boolean | null;

/** Names that an expression may read, by type. */
export interface Names {
  readonly number: readonly string[];
  readonly boolean: readonly string[];
  readonly string: readonly string[];
}

const NUMBERS = [0, 1, 2, 3, 5, 10, 100, 0.1, 0.2, 0.3, 0.5, 1.5, 2.25, 12.5, 1000];
const STRINGS = ["a", "b", "c", "", "x y", 'q"q'];

const literal = (value: Scalar): Tree => ({ is: "literal", value });
const name = (text: string): Tree => ({ is: "name", name: text });

export function numberTree(choose: Chooser, names: Names, depth: number): Tree {
  if (depth === 0 || choose.chance(20))
    return names.number.length > 0 && choose.chance(75) ? name(choose.pick(names.number)) : literal(choose.pick(NUMBERS));
  const next = () => numberTree(choose, names, depth - 1);
  switch (choose.int(0, 7)) {
    case 0:
      return { is: "minus", of: next() };
    case 1:
      return { is: "call", function: choose.pick(["abs", "floor", "ceiling"]), arguments: [next()] };
    case 2:
      return { is: "call", function: choose.pick(["min", "max"]), arguments: choose.many(1, 3, next) };
    case 3:
      return { is: "if", test: booleanTree(choose, names, depth - 1), yes: next(), no: choose.chance(25) ? literal(null) : next() };
    default:
      return { is: "binary", operator: choose.pick(["+", "-", "*", "/"]), left: next(), right: next() };
  }
}

export function booleanTree(choose: Chooser, names: Names, depth: number): Tree {
  const number = () => numberTree(choose, names, Math.max(0, depth - 1));
  if (depth === 0) return names.boolean.length > 0 && choose.chance(70) ? name(choose.pick(names.boolean)) : literal(choose.chance(50));
  const next = () => booleanTree(choose, names, depth - 1);
  switch (choose.int(0, 8)) {
    case 0:
      return { is: "call", function: "not", arguments: [next()] };
    case 1:
    case 2:
      return { is: "binary", operator: choose.pick(["and", "or"]), left: next(), right: next() };
    case 3:
      return { is: "between", of: number(), low: number(), high: number() };
    case 4:
      return { is: "binary", operator: choose.pick(["=", "!="]), left: number(), right: choose.chance(40) ? literal(null) : number() };
    case 5:
      return {
        is: "binary",
        operator: choose.pick(["=", "!="]),
        left: stringTree(choose, names, 0),
        right: choose.chance(30) ? literal(null) : stringTree(choose, names, 0),
      };
    case 6:
      return { is: "binary", operator: choose.pick(["=", "!="]), left: next(), right: next() };
    default:
      return { is: "binary", operator: choose.pick(["<", "<=", ">", ">="]), left: number(), right: number() };
  }
}

export function stringTree(choose: Chooser, names: Names, depth: number): Tree {
  if (depth === 0) return names.string.length > 0 && choose.chance(60) ? name(choose.pick(names.string)) : literal(choose.pick(STRINGS));
  const next = () => stringTree(choose, names, depth - 1);
  return { is: "if", test: booleanTree(choose, names, depth), yes: next(), no: choose.chance(20) ? literal(null) : next() };
}

/** Names that a tree reads. */
export function namesOf(tree: Tree): string[] {
  switch (tree.is) {
    case "literal":
      return [];
    case "name":
      return [tree.name];
    case "minus":
      return namesOf(tree.of);
    case "binary":
      return [...namesOf(tree.left), ...namesOf(tree.right)];
    case "between":
      return [...namesOf(tree.of), ...namesOf(tree.low), ...namesOf(tree.high)];
    case "if":
      return [...namesOf(tree.test), ...namesOf(tree.yes), ...namesOf(tree.no)];
    case "call":
      return tree.arguments.flatMap(namesOf);
  }
}

// --- text --------------------------------------------------------------------------------------

const LEVELS: Record<string, number> = { or: 1, and: 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5 };

function levelOf(tree: Tree): number {
  if (tree.is === "binary") return LEVELS[tree.operator] as number;
  return tree.is === "if" || tree.is === "between" ? 0 : tree.is === "minus" ? 6 : 7;
}

/** The tree in FEEL, with parentheses where precedence asks for them and now and then where not. */
export function textOf(tree: Tree, choose: Chooser): string {
  const within = (child: Tree, level: number) => {
    const text = textOf(child, choose);
    return levelOf(child) < level || choose.chance(5) ? `(${text})` : text;
  };
  const gap = choose.chance(5) ? "\n  " : " ";
  switch (tree.is) {
    case "literal":
      return JSON.stringify(tree.value);
    case "name":
      return tree.name;
    case "minus":
      return `-${within(tree.of, 7)}`;
    case "binary": {
      const level = levelOf(tree);
      return `${within(tree.left, level === 3 ? 4 : level)}${gap}${tree.operator} ${within(tree.right, level + 1 === 6 ? 7 : level + 1)}`;
    }
    case "between":
      return `${within(tree.of, 4)} between ${within(tree.low, 4)} and ${within(tree.high, 4)}`;
    case "if":
      return `if ${within(tree.test, 1)}${gap}then ${within(tree.yes, 1)} else ${within(tree.no, 1)}`;
    case "call":
      return `${tree.function}(${tree.arguments.map((a) => textOf(a, choose)).join(", ")})`;
  }
}

// --- value -------------------------------------------------------------------------------------

/** The value of a tree, read off the page: null in, null out; equality knows null; logic has three values. */
export function valueOfTree(tree: Tree, read: (name: string) => Scalar): Scalar {
  const value = (child: Tree) => valueOfTree(child, read);
  switch (tree.is) {
    case "literal":
      return tree.value;
    case "name":
      return read(tree.name);
    case "minus":
      return numeric([value(tree.of)], ([a = 0]) => -a);
    case "between": {
      const [of, low, high] = [value(tree.of), value(tree.low), value(tree.high)] as (number | null)[];
      return of == null || low == null || high == null ? null : low <= of && of <= high;
    }
    case "if":
      return value(value(tree.test) === true ? tree.yes : tree.no);
    case "call":
      return called(tree.function, tree.arguments.map(value));
    case "binary":
      return combined(tree.operator, value(tree.left), value(tree.right));
  }
}

function numeric(operands: readonly Scalar[], compute: (operands: number[]) => number): number | null {
  if (operands.includes(null)) return null;
  const result = compute(operands as number[]);
  return Number.isFinite(result) ? result : null;
}

function called(name: string, operands: readonly Scalar[]): Scalar {
  if (name === "not") return operands[0] === null ? null : !operands[0];
  const compute = { min: Math.min, max: Math.max, abs: Math.abs, floor: Math.floor, ceiling: Math.ceil }[name];
  return numeric(operands, (numbers) => (compute as (...n: number[]) => number)(...numbers));
}

function combined(operator: string, left: Scalar, right: Scalar): Scalar {
  switch (operator) {
    case "and":
      return left === false || right === false ? false : left === null || right === null ? null : true;
    case "or":
      return left === true || right === true ? true : left === null || right === null ? null : false;
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "+":
      return numeric([left, right], ([a = 0, b = 0]) => a + b);
    case "-":
      return numeric([left, right], ([a = 0, b = 0]) => a - b);
    case "*":
      return numeric([left, right], ([a = 0, b = 0]) => a * b);
    case "/":
      return numeric([left, right], ([a = 0, b = 0]) => a / b);
  }
  if (left === null || right === null) return null;
  return operator === "<" ? left < right : operator === "<=" ? left <= right : operator === ">" ? left > right : left >= right;
}
