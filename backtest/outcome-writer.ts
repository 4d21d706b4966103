/**
 * Outcomes row by row, as Parquet or CSV, in the order of the portfolio; rows without an outcome under every version are
 * left out. One version: `limit_before`, `limit_after`, `available`, `decision`, `review`, `fired`, `applied`, `bound`, `reasons`; two:
 * all but the first with `baseline_` and `candidate_`. Lists are joined by `|`. Money in currency.
 */
import path from "node:path";
import { formatCell } from "#rules/borrowers";
import { type Bits, isMarked } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { moneyText } from "#rules/policy";
import type { NameColumn } from "./names.ts";
import { type FileMade, NewFile } from "./new-file.ts";
import type { OutcomeChunks } from "./outcome-chunks.ts";
import type { OutcomeRows, VersionRows } from "./outcome-rows.ts";
import { PageSpace } from "./page-space.ts";
import { textChunk } from "./parquet-chunks.ts";
import { type ColumnSchema, ParquetFile } from "./parquet-file.ts";
import { LISTS, rowsIn } from "./row-masks.ts";
import { BacktestProblem } from "./types.ts";

/** A list column of a batch with the texts of the worker that made it. */
export type TextsOf = (version: number, list: (typeof LISTS)[number]) => readonly string[];

interface Writer {
  finish(): Promise<FileMade>;
  discard(): Promise<void>;
}

export interface ParquetWriter extends Writer {
  readonly kind: "parquet";
  /** Adds a row group; afterwards its chunks are not read any more. */
  add(outcomes: OutcomeChunks, names: NameColumn): Promise<void>;
}

export interface CsvWriter extends Writer {
  readonly kind: "csv";
  add(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, rows: number): Promise<void>;
}

export type OutcomeWriter = ParquetWriter | CsvWriter;

/** `versions`: 1 or 2. */
export async function openOutcomeWriter(file: string, versions: number): Promise<OutcomeWriter> {
  const extension = path.extname(file).toLowerCase();
  if (extension === ".csv") return new CsvOutcomes(await NewFile.create(file), versions);
  if (extension !== ".parquet")
    throw new BacktestProblem("cannot-write", `outcomes are written to a .parquet or a .csv file, not to \`${path.basename(file)}\``);
  return new ParquetOutcomes(await NewFile.create(file), versions);
}

const NUMBERS = ["limit_after", "available"] as const;
const PLAIN = [...NUMBERS, "decision", "review"] as const;

function titles(versions: number): string[] {
  const prefixes = versions === 1 ? [""] : ["baseline_", "candidate_"];
  return ["id", "limit_before", ...prefixes.flatMap((prefix) => [...PLAIN, ...LISTS].map((name) => `${prefix}${name}`))];
}

// --- Parquet ---------------------------------------------------------------------------------------

const LENGTH = 4;
/** Bytes of a number's name at most, with its length. */
const MOST_OF_NUMBER = 32;
/** Whole numbers up to here are divided as such. */
const SMALL = 2 ** 31 - 1;
const AT_ONCE = 10_000;
/** By number below 10,000: its four digits as one word, zeros in front. */
function wordsOfDigits(): Uint32Array {
  const words = new Uint32Array(AT_ONCE);
  for (let number = 0; number < AT_ONCE; number++) {
    const [hundreds, rest] = [Math.floor(number / 100), number % 100];
    const pair = (value: number) => Math.floor(value / 10) + ((value % 10) << 8);
    words[number] = 0x3030_3030 + pair(hundreds) + (pair(rest) << 16);
  }
  return words;
}

/** Names of a group as a plain page has them: length in four bytes, then the bytes. */
class GroupNames {
  private bytes = new Uint8Array(1 << 20);
  private words = new DataView(this.bytes.buffer);
  private readonly digitsOf = wordsOfDigits();
  private length = 0;
  /** How many digits the number before had, and the numbers that have as many: from one to before another. */
  private digits = 1;
  private least = 0;
  private most = 10;

  /** The names so far, until the next is added; starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  /** Adds the names of the rows whose bit is set. */
  add(names: NameColumn, rows: Bits): void {
    for (let w = 0; w < rows.length; w++)
      for (let word = rows[w] as number; word !== 0; word &= word - 1) {
        const row = (w << 5) + 31 - Math.clz32(word & -word);
        const number = names.numberAt(row);
        if (number >= 0) this.addNumber(number);
        else this.addBytes(names.bytes, names.startOf(row), names.ends[row] as number);
      }
  }

  /** Four digits at a time, from the last: zeros in front of the first lie where the length is written afterwards. */
  private addNumber(number: number): void {
    if (this.length + MOST_OF_NUMBER > this.bytes.length) this.widen(MOST_OF_NUMBER);
    const start = this.length + LENGTH;
    const end = start + this.digitsIn(number);
    let [rest, at] = [number, end - 4];
    for (; rest > SMALL; at -= 4) {
      const greater = Math.floor(rest / AT_ONCE);
      this.words.setUint32(at, this.digitsOf[rest - AT_ONCE * greater] as number, true);
      rest = greater;
    }
    for (let small = rest | 0; at > start - 4; at -= 4) {
      const greater = (small / AT_ONCE) | 0;
      this.words.setUint32(at, this.digitsOf[small - AT_ONCE * greater] as number, true);
      small = greater;
    }
    this.words.setUint32(start - LENGTH, end - start, true);
    this.length = end;
  }

  private digitsIn(number: number): number {
    if (number < this.least || number >= this.most) {
      [this.digits, this.least, this.most] = [1, 0, 10];
      for (; number >= this.most; this.most *= 10) [this.digits, this.least] = [this.digits + 1, this.most];
    }
    return this.digits;
  }

  private addBytes(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    if (this.length + LENGTH + size > this.bytes.length) this.widen(LENGTH + size);
    this.words.setUint32(this.length, size, true);
    const own = this.bytes;
    let at = this.length + LENGTH;
    for (let i = from; i < to; i++) own[at++] = bytes[i] as number;
    this.length = at;
  }

  private widen(more: number): void {
    const wider = new Uint8Array(2 * (this.length + more));
    wider.set(this.bytes);
    this.bytes = wider;
    this.words = new DataView(wider.buffer);
  }
}

class ParquetOutcomes implements ParquetWriter {
  readonly kind = "parquet";
  private readonly parquet: ParquetFile;
  private readonly names = new GroupNames();
  private readonly space = new PageSpace();
  private started = false;

  constructor(
    private readonly file: NewFile,
    versions: number,
  ) {
    this.parquet = new ParquetFile(schemaOf(versions), (bytes) => file.write(bytes));
  }

  async add({ valid, rows, chunks }: OutcomeChunks, names: NameColumn): Promise<void> {
    if (rows === 0) return;
    this.names.add(names, valid);
    await this.start();
    this.space.begin();
    await this.parquet.writeGroup([textChunk(this.space, { bytes: this.names.take(), count: rows }, rows), ...chunks], rows);
    await this.file.flush();
  }

  private async start(): Promise<void> {
    if (!this.started) await this.parquet.start();
    this.started = true;
  }

  async finish(): Promise<FileMade> {
    await this.start();
    await this.parquet.end();
    return this.file.finish();
  }

  discard(): Promise<void> {
    return this.file.discard();
  }
}

function schemaOf(versions: number): ColumnSchema[] {
  return titles(versions).map((name): ColumnSchema => {
    if (/(limit_before|limit_after|available)$/.test(name)) return { name, kind: "doubles", nullable: name.endsWith("available") };
    return { name, kind: name.endsWith("review") ? "booleans" : "texts", nullable: false };
  });
}

// --- CSV -------------------------------------------------------------------------------------------

class CsvOutcomes implements CsvWriter {
  readonly kind = "csv";
  private head: string;

  constructor(
    private readonly file: NewFile,
    versions: number,
  ) {
    this.head = `${titles(versions).join(",")}\n`;
  }

  async add(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, rows: number): Promise<void> {
    const lines = [...rowsIn(outcomes.valid, rows)].map((row) => {
      const versions = outcomes.versions.flatMap((version, v) => cellsOf(version, row, (list) => textsOf(v, list)));
      return [csvCell(formatCell(names.textAt(row))), moneyText(outcomes.limitBefore[row] as number), ...versions].join(",");
    });
    await this.write(lines.map((line) => `${line}\n`).join(""));
  }

  private async write(text: string): Promise<void> {
    await this.file.write(new TextEncoder().encode(this.head + text));
    this.head = "";
  }

  async finish(): Promise<FileMade> {
    await this.write("");
    return this.file.finish();
  }

  discard(): Promise<void> {
    return this.file.discard();
  }
}

function cellsOf(version: VersionRows, row: number, textsOf: (list: (typeof LISTS)[number]) => readonly string[]): string[] {
  const available = version.available[row] as number;
  return [
    moneyText(version.limitAfter[row] as number),
    Number.isNaN(available) ? "" : moneyText(available),
    DECISIONS[version.decision[row] as number] as string,
    String(isMarked(version.review, row)),
    ...LISTS.map((list) => csvCell(textsOf(list)[version.lists[list].codes[row] as number] as string)),
  ];
}

/** A text as a cell: in quotes where it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
