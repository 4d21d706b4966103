/**
 * A document's text as JSON that knows where everything stands.
 * In: any string. Out: the value (reserved keys dropped, never assigned), the syntax tree, and the
 * problems of the text itself: syntax, duplicate and reserved keys, size, depth. Never throws.
 */
import { type Node, type ParseError, type ParseOptions, parseTree, printParseErrorCode } from "jsonc-parser";
import { lineStarts, placeOf } from "./places.ts";
import type { Json, Problem, TextRange } from "./types.ts";

export const MAX_TEXT_LENGTH = 2_500_000;
const MAX_DEPTH = 2_000;
/** More problems than anyone reads: the rest is counted, not listed. */
const MAX_PROBLEMS = 1_000;

export type Path = readonly (string | number)[];

/** A problem before its place is known: `at` says whether the key or the value at `path` is meant. */
export interface Finding {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly at?: "key" | "value";
  /** Offset in the text, where it is not the start of the key or value. */
  readonly offset?: number;
}

export interface JsonText {
  readonly text: string;
  /** The syntax tree: made when first asked for, where the text has no problem. */
  readonly root: Node | undefined;
  readonly value: Json | undefined;
  readonly findings: readonly Finding[];
}

/** Reads a text as strict JSON (RFC 8259; a byte order mark is tolerated), collecting every problem of the text. */
export function readJsonText(input: string): JsonText {
  const text = input.startsWith("\uFEFF") ? ` ${input.slice(1)}` : input;
  if (text.length > MAX_TEXT_LENGTH) {
    const message = `the document has ${text.length} characters, more than the ${MAX_TEXT_LENGTH} allowed; split the policy or move data out of it`;
    return { text, root: undefined, value: undefined, findings: [{ code: "too-large", path: [], message, offset: 0 }] };
  }
  const sound = soundValue(text);
  if (sound !== undefined) return new SoundText(text, sound);
  const deep = tooDeepAt(text);
  if (deep !== null) {
    const message = `nested more than ${MAX_DEPTH} deep; flatten the document`;
    return { text, root: undefined, value: undefined, findings: [{ code: "too-deep", path: [], message, offset: deep }] };
  }
  const errors: ParseError[] = [];
  const root = treeOf(text, errors);
  if (errors.length > 0 || root === undefined) return { text, root, value: undefined, findings: syntaxFindings(text, errors) };
  const findings: Finding[] = [];
  const value = jsonValue(root, [], findings);
  return { text, root, value, findings };
}

/** Strict JSON, as jsonc-parser's options. */
export const STRICT: ParseOptions = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  return parseTree(text, errors, STRICT);
}

class SoundText implements JsonText {
  readonly findings: readonly Finding[] = [];
  private tree: Node | undefined;

  constructor(
    readonly text: string,
    readonly value: Json,
  ) {}

  get root(): Node | undefined {
    this.tree ??= treeOf(this.text);
    return this.tree;
  }
}

/** The value of a text without any problem, `depth` deep in another; undefined where there is one, or may be: JSON.parse keeps silent about keys that stand twice. */
export function soundValue(text: string, depth = 0): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return keysIn(value, depth) === mostKeys(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keys of a value at all depths; NaN where it nests too deep or holds a reserved one. */
function keysIn(value: Json, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth >= MAX_DEPTH || Object.hasOwn(value, "__proto__")) return Number.NaN;
  const children = Object.values(value) as Json[];
  let keys = Array.isArray(value) ? 0 : children.length;
  for (const child of children) keys += keysIn(child, depth + 1);
  return keys;
}

/** Keys of a text, each as often as it stands there: colons after a quotation mark. More only where a text holds both. */
function mostKeys(text: string): number {
  let keys = 0;
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === 0x22) keys++;
  }
  return keys;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Offset of the first bracket that nests too deep, or null. A scan without recursion, for texts that would overflow a parser's stack. */
export function tooDeepAt(text: string): number | null {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22 || c === 0x0a) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > MAX_DEPTH) return i;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return null;
}

const SYNTAX: Readonly<Record<string, (shown: string) => string>> = {
  InvalidSymbol: (s) =>
    `\`${s}\` is not JSON; ${/^-?(nan|infinity)$/i.test(s) ? "numbers are finite, leave the key out or use null" : "put text in double quotes"}`,
  InvalidNumberFormat: (s) => `\`${s}\` is not a number in JSON; write it like 12 or 0.5`,
  PropertyNameExpected: () => "a key in double quotes is expected here; remove a trailing comma or add the key",
  ValueExpected: (s) =>
    s === "" ? "a value is expected, but the text ends here" : `a value is expected before \`${s}\`; add it or remove the comma`,
  ColonExpected: () => "a colon is expected between key and value",
  CommaExpected: () => "a comma is expected between entries",
  CloseBraceExpected: () => "a closing brace `}` is missing",
  CloseBracketExpected: () => "a closing bracket `]` is missing",
  EndOfFileExpected: () => "the document ends before this; remove what follows",
  InvalidCommentToken: () => "comments are not JSON; move the note into a `description` or an `x-` key",
  UnexpectedEndOfComment: () => "comments are not JSON; move the note into a `description` or an `x-` key",
  UnexpectedEndOfString: () => "a text is not closed; add the double quote",
  UnexpectedEndOfNumber: () => "a number is cut off; complete it",
  InvalidUnicode: () => "an escape `\\u` needs four hexadecimal digits",
  InvalidEscapeCharacter: () => "this escape is not JSON; write `\\\\` for a backslash",
  InvalidCharacter: () => "a control character stands in a text; write it as an escape such as `\\n` or `\\t`",
};

/** jsonc-parser's number for a text without its closing quote. */
const UNCLOSED_TEXT: ParseError["error"] = 12;

/** One finding a line: what a parser reports after the first error of a line is mostly its echo. */
export function syntaxFindings(text: string, errors: readonly ParseError[]): Finding[] {
  if (errors.length === 0) return [{ code: "invalid-json", path: [], message: "the document is empty; start with `{`", offset: 0 }];
  const findings: Finding[] = [];
  let lineEnd = -1;
  for (const { error, offset, length } of errors) {
    if (offset <= lineEnd) continue;
    const shown = text.slice(offset, offset + Math.min(length, 40));
    findings.push({ code: "invalid-json", path: [], message: SYNTAX[printParseErrorCode(error)]?.(shown) ?? "this is not JSON", offset });
    const next = text.indexOf("\n", offset);
    lineEnd = next < 0 ? text.length : next;
    // After a text that is not closed, inside and outside of texts are swapped.
    if (findings.length >= MAX_PROBLEMS || error === UNCLOSED_TEXT) break;
  }
  return findings;
}

/** The value of a syntax tree; duplicate keys keep the last value, as JSON.parse does, and are found. `path` is a stack, put back as found. */
function jsonValue(node: Node, path: (string | number)[], findings: Finding[]): Json {
  if (node.type === "array") return (node.children ?? []).map((child, i) => childValue(child, i, path, findings));
  if (node.type !== "object") return node.value as Json;
  const object: Record<string, Json> = {};
  for (const property of node.children ?? []) {
    const [keyNode, child] = property.children ?? [];
    if (keyNode === undefined || child === undefined) continue;
    const key = keyNode.value as string;
    const report = (code: string, message: string) => findings.push({ code, path: [...path, key], offset: keyNode.offset, message });
    if (Object.hasOwn(object, key)) report("duplicate-key", `the key \`${key}\` stands twice in one object; remove one`);
    if (key === "__proto__") report("reserved-name", "`__proto__` is refused as a name; choose another");
    else object[key] = childValue(child, key, path, findings);
  }
  return object;
}

function childValue(child: Node, step: string | number, path: (string | number)[], findings: Finding[]): Json {
  path.push(step);
  const value = jsonValue(child, path, findings);
  path.pop();
  return value;
}

/** The property or element node at a path; null where the path leads nowhere. */
function nodeAt(root: Node | undefined, path: Path, at: "key" | "value" = "value"): Node | null {
  let node = root;
  let keyNode: Node | undefined;
  for (const step of path) {
    if (node === undefined) return null;
    if (typeof step === "number" || node.type === "array") {
      [keyNode, node] = [undefined, node.children?.[Number(step)]];
      continue;
    }
    const property = node.type === "object" ? node.children?.findLast((p) => p.children?.[0]?.value === step) : undefined;
    [keyNode, node] = [property?.children?.[0], property?.children?.[1]];
  }
  return (at === "key" ? keyNode : undefined) ?? node ?? null;
}

/** An RFC 6901 JSON pointer. */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The steps of an RFC 6901 JSON pointer, all as strings. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((s) => s.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Findings with their places, in the order of the text; beyond a thousand the rest is counted in one last problem. */
export function toProblems(json: JsonText, findings: readonly Finding[]): Problem[] {
  const starts = lineStarts(json.text);
  const listed = findings.slice(0, MAX_PROBLEMS).map((finding) => {
    const offset = finding.offset ?? nodeAt(json.root, finding.path, finding.at)?.offset ?? 0;
    return { offset, problem: { code: finding.code, path: pointerOf(finding.path), ...placeOf(starts, offset), message: finding.message } };
  });
  const problems = listed.sort((a, b) => a.offset - b.offset).map((l) => l.problem);
  const rest = findings.length - listed.length;
  if (rest > 0)
    problems.push({ code: "more-problems", path: "", line: 1, column: 1, message: `and ${rest} more problems; mend these first` });
  return problems;
}

/** Where the value at a JSON pointer stands in a text; of a pointer that leads nowhere, its nearest existing parent. Null where the text is no JSON. */
export function locate(text: string, pointer: string): TextRange | null {
  const json = readJsonText(text);
  const steps = stepsOf(pointer);
  for (let n = steps.length; n >= 0; n--) {
    const node = nodeAt(json.root, steps.slice(0, n));
    if (node !== null) return rangeOf(json.text, node.offset, node.length);
  }
  return null;
}

/** The line and column range of a stretch of text. */
export function rangeOf(text: string, offset: number, length: number): TextRange {
  const starts = lineStarts(text);
  const [from, to] = [placeOf(starts, offset), placeOf(starts, offset + length)];
  return { offset, length, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Offset in the text of a character inside the string value at a path, escapes counted. */
export function offsetInString(json: JsonText, path: Path, index: number): number | undefined {
  const node = nodeAt(json.root, path);
  if (node === null || node.type !== "string") return undefined;
  let offset = node.offset + 1;
  for (let i = 0; i < index; i++) {
    if (json.text[offset] !== "\\") offset++;
    else offset += json.text[offset + 1] === "u" ? 6 : 2;
  }
  return offset;
}
