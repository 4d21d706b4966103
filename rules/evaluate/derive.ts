/** Derived facts: evaluates the typed expression tree with FEEL's nulls and three-valued logic (policy document, "Derived facts"). */
import type { Expression, FactValue, ValidPolicy } from "#rules/policy";

type Value = number | boolean | string | null;
type Values = Readonly<Record<string, FactValue>>;

/** The derived facts' values, in dependency order, from the facts' values. */
export function derive(policy: ValidPolicy, facts: Values): Record<string, FactValue> {
  const values: Record<string, FactValue> = { ...facts };
  const derived: Record<string, FactValue> = {};
  for (const fact of policy.derived.values()) {
    const value = evaluateExpression(fact.expression, values) ?? fact.default;
    values[fact.name] = value;
    derived[fact.name] = value;
  }
  return derived;
}

/** The value of an expression; null in, division by zero, NaN and infinity give null. */
export function evaluateExpression(e: Expression, values: Values): Value {
  switch (e.kind) {
    case "literal":
      return e.value;
    case "fact":
      return values[e.name] as Value;
    case "arithmetic":
      return arithmetic(e.operator, evaluateExpression(e.left, values), evaluateExpression(e.right, values));
    case "negate":
      return onNumbers([evaluateExpression(e.operand, values)], ([x]) => -(x as number));
    case "compare":
      return compare(e.operator, evaluateExpression(e.left, values), evaluateExpression(e.right, values));
    case "between":
      return between(evaluateExpression(e.operand, values), evaluateExpression(e.low, values), evaluateExpression(e.high, values));
    case "and":
      return and(evaluateExpression(e.left, values), evaluateExpression(e.right, values));
    case "or":
      return not(and(not(evaluateExpression(e.left, values)), not(evaluateExpression(e.right, values))));
    case "not":
      return not(evaluateExpression(e.operand, values));
    case "if":
      return evaluateExpression(evaluateExpression(e.test, values) === true ? e.then : e.else, values);
    case "call":
      return onNumbers(
        e.arguments.map((a) => evaluateExpression(a, values)),
        FUNCTIONS[e.function],
      );
    default:
      return e satisfies never;
  }
}

const FUNCTIONS: Readonly<Record<"min" | "max" | "abs" | "floor" | "ceiling", (xs: readonly number[]) => number>> = {
  min: (xs) => Math.min(...xs),
  max: (xs) => Math.max(...xs),
  abs: ([x]) => Math.abs(x as number),
  floor: ([x]) => Math.floor(x as number),
  ceiling: ([x]) => Math.ceil(x as number),
};

function onNumbers(xs: readonly Value[], compute: (xs: readonly number[]) => number): Value {
  if (xs.includes(null)) return null;
  const result = compute(xs as readonly number[]);
  return Number.isFinite(result) ? result : null;
}

function arithmetic(operator: "+" | "-" | "*" | "/", left: Value, right: Value): Value {
  return onNumbers([left, right], ([a, b]) => {
    const [x, y] = [a as number, b as number];
    return operator === "+" ? x + y : operator === "-" ? x - y : operator === "*" ? x * y : x / y;
  });
}

function compare(operator: "=" | "!=" | "<" | "<=" | ">" | ">=", left: Value, right: Value): boolean | null {
  if (operator === "=") return left === right;
  if (operator === "!=") return left !== right;
  if (left === null || right === null) return null;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function between(value: Value, low: Value, high: Value): boolean | null {
  if (value === null || low === null || high === null) return null;
  return value >= low && value <= high;
}

function and(left: Value, right: Value): boolean | null {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

function not(value: Value): boolean | null {
  return value === null ? null : !value;
}
