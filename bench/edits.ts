/** Edits of a policy's text such as a person makes: one threshold moved, or a rule copied under another name and taken away again. */
import type { Json, JsonObject } from "#rules/policy";
import { moveThreshold } from "./policies.ts";

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: number;
}

const ORDERINGS = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** The text with threshold number `n` (counted round and round over all rules) moved by a little; every second time back by as much. */
export function thresholdMoved(text: string, n: number): string {
  const document = JSON.parse(text) as JsonObject;
  const leaves = leavesOf(document.rules as Json, ["rules"]);
  const { path, value } = leaves[n % leaves.length] as Leaf;
  const isWhole = Number.isInteger(value);
  const size = Math.max(Math.abs(value), 1);
  const share = n % 2 === 0 ? 0.01 : -0.01;
  const moved = moveThreshold({ type: isWhole ? "integer" : "number", low: 0, high: size }, value, share);
  return JSON.stringify(replaced(document, path, moved), null, 2);
}

/** The text with a copy of its rule number `n`, of another name and a lower priority, as its last rule. */
export function ruleAdded(text: string, n: number): string {
  const document = JSON.parse(text) as JsonObject;
  const rules = document.rules as readonly JsonObject[];
  const rule = rules[n % rules.length] as JsonObject;
  return JSON.stringify({ ...document, rules: [...rules, { ...rule, name: `${rule.name}-again`, priority: 1 }] }, null, 2);
}

function leavesOf(json: Json, path: readonly (string | number)[]): Leaf[] {
  if (json === null || typeof json !== "object") return [];
  if (Array.isArray(json)) return json.flatMap((item, i) => leavesOf(item as Json, [...path, i]));
  const { operator, value } = json as JsonObject;
  if (typeof operator === "string")
    return ORDERINGS.has(operator) && typeof value === "number" ? [{ path: [...path, "value"], value }] : [];
  return Object.entries(json as JsonObject).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function replaced(json: Json, [key, ...rest]: readonly (string | number)[], value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((item, i) => (i === key ? replaced(item as Json, rest, value) : (item as Json)));
  const object = json as JsonObject;
  return { ...object, [key]: replaced(object[key] as Json, rest, value) };
}
