/**
 * Borrowers from a file or standard input, one after the other: CSV and JSONL are read piece by
 * piece, so that a file of any length needs the memory of a piece; JSON is read whole. Standard
 * input, and a file whose name says nothing, are told apart by how they begin.
 */
import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import Papa, { type ParseResult } from "papaparse";
import {
  type BorrowerEntry,
  type BorrowerFormat,
  createCsvReader,
  createJsonReader,
  EMPTY_FILE,
  type FactCatalogue,
  formatOf,
  newlineOf,
  parseBorrowers,
  type RowProblem,
} from "#rules/borrowers";
import { InputError } from "./command.ts";
import { openBytes, unreadable } from "./read-text.ts";
import type { Streams } from "./streams.ts";

/** A piece of a file: borrowers in input order. */
export type Entries = AsyncIterable<readonly BorrowerEntry[]>;

export interface BorrowerSource {
  readonly entries: Entries;
  /** Columns or keys that are not read; complete after the last entry. */
  ignored(): readonly string[];
}

/** Opens borrowers, typed by the catalogue. What is wrong with the file as a whole is a InputError, at once or while it is read. */
export async function openBorrowers(path: string, catalogue: FactCatalogue): Promise<BorrowerSource> {
  const stream = await openBytes(path);
  const pieces = textPieces(path, stream);
  const first = await firstPiece(pieces);
  const format = (path === "-" ? null : formatOf(path)) ?? sniff(first);
  const text = prepended(first, pieces);
  if (format === "csv") return csvSource(path, text, catalogue);
  return format === "jsonl" ? jsonlSource(text, catalogue) : jsonSource(path, text, catalogue);
}

/** Tells columns that were not read, once. */
export function tellIgnored(path: string, source: BorrowerSource, streams: Streams): void {
  const ignored = source.ignored();
  if (ignored.length > 0) streams.say(`${path}: ignored, as the policy does not declare them: ${ignored.join(", ")}`);
}

/** Bytes that are no UTF-8 would be other texts than the file's. */
async function* textPieces(path: string, stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const piece of stream) yield decoder.decode(piece as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Text up to the first line's end, or more, so that its format can be told. */
async function firstPiece(pieces: AsyncGenerator<string>): Promise<string> {
  let first = "";
  while (!/\S[^\n]*\n/.test(first)) {
    const { value, done } = await pieces.next();
    if (done) break;
    first += value;
  }
  return first;
}

async function* prepended(first: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first.replace(/^\uFEFF/, "");
  yield* pieces;
}

function sniff(beginning: string): BorrowerFormat {
  const text = beginning.replace(/^\uFEFF/, "").trimStart();
  if (text.startsWith("[")) return "json";
  if (!text.startsWith("{")) return "csv";
  try {
    JSON.parse(text.split("\n", 1)[0] ?? "");
    return "jsonl";
  } catch {
    return "json";
  }
}

function refuseFile(path: string, problems: readonly RowProblem[]): void {
  if (problems.length === 0) return;
  const told = problems.map(({ line, message }) => `cannot read \`${path}\`${line === undefined ? "" : ` from line ${line}`}: ${message}`);
  throw new InputError(told.join("\n"));
}

async function jsonSource(path: string, pieces: AsyncGenerator<string>, catalogue: FactCatalogue): Promise<BorrowerSource> {
  let text = "";
  for await (const piece of pieces) text += piece;
  const file = parseBorrowers(text, "json", catalogue);
  refuseFile(path, file.problems);
  return { entries: once(file.entries), ignored: () => file.ignored };
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function jsonlSource(pieces: AsyncGenerator<string>, catalogue: FactCatalogue): BorrowerSource {
  const reader = createJsonReader(catalogue);
  const readLines = (lines: readonly string[]) => lines.flatMap((line) => reader.readLine(line) ?? []);
  async function* entries(): AsyncGenerator<readonly BorrowerEntry[]> {
    let rest = "";
    for await (const piece of pieces) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      yield readLines(lines);
    }
    yield readLines([rest]);
  }
  return { entries: entries(), ignored: () => reader.ignored };
}

function csvSource(path: string, pieces: AsyncGenerator<string>, catalogue: FactCatalogue): BorrowerSource {
  const reader = createCsvReader(catalogue);
  async function* entries(): AsyncGenerator<readonly BorrowerEntry[]> {
    let empty = true;
    for await (const rows of csvRows(pieces)) {
      const found = reader.read(rows);
      if (rows.data.some((cells) => cells.some((cell) => cell.trim() !== ""))) empty = false;
      refuseFile(path, reader.problems);
      yield found;
    }
    if (empty) refuseFile(path, [EMPTY_FILE]);
  }
  return { entries: entries(), ignored: () => reader.ignored };
}

/** A stream for papaparse into which pieces are put one by one; it gives the rows of each before the next is taken. */
class TextFeed extends EventEmitter {
  readonly readable = true;
  read(): null {
    return null;
  }
}

async function* csvRows(pieces: AsyncGenerator<string>): AsyncGenerator<ParseResult> {
  const feed = new TextFeed();
  let rows: ParseResult[] = [];
  let started = false;
  for await (const piece of pieces) {
    if (!started) Papa.parse(feed, { delimiter: ",", newline: newlineOf(piece), chunk: (result) => void rows.push(result) });
    started = true;
    feed.emit("data", piece);
    yield* rows;
    rows = [];
  }
  feed.emit("end");
  yield* rows;
}
