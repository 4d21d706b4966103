/** A policy document with one of its values replaced, as a policy. */
import { type Json, type JsonObject, type ParseResult, parsePolicy, type ValidPolicy } from "#rules/policy";
import type { NumberPlace } from "./places.ts";

/** The document with `value` at the path, parsed; the place must exist. */
export function policyWith(policy: ValidPolicy, path: readonly string[], value: Json): ParseResult {
  return parsePolicy(JSON.stringify(replaced(policy.document, path, value)));
}

/** The policy with a number set; null where the document is no valid policy with it. */
export function policyWithNumber(policy: ValidPolicy, place: NumberPlace, value: number): ValidPolicy | null {
  const set = valueToSet(policy, place, value);
  const parsed = set === null ? null : policyWith(policy, place.path, set);
  return parsed?.ok ? parsed.policy : null;
}

/** What to put at a place's path so that its number is another; null where an expression cannot have the number in decimals. */
export function valueToSet({ document }: ValidPolicy, { path, written }: NumberPlace, value: number): Json | null {
  if (written === null) return value;
  const text = path.reduce<Json>((inside, step) => (inside as JsonObject)[step] as Json, document) as string;
  const decimals = decimalText(value);
  return decimals === null ? null : `${text.slice(0, written.from)}${decimals}${text.slice(written.to)}`;
}

/** Without an exponent, which expressions do not take; a negative one in parentheses, so that it stands anywhere. */
function decimalText(value: number): string | null {
  const size = Math.abs(value).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
  if (Number(size) !== Math.abs(value)) return null;
  return value < 0 ? `(-${size})` : size;
}

function replaced(node: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  if (Array.isArray(node)) return node.map((child: Json, i) => (String(i) === step ? replaced(child, rest, value) : child));
  const entries = Object.entries(node as { readonly [key: string]: Json });
  return Object.fromEntries(entries.map(([key, child]) => [key, key === step ? replaced(child, rest, value) : child]));
}
