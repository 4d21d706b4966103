/**
 * New values and new orders as text edits. What stays keeps its bytes; only the text between two neighbours that
 * did not stand side by side before is written anew, in the style of what stands around it.
 */
import { sameJson } from "#rules/compare";
import type { Json } from "#rules/policy";
import type { Child, JsonNode } from "./json-node.ts";
import { indentAt, type Layout, type Style, written } from "./style.ts";

/** Replaces `length` characters at `offset` by `content`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** An entry of a container after an edit: one that was there, with its own edits, or a new one. */
export type Entry =
  | { readonly child: Child; readonly edits: readonly TextEdit[] }
  | { readonly key: string | null; readonly value: Json }
  /** Text taken over as it stands, key included; `base` is the indentation of the line that it began. */
  | { readonly raw: string; readonly base: string };

/** The text after edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    parts.push(text.slice(at, offset), content);
    at = offset + length;
  }
  return parts.join("") + text.slice(at);
}

/** Edits that give a node another value, leaf by leaf; none where it has that value already. */
export function valueEdits(node: JsonNode, value: Json, style: Style): TextEdit[] {
  const before = node.value;
  if (sameJson(before, value)) return [];
  if (node.type === "object" && isObject(value)) return rewritten(node, memberEntries(node, value, style), style);
  if (node.type === "array" && Array.isArray(value)) return rewritten(node, elementEntries(node, value, style), style);
  const oneLine = node.type === "scalar" ? node.parent !== null && layoutIn(node.parent).oneLine : node.isOneLine;
  const content = written(value, style, { oneLine, base: indentAt(node.text, node.offset) });
  return trimmed(node.text, node.offset, node.end, content);
}

/** Members of the new value: old ones in their old order, each new one after the one before it in the value. What cannot be read stays. */
function memberEntries(node: JsonNode, value: { readonly [key: string]: Json }, style: Style): Entry[] {
  const entries: { key: string; entry: Entry }[] = node.children
    .filter(({ key, node: child }) => Object.hasOwn(value, key as string) || child.value === undefined)
    .map((child) => ({ key: child.key as string, entry: keptMember(node, child, value, style) }));
  let previous = -1;
  for (const [key, member] of Object.entries(value)) {
    const at = entries.findLastIndex((e) => e.key === key);
    if (at < 0) entries.splice(previous + 1, 0, { key, entry: { key, value: member } });
    previous = at < 0 ? previous + 1 : at;
  }
  return entries.map(({ entry }) => entry);
}

/** Of a key that stands twice the last one counts. */
function keptMember(node: JsonNode, child: Child, value: { readonly [key: string]: Json }, style: Style): Entry {
  const counts = Object.hasOwn(value, child.key as string) && node.child(child.key as string) === child;
  return { child, edits: counts ? valueEdits(child.node, value[child.key as string] as Json, style) : [] };
}

/** Elements of the new list: equal ones at both ends stay, those between are paired in order. */
function elementEntries(node: JsonNode, value: readonly Json[], style: Style): Entry[] {
  const { children } = node;
  const same = (child: Child | undefined, element: Json | undefined) => child !== undefined && sameJson(child.node.value, element);
  const most = Math.min(children.length, value.length);
  let head = 0;
  while (head < most && same(children[head], value[head])) head++;
  let tail = 0;
  while (tail < most - head && same(children.at(-1 - tail), value.at(-1 - tail))) tail++;
  const shift = children.length - value.length;
  return value.map((element, i) => {
    const child = i < value.length - tail ? (i < children.length - tail ? children[i] : undefined) : children[i + shift];
    return child === undefined ? { key: null, value: element } : { child, edits: valueEdits(child.node, element, style) };
  });
}

/** Edits that make a container's entries these, in this order. */
export function rewritten(node: JsonNode, entries: readonly Entry[], style: Style): TextEdit[] {
  const { text, children } = node;
  const index = new Map(children.map((child, i) => [child, i]));
  const places = entries.map((entry) => ("child" in entry ? (index.get(entry.child) ?? -1) : -1));
  const staying = longestRise(places);
  const writer = new EntryWriter(node, style);
  if (staying.length === 0) return writer.whole(entries);
  const edits: TextEdit[] = [];
  const first = staying[0] as number;
  edits.push(...writer.head(entries.slice(0, first), places[first] as number));
  staying.forEach((at, i) => {
    const entry = entries[at] as Entry;
    if ("child" in entry) edits.push(...entry.edits);
    const next = staying[i + 1];
    const between = entries.slice(at + 1, next ?? entries.length);
    edits.push(...writer.gap(places[at] as number, between, next === undefined ? null : (places[next] as number)));
  });
  return edits.flatMap(({ offset, length, content }) => trimmed(text, offset, offset + length, content));
}

/** Writes entries between the children of one container that stay where they are. */
class EntryWriter {
  private readonly children: readonly Child[];
  private readonly layout: Layout & { readonly lead: string };

  constructor(
    private readonly node: JsonNode,
    private readonly style: Style,
  ) {
    this.children = node.children;
    this.layout = layoutIn(node, style);
  }

  /** Everything between the brackets, where nothing stays. */
  whole(entries: readonly Entry[]): TextEdit[] {
    const { node, style, children, layout } = this;
    const last = children.at(-1);
    const [from, to] = [node.offset + 1, node.end - 1];
    const spread = layout.lead.includes("\n");
    const pad = node.type === "object" ? style.pad : "";
    const before = children[0] === undefined ? (spread ? layout.lead : pad) : this.leadOf(0);
    const after =
      last === undefined ? (spread ? style.lineEnd + indentAt(node.text, node.offset) : pad) : node.text.slice(last.node.end, to);
    const content = entries.length === 0 ? "" : before + this.joined(entries) + after;
    return trimmed(node.text, from, to, content);
  }

  /** From the opening bracket to the first child that stays. */
  head(entries: readonly Entry[], stays: number): TextEdit[] {
    const from = this.node.offset + 1;
    const to = (this.children[stays] as Child).from;
    if (entries.length === 0 && stays === 0) return [];
    const content = this.leadOf(0) + (entries.length === 0 ? "" : `${this.joined(entries)},${this.layout.lead}`);
    return [{ offset: from, length: to - from, content }];
  }

  /** From one child that stays to the next, or to the last child where no more stays. */
  gap(before: number, entries: readonly Entry[], after: number | null): TextEdit[] {
    const from = (this.children[before] as Child).node.end;
    const to = after === null ? (this.children.at(-1) as Child).node.end : (this.children[after] as Child).from;
    if (entries.length === 0 && (after === null ? before === this.children.length - 1 : after === before + 1)) return [];
    const inserted = entries.length === 0 ? "" : `,${this.layout.lead}${this.joined(entries)}`;
    const rest = after === null ? "" : this.node.text.slice((this.children[after - 1] as Child).node.end, to);
    return [{ offset: from, length: to - from, content: inserted + rest }];
  }

  private leadOf(at: number): string {
    const from = at === 0 ? this.node.offset + 1 : (this.children[at - 1] as Child).node.end;
    return this.node.text.slice(from, (this.children[at] as Child).from);
  }

  private joined(entries: readonly Entry[]): string {
    return entries.map((entry) => this.textOf(entry)).join(`,${this.layout.lead}`);
  }

  private textOf(entry: Entry): string {
    const { node, style, layout } = this;
    if ("raw" in entry) return reindented(entry.raw, entry.base, layout.base, style);
    if ("value" in entry) return (entry.key === null ? "" : JSON.stringify(entry.key) + style.colon) + written(entry.value, style, layout);
    const { child, edits } = entry;
    const own = edits.map((edit) => ({ ...edit, offset: edit.offset - child.from }));
    return applyEdits(node.text.slice(child.from, child.node.end), own);
  }
}

/** How entries of a container are laid out, from those that it has; `lead` stands before all but the first. */
function layoutIn(node: JsonNode, style?: Style): Layout & { readonly lead: string } {
  const { text, children } = node;
  const last = children.at(-1);
  if (last === undefined) return emptyLayout(node, style);
  const from = children.length === 1 ? node.offset + 1 : (children.at(-2) as Child).node.end;
  const before = text.slice(from, last.from).replace(/^\s*,/, "");
  const spread = before.includes("\n");
  const base = indentAt(text, last.from);
  const lead = spread || children.length > 1 ? before : (style?.comma.slice(1) ?? " ");
  const groups = children.filter(({ node: child }) => child.children.length > 0);
  return { lead, base, oneLine: !spread || (groups.length > 0 && groups.every(({ node: child }) => child.isOneLine)) };
}

function emptyLayout(node: JsonNode, style?: Style): Layout & { readonly lead: string } {
  const around = node.parent;
  const oneLine = around === null ? node.isOneLine && !node.text.trim().includes("\n") : around.isOneLine;
  const base = indentAt(node.text, node.offset) + (style?.indent ?? "");
  return { oneLine, base, lead: oneLine ? (style?.comma.slice(1) ?? "") : (style?.lineEnd ?? "\n") + base };
}

/** Text of several lines moved to another indentation; only where every line has the old one. */
function reindented(raw: string, from: string, to: string, style: Style): string {
  const [first = "", ...rest] = raw.split(/\r?\n/);
  const moved = rest.map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line));
  return [first, ...moved].join(style.lineEnd);
}

/** One edit without what is equal at both ends, characters of two units whole; none where nothing differs. */
function trimmed(text: string, from: number, to: number, content: string): TextEdit[] {
  const most = Math.min(to - from, content.length);
  let head = 0;
  while (head < most && text[from + head] === content[head]) head++;
  if (head > 0 && /[\uD800-\uDBFF]/.test(content[head - 1] as string)) head--;
  let tail = 0;
  while (tail < most - head && text[to - 1 - tail] === content[content.length - 1 - tail]) tail++;
  if (tail > 0 && /[\uDC00-\uDFFF]/.test(content[content.length - tail] as string)) tail--;
  const edit = { offset: from + head, length: to - from - head - tail, content: content.slice(head, content.length - tail) };
  return edit.length === 0 && edit.content === "" ? [] : [edit];
}

/** Indices of a longest strictly rising run of the places that are not negative. */
function longestRise(places: readonly number[]): number[] {
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  places.forEach((place, i) => {
    if (place < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] as number] as number) < place) low = middle + 1;
      else high = middle;
    }
    before.set(i, ends[low - 1]);
    ends[low] = i;
  });
  const run: number[] = [];
  for (let at: number | undefined = ends.at(-1); at !== undefined; at = before.get(at)) run.push(at);
  return run.reverse();
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
