/** A policy document with one of its values replaced, as a policy. */
import { type Json, type ParseResult, parsePolicy, type ValidPolicy } from "#rules/policy";

/** The document with `value` at the path, parsed; the place must exist. */
export function policyWith(policy: ValidPolicy, path: readonly string[], value: Json): ParseResult {
  return parsePolicy(JSON.stringify(replaced(policy.document, path, value)));
}

function replaced(node: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  if (Array.isArray(node)) return node.map((child: Json, i) => (String(i) === step ? replaced(child, rest, value) : child));
  const entries = Object.entries(node as { readonly [key: string]: Json });
  return Object.fromEntries(entries.map(([key, child]) => [key, key === step ? replaced(child, rest, value) : child]));
}
