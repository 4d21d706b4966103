/** Conditions as JSON → the tree that sentences are made of, where their shape is that of a condition. */
import {
  type Amount,
  type Condition,
  type FactValue,
  type Json,
  type JsonObject,
  type Operator,
  OPERATORS,
  type TestCondition,
  toHundredths,
} from "#rules/policy";
import { isObject } from "./rewrite.ts";

const KNOWN_OPERATORS: ReadonlySet<unknown> = new Set(OPERATORS);

/** A test as it stands in a document. */
export interface TestJson extends JsonObject {
  readonly fact: string;
  readonly operator: Operator;
  readonly value: Json;
}

/** Whether an object has these keys only, besides those that are ignored: with any other it would not mean what it seems to. */
function hasOnly(json: JsonObject, ...keys: readonly string[]): boolean {
  return Object.keys(json).every((key) => keys.includes(key) || key.startsWith("x-"));
}

/** Whether a value has the shape of a test: a fact, a known operator, a value. */
export function isTest(json: Json | undefined): json is TestJson {
  if (!isObject(json) || !hasOnly(json, "fact", "operator", "value")) return false;
  return typeof json.fact === "string" && KNOWN_OPERATORS.has(json.operator) && isOperand(json.value);
}

function isOperand(value: Json | undefined): boolean {
  if (isObject(value)) return typeof value.fact === "string";
  return (
    value !== undefined &&
    (!Array.isArray(value) || (value as readonly Json[]).every((element) => typeof element !== "object" || element === null))
  );
}

/** Whether a condition is a list of which all must hold. */
export function isAll(json: Json | undefined): json is JsonObject & { readonly all: readonly Json[] } {
  return isObject(json) && Array.isArray(json.all) && hasOnly(json, "all");
}

/** The shared condition that is negated, or null where it is none. */
export function negatedReferenceOf(json: Json | undefined): string | null {
  return isObject(json) && hasOnly(json, "not") ? referenceOf(json.not) : null;
}

/** The name that a reference stands for, or null where it is none. */
export function referenceOf(json: Json | undefined): string | null {
  return isObject(json) && typeof json.condition === "string" && hasOnly(json, "condition") ? json.condition : null;
}

/** The condition that a JSON value is; null where it is none. */
export function conditionOf(json: Json | undefined): Condition | null {
  if (!isObject(json)) return null;
  for (const kind of ["all", "any"] as const)
    if (Array.isArray(json[kind]) && hasOnly(json, kind)) return groupOf(kind, json[kind] as readonly Json[]);
  const reference = referenceOf(json);
  if (reference !== null) return { kind: "reference", name: reference };
  if (isTest(json)) return testOf(json);
  const inner = hasOnly(json, "not") ? conditionOf(json.not) : null;
  return inner === null ? null : { kind: "not", condition: inner };
}

function groupOf(kind: "all" | "any", list: readonly Json[]): Condition | null {
  const conditions = list.map(conditionOf);
  return conditions.every((condition) => condition !== null) ? { kind, conditions } : null;
}

function testOf({ fact, operator, value }: TestJson): TestCondition {
  const operand = isObject(value)
    ? ({ kind: "fact", fact: value.fact as string } as const)
    : ({ kind: "constant", value: value as FactValue } as const);
  return { kind: "test", fact, operator, operand };
}

/** Money or another fact's value; null where the JSON is neither. */
export function amountOf(json: Json | undefined): Exclude<Amount, { kind: "percent" }> | null {
  if (typeof json === "number") return { kind: "amount", hundredths: toHundredths(json) };
  return isObject(json) && typeof json.fact === "string" ? { kind: "fact", fact: json.fact } : null;
}
