/**
 * A CSV portfolio: looked through once before anything else, which tells its header, how many rows it has and which are none. DuckDB reads
 * the file itself where no reader could cut it otherwise, and else a copy of its rows as plain as can be: of a broken row it keeps a kilobyte in memory, or
 * leaves out others beside it.
 */
import { isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { CsvSplitter, type RowVisitor, type UnreadableRow } from "./csv-splitter.ts";

export interface CsvFile {
  /** The names of the columns; without one where a cell of the header is empty. */
  readonly columns: readonly string[];
  /** Rows that can be read. */
  readonly rows: number;
  /** The place of each row that cannot, among all rows, from 1; ascending. */
  readonly unreadable: readonly number[];
  /** The file to be read: this one, or a copy of its rows. */
  readonly path: string;
}

const PIECE = 1 << 18;
const [FEED, RETURN] = [10, 13] as const;
const MARK = Buffer.from("\uFEFF");

export interface CsvOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how many rows were seen so far, after each piece; and once more of all from the first on, where a copy is made. */
  readonly onRows?: ((rows: number, total: number | null) => void) | undefined;
}

/** Why a file has no columns to speak of. */
export class UnreadableHeader extends Error {}

/** Looks through the file; `scratch` gives the path of a copy where one is needed. Throws an UnreadableHeader where its first line names no columns. */
export async function openCsvFile(path: string, scratch: () => Promise<string>, options: CsvOptions = {}): Promise<CsvFile> {
  const { signal, onRows } = options;
  const beginning = await beginningOf(path);
  const strange = strangeBytes(beginning);
  if (strange !== null) throw new UnreadableHeader(strange);
  let columns: readonly string[] | null = null;
  const unreadable: number[] = [];
  const splitter = new CsvSplitter(lineEndOf(beginning), {
    header(cells) {
      columns = namesOf(cells);
      return cells.length;
    },
    row() {},
    unreadable({ number, message }) {
      if (columns === null) throw new UnreadableHeader(`its first line must name the columns: ${message}`);
      unreadable.push(number);
    },
  });
  for await (const _ of passing(path, splitter, signal)) onRows?.(splitter.rows, null);
  const names: readonly string[] = columns ?? [];
  if (names.every((name) => name === "")) throw new UnreadableHeader("the file is empty: its first line must name the columns");
  const isPlain = unreadable.length === 0 && !splitter.isUnusual;
  const read = isPlain ? path : await scratch();
  if (!isPlain) await copyRows(path, read, { columns: names.length, rows: splitter.rows }, options);
  return { columns: names, rows: splitter.rows - unreadable.length, unreadable, path: read };
}

/** The rows that cannot be read, in the order of the file, some at a time. */
export async function* unreadableRows(path: string, signal?: AbortSignal): AsyncGenerator<readonly UnreadableRow[]> {
  let found: UnreadableRow[] = [];
  const visitor: RowVisitor = { header: (cells) => cells.length, row() {}, unreadable: (row) => void found.push(row) };
  for await (const _ of passing(path, new CsvSplitter(lineEndOf(await beginningOf(path)), visitor), signal)) {
    if (found.length > 0) yield found;
    found = [];
  }
}

/** How files begin that are no CSV, whatever they are called, and what to do. */
const STRANGE: readonly (readonly [bytes: string, what: string])[] = [
  ["\xff\xfe", "it is UTF-16; save it as UTF-8"],
  ["\xfe\xff", "it is UTF-16; save it as UTF-8"],
  ["\x1f\x8b", "it is compressed by gzip; unpack it"],
  ["\x28\xb5\x2f\xfd", "it is compressed by zstd; unpack it"],
  ["PK\x03\x04", "it is a spreadsheet or another zip archive; save it as CSV"],
  ["PAR1", "it is Parquet; call it .parquet"],
];

function strangeBytes(beginning: Buffer): string | null {
  return STRANGE.find(([bytes]) => beginning.subarray(0, bytes.length).equals(Buffer.from(bytes, "latin1")))?.[1] ?? null;
}

function namesOf(cells: readonly Buffer[]): readonly string[] {
  if (cells.some((cell) => cell.includes(0))) throw new UnreadableHeader("it is not text");
  if (!cells.every((cell) => isUtf8(cell))) throw new UnreadableHeader("its first line is not UTF-8; save the file as UTF-8");
  return cells.map((cell) => cell.toString("utf8").trim());
}

/** Hands the file's bytes to the splitter; comes by after each piece. */
async function* passing(path: string, splitter: CsvSplitter, signal?: AbortSignal): AsyncGenerator<void> {
  const file = await open(path);
  try {
    for (let isFirst = true; ; isFirst = false) {
      signal?.throwIfAborted();
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(isFirst && buffer.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0, bytesRead);
      splitter.push(piece);
      yield;
    }
    splitter.finish();
    yield;
  } finally {
    await file.close();
  }
}

/** The byte that ends a line: a carriage return in files that have no line feed. */
function lineEndOf(beginning: Buffer): 10 | 13 {
  return !beginning.includes(FEED) && beginning.includes(RETURN) ? RETURN : FEED;
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

// --- a copy ----------------------------------------------------------------------------------------

const [NEWLINE, SEPARATOR] = [Buffer.from("\n"), Buffer.from(",")];

/** A table of so many columns, and rows of any kind. */
interface Extent {
  readonly columns: number;
  readonly rows: number;
}

async function copyRows(path: string, to: string, { columns, rows }: Extent, { signal, onRows }: CsvOptions): Promise<void> {
  let parts: Buffer[] = [Buffer.from(`${Array.from({ length: columns }, (_, at) => `c${at}`).join(",")}\n`)];
  const visitor: RowVisitor = {
    header: (cells) => cells.length,
    row(bytes, from, end, cells) {
      if (cells === null) parts.push(bytes.subarray(from, end));
      else for (const [at, cell] of cells.entries()) parts.push(...(at === 0 ? [] : [SEPARATOR]), quotedCell(cell, columns === 1));
      parts.push(NEWLINE);
    },
    unreadable() {},
  };
  const splitter = new CsvSplitter(lineEndOf(await beginningOf(path)), visitor);
  const copy = await open(to, "w");
  try {
    for await (const _ of passing(path, splitter, signal)) {
      await write(copy, parts);
      parts = [];
      onRows?.(splitter.rows, rows);
    }
  } finally {
    await copy.close();
  }
}

async function write(copy: FileHandle, parts: readonly Buffer[]): Promise<void> {
  if (parts.length > 0) await copy.write(Buffer.concat(parts));
}

/** A cell that stands alone in its row is quoted even where it is empty: the row would be blank. */
function quotedCell(cell: Buffer, isAlone: boolean): Buffer {
  const text = cell.toString("latin1");
  return /[",\r\n ]/.test(text) || (isAlone && text === "") ? Buffer.from(`"${text.replaceAll('"', '""')}"`, "latin1") : cell;
}
