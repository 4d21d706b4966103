/** The keys that an object may still take, by the document's schema: those that it needs first. */
import { alternatives, keysAt, type Schema, schemasAt } from "../schema";
import type { Completer, Completion } from "./types";

export const completeKeys: Completer = ({ document, place: { isKey, path, offset, node } }) => {
  if (!isKey) return [];
  const present = keysAt(document, path, offset);
  const hasValue = node !== null && /^\s*:/.test(document.text.slice(node.offset + node.length, node.offset + node.length + 100));
  const items = new Map<string, Completion>();
  for (const schema of schemasAt(document, path, offset))
    for (const [key, value] of Object.entries(schema.properties ?? {}))
      if (!present.has(key) && !items.has(key)) items.set(key, keyItem(key, value, schema.required?.includes(key) === true, hasValue));
  return [...items.values()];
};

function keyItem(key: string, value: Schema, isNeeded: boolean, hasValue: boolean): Completion {
  return {
    label: key,
    kind: "Property",
    detail: isNeeded ? "needed" : "",
    documentation: value.description ?? alternatives(value)[0]?.description ?? null,
    insertText: hasValue ? JSON.stringify(key) : `${JSON.stringify(key)}: ${valueFor(key, value)}`,
    isSnippet: !hasValue,
    sortText: `${isNeeded ? 0 : 1}${key}`,
  };
}

/** Keys whose value has one likely beginning. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  conditions: '{ "all": [$1] }',
  when: '{ "all": [$1] }',
  event: '{ "type": "$1", "params": { "reason": "$2" } }',
  values: '["$1"]',
  label: '{ "en": "$1", "zh": "$2" }',
  value: "$1",
  amount: "$1",
};

function valueFor(key: string, value: Schema): string {
  if (Object.hasOwn(BEGINNINGS, key)) return BEGINNINGS[key] as string;
  const options = alternatives(value);
  const [only] = options;
  if (options.length === 1 && only?.const !== undefined) return JSON.stringify(only.const);
  const types = new Set(options.map(({ type }) => type));
  if (types.size > 1) return "$1";
  const [type] = types;
  return { string: '"$1"', boolean: "true", object: "{ $1 }", array: "[$1]" }[type ?? ""] ?? "$1";
}
