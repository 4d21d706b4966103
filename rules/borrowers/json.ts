/**
 * JSON and JSONL ↔ borrowers. A JSON file is an array of entries (or one entry), JSONL an
 * entry a line; an entry is `{ name, facts, expect?, tags?, note? }`. Facts that the policy
 * does not declare are kept where they are values, and told once; `__proto__` and its like
 * are never assigned.
 */
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import * as z from "zod";
import { type FactValue, RESERVED_NAMES } from "#rules/policy";
import { readExpectation } from "./expectation.ts";
import { valueMessage } from "./read-cell.ts";
import type { BorrowerEntry, BorrowerFile, Expectation, FactCatalogue, Fixture, RowProblem } from "./types.ts";

const KNOWN: ReadonlySet<string> = new Set(["name", "id", "facts", "expect", "tags", "note"]);

const naming = z.union([z.string(), z.number().transform(String)]).pipe(z.string().trim().min(1));
const tagsSchema = z.array(z.string()).nullish();
const noteSchema = z.string().nullish();

export interface JsonReader {
  readEntry(value: unknown, line?: number): BorrowerEntry;
  /** One line of JSONL; null for a blank one. */
  readLine(text: string): BorrowerEntry | null;
  readonly ignored: readonly string[];
}

export function createJsonReader(catalogue: FactCatalogue | null): JsonReader {
  const ignored = new Set<string>();
  let row = 0;
  let line = 0;

  function readEntry(value: unknown, at?: number): BorrowerEntry {
    row += 1;
    const place = at === undefined ? { row } : { row, line: at };
    return isObject(value)
      ? readObject(value, place, catalogue, ignored)
      : unreadable(place, String(row), "an entry must be an object with `name` and `facts`");
  }

  return {
    readEntry,
    readLine(text) {
      line += 1;
      if (text.trim() === "") return null;
      const parsed = parse(line === 1 ? text.replace(/^\uFEFF/, "") : text);
      if (parsed.ok) return readEntry(parsed.value, line);
      row += 1;
      return unreadable({ row, line }, String(row), "the line is not JSON; write one object on each line");
    },
    get ignored() {
      return [...ignored];
    },
  };
}

export function parseJsonl(text: string, catalogue: FactCatalogue | null): BorrowerFile {
  const reader = createJsonReader(catalogue);
  const entries = text.split(/\r\n|\n/).flatMap((line) => reader.readLine(line) ?? []);
  return { entries, problems: [], ignored: reader.ignored };
}

export function parseJson(text: string, catalogue: FactCatalogue | null): BorrowerFile {
  const source = text.replace(/^\uFEFF/, "");
  const parsed = parse(source);
  if (!parsed.ok) return { entries: [], problems: [syntaxProblem(source)], ignored: [] };
  if (!isObject(parsed.value) && !Array.isArray(parsed.value)) {
    return { entries: [], problems: [{ row: 0, line: 1, message: "the file must hold an array of borrowers" }], ignored: [] };
  }
  const reader = createJsonReader(catalogue);
  const values: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const entries = values.map((value) => reader.readEntry(value));
  return { entries: withLines(entries, source), problems: [], ignored: reader.ignored };
}

/** Fixtures as JSON (indented) or JSONL. */
export function formatJson(fixtures: readonly Fixture[], lines: boolean): string {
  if (lines) return fixtures.map((fixture) => `${JSON.stringify(fixture)}\n`).join("");
  return `${JSON.stringify(fixtures, null, 2)}\n`;
}

interface Place {
  readonly row: number;
  readonly line?: number;
}

function unreadable(place: Place, name: string, message: string): BorrowerEntry {
  return { ...place, name, fixture: null, problems: [{ ...place, name, message }] };
}

function readObject(entry: Record<string, unknown>, place: Place, catalogue: FactCatalogue | null, ignored: Set<string>): BorrowerEntry {
  const name = nameOf(entry, place);
  for (const key of Object.keys(entry)) if (!KNOWN.has(key)) ignored.add(key);
  if (!isObject(entry.facts)) return unreadable(place, name, factsMessage(entry));
  const problems: RowProblem[] = [];
  const refuse = (column: string, message: string) => problems.push({ ...place, name, column, message });
  const facts = readFacts(entry.facts, catalogue, ignored, refuse);
  const expect = expectationOf(entry.expect, refuse);
  const tags = checked(tagsSchema, entry.tags, () => refuse("tags", "`tags` must be a list of texts"));
  const note = checked(noteSchema, entry.note, () => refuse("note", "`note` must be a text"));
  const fixture = { name, facts, ...(expect && { expect }), ...(tags && { tags }), ...(typeof note === "string" && { note }) };
  return { ...place, name, fixture, problems };
}

function nameOf(entry: Record<string, unknown>, place: Place): string {
  for (const value of [entry.name, entry.id]) {
    const reading = naming.safeParse(value);
    if (reading.success) return reading.data;
  }
  return String(place.row);
}

function factsMessage(entry: Record<string, unknown>): string {
  if (entry.facts !== undefined) return "`facts` must be an object: fact name → value";
  return 'the entry has no `facts`; write { "name": "…", "facts": { … } }';
}

function readFacts(
  given: Record<string, unknown>,
  catalogue: FactCatalogue | null,
  ignored: Set<string>,
  refuse: (column: string, message: string) => void,
): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const fact = catalogue?.facts.get(name);
    if (RESERVED_NAMES.has(name)) ignored.add(name);
    else if (fact) {
      const message = valueMessage(fact, value);
      if (message !== null) refuse(name, message);
      facts[name] = value as FactValue;
    } else {
      if (catalogue) ignored.add(name);
      if (isFactValue(value)) facts[name] = value;
      else if (!catalogue) refuse(name, "a fact's value must be a number, a text, true, false, null or a list of texts");
    }
  }
  return facts;
}

function isFactValue(value: unknown): value is FactValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function expectationOf(value: unknown, refuse: (column: string, message: string) => void): Expectation | undefined {
  if (value === undefined || value === null) return undefined;
  const reading = readExpectation(value);
  if (reading.ok) return reading.expectation;
  for (const { key, message } of reading.problems) refuse(key, message);
  return undefined;
}

function checked<T>(schema: z.ZodType<T>, value: unknown, refuse: () => void): T | undefined {
  const reading = schema.safeParse(value);
  if (!reading.success) refuse();
  return reading.data;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function syntaxProblem(text: string): RowProblem {
  if (text.trim() === "") return { row: 0, message: "the file is empty; write an array of borrowers" };
  const errors: ParseError[] = [];
  parseTreeSafely(text, errors);
  const offset = errors[0]?.offset;
  const line = offset === undefined ? {} : { line: lineAt(text, offset) };
  return { row: 0, ...line, message: "the text is not JSON from here on; look for a missing comma, quote or bracket" };
}

/** Adds the line of each entry; only told where something is wrong, so only then looked for. */
function withLines(entries: readonly BorrowerEntry[], text: string): readonly BorrowerEntry[] {
  if (entries.every((entry) => entry.problems.length === 0)) return entries;
  const root = parseTreeSafely(text, []);
  const nodes = root?.type === "array" ? root.children : root && [root];
  let line = 1;
  let from = 0;
  return entries.map((entry, index) => {
    const offset = nodes?.[index]?.offset;
    if (offset === undefined) return entry;
    line += lineAt(text.slice(from, offset), offset - from) - 1;
    from = offset;
    const at = line;
    return { ...entry, line: at, problems: entry.problems.map((problem) => ({ ...problem, line: at })) };
  });
}

/** A text nested deeper than the stack has no places to tell. */
function parseTreeSafely(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true });
  } catch {
    return undefined;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
