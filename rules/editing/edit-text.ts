/**
 * Edits of a draft's text by JSON pointer. In: a draft and what is to stand where. Out: the least text edits and the
 * text after them. Key order, indentation and every byte outside the edits stay, broken parts included; a place that is
 * not there gives no edit.
 */
import { format } from "jsonc-parser";
import { type Json, pointerOf, stepsOf } from "#rules/policy";
import { type Draft, listOf } from "./draft.ts";
import type { JsonNode } from "./json-node.ts";
import { applyEdits, type Entry, isObject, rewritten, type TextEdit, valueEdits } from "./rewrite.ts";

/** Text edits that do not overlap, in terms of the text before, and the text after them. */
export interface Edited {
  readonly edits: readonly TextEdit[];
  readonly text: string;
}

export function edited(draft: Draft, edits: readonly TextEdit[]): Edited {
  return { edits, text: applyEdits(draft.text, edits) };
}

/** Gives a place another value, leaf by leaf; a key that is missing is added at the end of its object. Setting what stands there changes nothing. */
export function setValue(draft: Draft, pointer: string, value: Json): Edited {
  const node = draft.root?.at(pointer) ?? null;
  if (node !== null) return edited(draft, valueEdits(node, value, draft.style));
  const { parent, key } = placeOf(draft, pointer);
  return parent?.type === "object" ? insertValue(draft, pointer, value) : setList(draft, parent, key, value);
}

/** One past the end of a list appends. */
function setList(draft: Draft, parent: JsonNode | null, key: string, value: Json): Edited {
  if (parent?.type !== "array" || Number(key) !== parent.children.length) return edited(draft, []);
  return edited(draft, rewritten(parent, [...kept(parent), { key: null, value }], draft.style));
}

/** Takes a member or element out, with its comma. */
export function removeValue(draft: Draft, pointer: string): Edited {
  const { parent, key } = placeOf(draft, pointer);
  const child = parent?.child(key);
  if (parent === null || child === undefined) return edited(draft, []);
  const gone = parent.type === "array" ? (c: typeof child) => c === child : (c: typeof child) => c.key === child.key;
  const entries = parent.children.filter((c) => !gone(c)).map((c) => ({ child: c, edits: [] }));
  return edited(draft, rewritten(parent, entries, draft.style));
}

/**
 * Adds a value: in a list before the element at the pointer's index (one past the end appends), in an object as a new
 * member after the key `after`, else as the last one. A key that is there already is left as it is.
 */
export function insertValue(draft: Draft, pointer: string, value: Json, after?: string): Edited {
  const { parent, key } = placeOf(draft, pointer);
  if (parent === null || parent.type === "scalar") return edited(draft, []);
  const isList = parent.type === "array";
  if (!isList && parent.child(key) !== undefined) return edited(draft, []);
  const entries: Entry[] = kept(parent);
  const anchor = parent.children.findLastIndex((child) => child.key === after);
  const at = isList ? Math.min(Number(key), entries.length) : anchor < 0 ? entries.length : anchor + 1;
  entries.splice(at, 0, { key: isList ? null : key, value });
  return edited(draft, rewritten(parent, entries, draft.style));
}

/** Moves a list's element to another index; its own bytes stay. */
export function moveValue(draft: Draft, pointer: string, to: number): Edited {
  const { parent, key } = placeOf(draft, pointer);
  if (parent?.type !== "array" || parent.child(key) === undefined) return edited(draft, []);
  const entries = kept(parent);
  entries.splice(to, 0, ...entries.splice(Number(key), 1));
  return edited(draft, rewritten(parent, entries, draft.style));
}

/** Puts the rules in the order in which fired rules stand: priority descending, then position. No evaluation can tell. */
export function sortRules(draft: Draft): Edited {
  const node = draft.root?.at("/rules") ?? null;
  if (node?.type !== "array") return edited(draft, []);
  const priorities = listOf(draft.document.rules).map(priorityOf);
  const ranks = kept(node).map((entry, i) => ({ entry, priority: priorities[i] ?? 1 }));
  const sorted = ranks.sort((a, b) => b.priority - a.priority).map(({ entry }) => entry);
  return edited(draft, rewritten(node, sorted, draft.style));
}

/** A rule's priority; 1 where it has none, or none that is a number. */
export function priorityOf(rule: Json): number {
  return isObject(rule) && typeof rule.priority === "number" ? rule.priority : 1;
}

/** The whole text in the usual layout, with the indentation and line ends that it has. Values and their order stay. */
export function formatText(draft: Draft): Edited {
  const { indent, lineEnd } = draft.style;
  const options = { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol: lineEnd };
  return edited(draft, format(draft.text, undefined, options));
}

/** A container's entries as they stand. */
export function kept(node: JsonNode): Entry[] {
  return node.children.map((child) => ({ child, edits: [] }));
}

function placeOf(draft: Draft, pointer: string): { readonly parent: JsonNode | null; readonly key: string } {
  const steps = stepsOf(pointer);
  return { parent: steps.length === 0 ? null : (draft.root?.at(pointerOf(steps.slice(0, -1))) ?? null), key: steps.at(-1) ?? "" };
}
