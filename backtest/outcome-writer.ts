/**
 * Outcomes row by row, as Parquet or CSV, in the order of the portfolio; rows without an outcome under every version are
 * left out. One version: `limit_before`, `limit_after`, `available`, `decision`, `review`, `fired`, `applied`, `bound`, `reasons`; two:
 * all but the first with `baseline_` and `candidate_`. Lists are joined by `|`. Money in currency.
 */
import path from "node:path";
import { formatCell } from "#rules/borrowers";
import { DECISIONS } from "#rules/evaluate";
import { fromHundredths, moneyText } from "#rules/policy";
import type { NameColumn } from "./names.ts";
import { type FileMade, NewFile } from "./new-file.ts";
import { type CodedTexts, LISTS, type OutcomeRows, type VersionRows } from "./outcome-rows.ts";
import { type ColumnSchema, GROUP_ROWS, type GroupColumn, ParquetFile } from "./parquet-file.ts";
import { BacktestProblem } from "./types.ts";

/** A list column of a batch with the texts of the worker that made it. */
export type TextsOf = (version: number, list: (typeof LISTS)[number]) => readonly string[];

export interface OutcomeWriter {
  add(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, rows: number): Promise<void>;
  finish(): Promise<FileMade>;
  discard(): Promise<void>;
}

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

/** Texts of a group, each once. */
class GroupTexts {
  readonly codes = new Int32Array(GROUP_ROWS);
  dictionary: string[] = [];
  private byText = new Map<string, number>();

  clear(): void {
    this.dictionary = [];
    this.byText = new Map();
  }

  codeOf(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    this.byText.set(text, this.dictionary.length);
    return this.dictionary.push(text) - 1;
  }
}

const LENGTH = 4;
/** Whole numbers up to here are divided as such. */
const SMALL = 2 ** 31 - 1;

/** Names of a group as a plain page has them: length in four bytes, then the bytes. */
class GroupNames {
  private bytes = new Uint8Array(GROUP_ROWS * 12);
  private length = 0;
  private readonly digits = new Uint8Array(24);

  /** The names so far; starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  add(names: NameColumn, rows: Int32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const number = names.numberAt(row);
      if (number >= 0) this.addNumber(number);
      else this.addBytes(names.bytes, names.startOf(row), names.ends[row] as number);
    }
  }

  private addNumber(number: number): void {
    const { digits } = this;
    let [rest, at] = [number, 24];
    for (; rest > SMALL; rest = Math.floor(rest / 10)) digits[--at] = 48 + (rest % 10);
    let small = rest | 0;
    do {
      const tens = (small / 10) | 0;
      digits[--at] = 48 + small - 10 * tens;
      small = tens;
    } while (small > 0);
    this.addBytes(digits, at, 24);
  }

  private addBytes(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    if (this.length + LENGTH + size > this.bytes.length) this.widen(size);
    const own = this.bytes;
    let at = this.length;
    for (let shift = 0; shift < 8 * LENGTH; shift += 8) own[at++] = (size >>> shift) & 255;
    for (let i = from; i < to; i++) own[at++] = bytes[i] as number;
    this.length = at;
  }

  private widen(size: number): void {
    const wider = new Uint8Array(2 * (this.length + LENGTH + size));
    wider.set(this.bytes);
    this.bytes = wider;
  }
}

class VersionGroup {
  readonly limitAfter = new Float64Array(GROUP_ROWS);
  readonly available = new Float64Array(GROUP_ROWS);
  readonly absent = new Uint8Array(GROUP_ROWS);
  readonly decision = new Int32Array(GROUP_ROWS);
  readonly review = new Uint8Array(GROUP_ROWS);
  readonly lists = LISTS.map(() => new GroupTexts());

  columns(): GroupColumn[] {
    return [
      { kind: "doubles", values: this.limitAfter, absent: null },
      { kind: "doubles", values: this.available, absent: this.absent },
      { kind: "texts", codes: this.decision, dictionary: DECISIONS },
      { kind: "booleans", values: this.review },
      ...this.lists.map(({ codes, dictionary }): GroupColumn => ({ kind: "texts", codes, dictionary })),
    ];
  }
}

class ParquetOutcomes implements OutcomeWriter {
  private readonly parquet: ParquetFile;
  private readonly names = new GroupNames();
  private readonly limitBefore = new Float64Array(GROUP_ROWS);
  private readonly versions: readonly VersionGroup[];
  private filled = 0;
  private started = false;

  constructor(
    private readonly file: NewFile,
    versions: number,
  ) {
    this.versions = Array.from({ length: versions }, () => new VersionGroup());
    this.parquet = new ParquetFile(schemaOf(versions), (bytes) => file.write(bytes));
  }

  async add(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, rows: number): Promise<void> {
    const valid = validRows(outcomes.valid, rows);
    for (let from = 0; from < valid.length; ) {
      const part = valid.subarray(from, from + GROUP_ROWS - this.filled);
      this.copy(outcomes, textsOf, names, part);
      from += part.length;
      this.filled += part.length;
      if (this.filled === GROUP_ROWS) await this.writeGroup();
    }
  }

  private copy(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, part: Int32Array): void {
    const { filled, limitBefore } = this;
    const from = outcomes.limitBefore;
    for (let i = 0; i < part.length; i++) limitBefore[filled + i] = fromHundredths(from[part[i] as number] as number);
    this.names.add(names, part);
    outcomes.versions.forEach((version, v) => {
      const group = this.versions[v] as VersionGroup;
      copyNumbers(version, group, part, filled);
      LISTS.forEach((list, l) => void copyCodes(version.lists[list], textsOf(v, list), group.lists[l] as GroupTexts, part, filled));
    });
  }

  private async writeGroup(): Promise<void> {
    if (!this.started) await this.parquet.start();
    this.started = true;
    const columns: GroupColumn[] = [
      { kind: "bytes", plain: this.names.take() },
      { kind: "doubles", values: this.limitBefore, absent: null },
      ...this.versions.flatMap((version) => version.columns()),
    ];
    if (this.filled > 0) await this.parquet.writeGroup(columns, this.filled);
    this.filled = 0;
    for (const { lists } of this.versions) for (const list of lists) list.clear();
  }

  async finish(): Promise<FileMade> {
    await this.writeGroup();
    await this.parquet.end();
    return this.file.finish();
  }

  discard(): Promise<void> {
    return this.file.discard();
  }
}

function schemaOf(versions: number): ColumnSchema[] {
  return titles(versions).map((name): ColumnSchema => {
    if (name === "id") return { name, kind: "bytes", nullable: false };
    if (/(limit_before|limit_after|available)$/.test(name)) return { name, kind: "doubles", nullable: name.endsWith("available") };
    return { name, kind: name.endsWith("review") ? "booleans" : "texts", nullable: false };
  });
}

function copyNumbers(from: VersionRows, to: VersionGroup, part: Int32Array, at: number): void {
  const { limitAfter, available, absent, decision, review } = to;
  for (let i = 0; i < part.length; i++) {
    const row = part[i] as number;
    const own = from.available[row] as number;
    const known = !Number.isNaN(own);
    limitAfter[at + i] = fromHundredths(from.limitAfter[row] as number);
    available[at + i] = known ? fromHundredths(own) : 0;
    absent[at + i] = known ? 0 : 1;
    decision[at + i] = from.decision[row] as number;
    review[at + i] = ((from.review[row >> 5] as number) >>> (row & 31)) & 1;
  }
}

function copyCodes({ codes }: CodedTexts, texts: readonly string[], group: GroupTexts, part: Int32Array, at: number): void {
  const own = new Int32Array(texts.length).fill(-1);
  const out = group.codes;
  for (let i = 0; i < part.length; i++) {
    const code = codes[part[i] as number] as number;
    let known = own[code] as number;
    if (known === -1) {
      known = group.codeOf(texts[code] as string);
      own[code] = known;
    }
    out[at + i] = known;
  }
}

function validRows(valid: Uint32Array, rows: number): Int32Array {
  const found = new Int32Array(rows + 1);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    found[count] = row;
    count += ((valid[row >> 5] as number) >>> (row & 31)) & 1;
  }
  return found.subarray(0, count);
}

// --- CSV -------------------------------------------------------------------------------------------

class CsvOutcomes implements OutcomeWriter {
  private head: string;

  constructor(
    private readonly file: NewFile,
    versions: number,
  ) {
    this.head = `${titles(versions).join(",")}\n`;
  }

  async add(outcomes: OutcomeRows, textsOf: TextsOf, names: NameColumn, rows: number): Promise<void> {
    const lines = [...validRows(outcomes.valid, rows)].map((row) => {
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
    String((((version.review[row >> 5] as number) >>> (row & 31)) & 1) === 1),
    ...LISTS.map((list) => csvCell(textsOf(list)[version.lists[list].codes[row] as number] as string)),
  ];
}

/** A text as a cell: in quotes where it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
