/**
 * A text as JSON values with their places, read only where asked: children of an object or list are found when
 * they are wanted, so that one edit of a large document scans it and builds no tree. In: any string. Out: nodes;
 * what is broken ends at the next comma or bracket, so that what stands beside it is still found. Never throws.
 */
import { type Json, stepsOf } from "#rules/policy";

/** A key or element and its value. */
export interface Child {
  /** Null in a list. */
  readonly key: string | null;
  /** Where the key with its quotes begins, or the element. */
  readonly from: number;
  readonly keyEnd: number;
  readonly node: JsonNode;
}

/** Values nested deeper than this in a broken text are left out. */
const MOST_LEVELS = 200;

export class JsonNode {
  private found: readonly Child[] | null = null;
  private read: { readonly value: Json | undefined } | null = null;

  constructor(
    readonly text: string,
    readonly offset: number,
    readonly end: number,
    readonly parent: JsonNode | null,
  ) {}

  get type(): "object" | "array" | "scalar" {
    const first = this.text[this.offset];
    return first === "{" ? "object" : first === "[" ? "array" : "scalar";
  }

  get source(): string {
    return this.text.slice(this.offset, this.end);
  }

  get isOneLine(): boolean {
    return !this.source.includes("\n");
  }

  /** Members of an object, elements of a list. */
  get children(): readonly Child[] {
    this.found ??= this.type === "scalar" ? [] : findChildren(this);
    return this.found;
  }

  /** The value; of a broken text what can be read of it, undefined where that is nothing. */
  get value(): Json | undefined {
    this.read ??= { value: readValue(this, 0) };
    return this.read.value;
  }

  child(step: string): Child | undefined {
    if (this.type === "array") return /^\d+$/.test(step) ? this.children[Number(step)] : undefined;
    return this.children.findLast(({ key }) => key === step);
  }

  /** The node at a JSON pointer below this one, or null. */
  at(pointer: string): JsonNode | null {
    let node: JsonNode | undefined = this;
    for (const step of stepsOf(pointer)) node = node?.child(step)?.node;
    return node ?? null;
  }
}

/** The text's first value; null where there is none. */
export function rootOf(text: string): JsonNode | null {
  const offset = skipBlank(text, text.startsWith("\uFEFF") ? 1 : 0);
  const end = valueEnd(text, offset);
  return end > offset ? new JsonNode(text, offset, end, null) : null;
}

function readValue(node: JsonNode, level: number): Json | undefined {
  try {
    return JSON.parse(node.source) as Json;
  } catch {
    if (node.type === "scalar" || level > MOST_LEVELS) return undefined;
  }
  if (node.type === "array") return node.children.map((child) => readValue(child.node, level + 1) ?? null);
  const members = node.children.map(({ key, node: child }) => [key as string, readValue(child, level + 1)] as const);
  return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined));
}

function findChildren(node: JsonNode): readonly Child[] {
  const { text } = node;
  const children: Child[] = [];
  const last = closes(text[node.end - 1]) ? node.end - 1 : node.end;
  for (let at = skipSeparators(text, node.offset + 1); at < last; at = skipSeparators(text, at)) {
    const child = node.type === "array" ? elementAt(node, at, last) : memberAt(node, at, last);
    if (child !== null) children.push(child);
    at = child?.node.end ?? Math.max(valueEnd(text, at), at + 1);
  }
  return children;
}

function elementAt(parent: JsonNode, from: number, last: number): Child | null {
  const end = Math.min(valueEnd(parent.text, from), last);
  return end > from ? { key: null, from, keyEnd: from, node: new JsonNode(parent.text, from, end, parent) } : null;
}

function memberAt(parent: JsonNode, from: number, last: number): Child | null {
  const { text } = parent;
  if (text[from] !== '"') return null;
  const keyEnd = stringEnd(text, from);
  const colon = skipBlank(text, keyEnd);
  const offset = text[colon] === ":" ? skipBlank(text, colon + 1) : colon;
  const end = Math.min(valueEnd(text, offset), last);
  const key = textValue(text.slice(from, keyEnd));
  return end > offset && key !== null ? { key, from, keyEnd, node: new JsonNode(text, offset, end, parent) } : null;
}

function textValue(source: string): string | null {
  try {
    return JSON.parse(source) as string;
  } catch {
    return null;
  }
}

/** Where the value that begins at an offset ends; the offset itself where none begins. */
function valueEnd(text: string, offset: number): number {
  const first = text[offset];
  if (first === undefined || first === "," || first === ":" || closes(first)) return offset;
  if (first === '"') return stringEnd(text, offset);
  return first === "{" || first === "[" ? bracketEnd(text, offset) : wordEnd(text, offset);
}

function wordEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !/[\s,:{}[\]"]/.test(text[at] as string)) at++;
  return at;
}

/** After the bracket that closes the one at an offset. */
function bracketEnd(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) at = stringEnd(text, at) - 1;
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x2f) at = Math.max(at, commentEnd(text, at) - 1);
    else if ((c === 0x7d || c === 0x5d) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** After the closing quote; a text that is not closed ends with its line. */
function stringEnd(text: string, offset: number): number {
  for (let at = offset + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return at + 1;
    if (c === 0x0a) return at;
    if (c === 0x5c) at++;
  }
  return text.length;
}

function commentEnd(text: string, offset: number): number {
  const close = { "//": "\n", "/*": "*/" }[text.slice(offset, offset + 2)];
  if (close === undefined) return offset;
  const at = text.indexOf(close, offset + 2);
  return at < 0 ? text.length : at + close.length;
}

/** The next character that is neither white space nor comment. */
function skipBlank(text: string, offset: number): number {
  for (let at = offset; ; ) {
    const c = text.charCodeAt(at);
    const next = c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09 ? at + 1 : c === 0x2f ? commentEnd(text, at) : at;
    if (next === at) return at;
    at = next;
  }
}

function skipSeparators(text: string, offset: number): number {
  let at = skipBlank(text, offset);
  while (text[at] === "," || text[at] === ":") at = skipBlank(text, at + 1);
  return at;
}

function closes(character: string | undefined): boolean {
  return character === "}" || character === "]";
}
