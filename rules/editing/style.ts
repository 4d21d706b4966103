/** How a document is written, so that what is new looks like what stands beside it. */
import type { Json } from "#rules/policy";
import type { JsonNode } from "./json-node.ts";

export interface Style {
  readonly lineEnd: "\n" | "\r\n";
  readonly indent: string;
  /** Between key and value. */
  readonly colon: string;
  /** Between entries on one line. */
  readonly comma: string;
  /** Inside the braces of an object on one line. */
  readonly pad: string;
}

/** Where a value is to stand: on one line, or spread over lines with its closing bracket at `base`. */
export interface Layout {
  readonly oneLine: boolean;
  readonly base: string;
}

export function styleOf(root: JsonNode): Style {
  const { text } = root;
  const colon = /"\s*:(\s?)/.exec(text)?.[1] === "" ? ":" : ": ";
  const dense = /[\d"\]}el],["{[]/.test(text) || (colon === ":" && root.isOneLine && !/, /.test(text));
  return {
    lineEnd: text.includes("\r\n") ? "\r\n" : "\n",
    indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ",
    colon,
    comma: dense ? "," : ", ",
    pad: /\{( ?)"/.exec(text)?.[1] ?? (root.isOneLine ? "" : " "),
  };
}

/** A value as JSON text in a style. */
export function written(value: Json, style: Style, layout: Layout): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = { ...layout, base: layout.base + style.indent };
  const isList = Array.isArray(value);
  const entries = isList
    ? (value as readonly Json[]).map((element) => written(element, style, inner))
    : Object.entries(value).map(([key, member]) => JSON.stringify(key) + style.colon + written(member, style, inner));
  return enclosed(entries, isList ? "[]" : "{}", style, layout);
}

function enclosed(entries: readonly string[], brackets: string, style: Style, layout: Layout): string {
  if (entries.length === 0) return brackets;
  const pad = brackets === "{}" ? style.pad : "";
  const [before, between, after] = layout.oneLine
    ? [pad, style.comma, pad]
    : [style.lineEnd + layout.base + style.indent, `,${style.lineEnd}${layout.base}${style.indent}`, style.lineEnd + layout.base];
  return brackets[0] + before + entries.join(between) + after + brackets[1];
}

/** The white space that begins the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, Math.min(offset, line + 400)))?.[0] ?? "";
}
