/**
 * Reads a Parquet file's columns into the memory of batches without DuckDB: what it decodes into vectors, each of which the bindings then
 * wrap, is here written once, and dictionaries are looked at once an entry. Only for files that `footer.ts` knows; all
 * others are DuckDB's. Cells mean what they mean there.
 */
import { closeSync, openSync } from "node:fs";
import type { FactValue } from "#rules/policy";
import { ARRAYS, blankNotes, type ColumnMemory, type ColumnNotes, NO_NUMBER } from "../batch-memory.ts";
import { type ColumnSource, STRAY } from "../column-sources.ts";
import { FileHash, type HashedFile } from "../hash-file.ts";
import { ListCodes } from "../list-cells.ts";
import type { NameColumn } from "../names.ts";
import { MOST_KEPT } from "../text-cells.ts";
import { NumberColumn, TextColumn } from "./flat-values.ts";
import type { Footer, LeafColumn } from "./footer.ts";
import { ListColumn } from "./list-column.ts";
import { PageMemory } from "./page-memory.ts";
import { PageSource } from "./pages.ts";
import type { TextTable } from "./text-table.ts";

/** Writes the next `rows` rows of a column at `offset` of a batch. */
interface Feeder {
  begin(note: ColumnNotes): void;
  fill(memory: ColumnMemory, note: ColumnNotes, rows: number, offset: number): void;
}

/** Whether a source's column can be read here. */
export function isReadable({ kind, column }: ColumnSource, { columns }: Footer): boolean {
  const leaf = columns.find(({ name }) => name === column);
  if (leaf === undefined) return false;
  const isText = leaf.physical === "text";
  switch (kind) {
    case "f64":
    case "i32":
    case "i16":
    case "u8":
      return !isText;
    case "booleans":
      return leaf.physical === "boolean";
    case "number-texts":
    case "codes":
    case "known-codes":
      return isText && !leaf.isList;
    case "list-codes":
      return leaf.isList;
    case "known-lists":
      return false;
    default:
      return kind satisfies never;
  }
}

export class ParquetReader {
  readonly rows: number;
  private readonly file: number;
  private readonly hash: FileHash;
  private readonly memory: PageMemory;
  private readonly feeders: readonly Feeder[];
  private readonly names: NameFeeder | null;
  private done = 0;

  /** `sources` are readable; `id` is the column of the borrowers' names, if any. */
  constructor(path: string, footer: Footer, sources: readonly ColumnSource[], id: string | null, names: NameColumn["kind"]) {
    this.rows = footer.rows;
    this.file = openSync(path, "r");
    this.hash = new FileHash(this.file);
    this.memory = new PageMemory(this.file, this.hash);
    const pagesOf = (leaf: LeafColumn) => {
      const at = footer.columns.indexOf(leaf);
      return new PageSource(
        footer.groups.map(({ chunks }) => chunks[at] as Footer["groups"][number]["chunks"][number]),
        leaf,
        this.memory,
      );
    };
    const leafOf = (name: string) => footer.columns.find((leaf) => leaf.name === name) as LeafColumn;
    this.feeders = sources.map((source) => feederOf(source, leafOf(source.column), pagesOf(leafOf(source.column))));
    this.names = id === null ? null : nameFeederOf(leafOf(id), pagesOf(leafOf(id)), names);
  }

  /** Fills a batch; gives its rows, 0 after the last. Throws a RangeError for what is wrong with the file. */
  fill(memory: readonly ColumnMemory[], notes: readonly ColumnNotes[], names: NameColumn, capacity: number): number {
    const rows = Math.min(capacity, this.rows - this.done);
    this.feeders.forEach((feeder, at) => {
      const note = notes[at] as ColumnNotes;
      feeder.begin(note);
      feeder.fill(memory[at] as ColumnMemory, note, rows, 0);
    });
    this.names?.fill(names, rows);
    this.done += rows;
    return rows;
  }

  /** Of the whole file, once the rows are read. */
  finishHash(signal: AbortSignal | undefined): Promise<HashedFile> {
    return this.hash.finish(signal);
  }

  close(): void {
    closeSync(this.file);
    this.memory.close();
  }
}

function feederOf(source: ColumnSource, leaf: LeafColumn, pages: PageSource): Feeder {
  switch (source.kind) {
    case "f64":
    case "i32":
    case "i16":
    case "u8":
    case "booleans":
      return new NumberFeeder(new NumberColumn(pages, leaf, leaf.physical as "f64", ARRAYS[source.kind], areCodesWelcome(source)));
    case "number-texts":
      return new NumberTextFeeder(new TextColumn(pages, leaf), source);
    case "codes":
      return new CodeFeeder(new TextColumn(pages, leaf), source);
    case "known-codes":
      return new KnownCodeFeeder(new TextColumn(pages, leaf), source);
    case "list-codes":
    case "known-lists":
      return new ListFeeder(new ListColumn(pages, leaf), source);
    default:
      return source.kind satisfies never;
  }
}

/** What is observed later is read as numbers, and so is what an absent value may not make null. */
function areCodesWelcome({ fact, kind, absent }: ColumnSource): boolean {
  return fact !== null && kind !== "booleans" && absent === null;
}

// --- numbers ---------------------------------------------------------------------------------------

class NumberFeeder implements Feeder {
  /** The dictionary that was met last, and where its numbers begin among those of the batch. */
  private last: Float64Array | null = null;
  private base = 0;

  constructor(private readonly column: NumberColumn) {}

  begin(): void {
    this.last = null;
    this.base = 0;
  }

  fill(memory: ColumnMemory, note: ColumnNotes, rows: number, offset: number): void {
    const { column } = this;
    column.forEachStretch(rows, (from, count, before) => {
      const to = offset + before;
      const { numbers } = column;
      if (numbers !== null && (to === 0 || note.numbers !== null) && this.join(numbers, note)) {
        memory.codes.set(column.codesOf(from, count, this.base), to);
        note.hasNulls ||= column.someNull;
        return;
      }
      if (note.numbers !== null) spell(memory.codes.subarray(0, to), note.numbers, memory, note, 0);
      note.numbers = null;
      if (numbers !== null) spell(column.codesOf(from, count, 0), numbers, memory, note, to);
      else {
        memory.values.set(column.values.subarray(from, from + count), to);
        noteNulls(column.nulls, from, count, memory.nulls, note, to);
      }
    });
  }

  /** Adds a dictionary to those of the batch; false where their codes would be too many. */
  private join(numbers: Float64Array, note: ColumnNotes): boolean {
    if (note.numbers === null) note.numbers = numbers;
    else if (numbers !== this.last) {
      const before = note.numbers;
      if (before.length + numbers.length > NO_NUMBER) return false;
      this.base = before.length;
      note.numbers = new Float64Array(before.length + numbers.length);
      note.numbers.set(before);
      note.numbers.set(numbers, this.base);
    }
    this.last = numbers;
    return true;
  }
}

/** Codes → values and null marks at row `to` and on. */
function spell(codes: Uint16Array, numbers: Float64Array, { values, nulls }: ColumnMemory, note: ColumnNotes, to: number): void {
  const marks = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === NO_NUMBER) marks[i] = 1;
    else values[to + i] = numbers[code] as number;
  }
  if (to === 0) note.hasNulls = false;
  noteNulls(marks.includes(1) ? marks : null, 0, codes.length, nulls, note, to);
}

/** Nulls are written from the first one of the batch on. */
function noteNulls(nulls: Uint8Array | null, from: number, count: number, out: Uint8Array, note: ColumnNotes, to: number): void {
  if (nulls === null) {
    if (note.hasNulls) out.fill(0, to, to + count);
    return;
  }
  if (!note.hasNulls) out.fill(0, 0, to);
  note.hasNulls = true;
  out.set(nulls.subarray(from, from + count), to);
}

// --- texts -----------------------------------------------------------------------------------------

/** Goes over the rows of a text column. */
abstract class TextFeeder implements Feeder {
  constructor(protected readonly column: TextColumn) {}

  abstract begin(note: ColumnNotes): void;

  fill(memory: ColumnMemory, note: ColumnNotes, rows: number, offset: number): void {
    this.column.forEachStretch(rows, (from, count, before) => this.take(from, count, memory, note, offset + before));
  }

  /** Takes `count` rows of the column's page from `from` on. */
  protected abstract take(from: number, count: number, memory: ColumnMemory, note: ColumnNotes, to: number): void;
}

/** Codes into a dictionary that grows with the texts found; 0 is null. */
class CodeFeeder extends TextFeeder {
  private dictionary: (FactValue | undefined)[];
  private codes = new Map<string, number>();

  constructor(
    column: TextColumn,
    private readonly source: ColumnSource,
  ) {
    super(column);
    this.dictionary = [source.absent];
  }

  begin(note: ColumnNotes): void {
    if (this.dictionary.length > MOST_KEPT) {
      this.dictionary = [this.source.absent];
      this.codes = new Map();
      this.column.forget();
    }
    note.dictionary = this.dictionary;
  }

  protected take(from: number, count: number, { values }: ColumnMemory, _: ColumnNotes, to: number): void {
    const { table } = this.column;
    const make = (text: string) => this.dictionary.push(this.source.read(text)) - 1;
    for (let place = 0; place < table.count; place++) table.madeOf(place, this.codes, make);
    values.set(this.column.codesOf(4, from, count), to);
  }
}

/** Codes of texts that are known to be most or all; others are noted. */
class KnownCodeFeeder extends TextFeeder {
  private readonly codes: ReadonlyMap<string, number>;
  private readonly dictionary: (FactValue | undefined)[];

  constructor(
    column: TextColumn,
    private readonly source: ColumnSource,
  ) {
    super(column);
    const { known, absent, read } = source;
    const texts = known?.texts ?? [];
    this.codes = new Map(texts.map((text, i) => [text, i + 1]));
    this.dictionary = [absent, ...texts.map(read)];
  }

  begin(note: ColumnNotes): void {
    note.dictionary = this.dictionary;
  }

  protected take(from: number, count: number, { values }: ColumnMemory, note: ColumnNotes, to: number): void {
    const { table } = this.column;
    let strays = false;
    for (let place = 0; place < table.count; place++) {
      if (table.made[place] === -1) table.made[place] = this.codes.get(table.textAt(place)) ?? STRAY;
      strays ||= table.made[place] === STRAY;
    }
    values.set(this.column.codesOf(1, from, count), to);
    if (strays) this.noteStrays(from, count, values, note, to);
  }

  private noteStrays(from: number, count: number, values: ColumnMemory["values"], note: ColumnNotes, to: number): void {
    const { places, table } = this.column;
    for (let i = 0; i < count; i++)
      if (values[to + i] === STRAY) note.odd.push([to + i, this.source.read(table.textAt(places[from + i] as number))]);
  }
}

/** Texts that a number is read from. */
class NumberTextFeeder extends TextFeeder {
  private readings: (FactValue | undefined)[] = [];
  private byText = new Map<string, number>();

  constructor(
    column: TextColumn,
    private readonly source: ColumnSource,
  ) {
    super(column);
  }

  begin(note: ColumnNotes): void {
    note.hasNulls = true;
    if (this.readings.length <= MOST_KEPT) return;
    this.readings = [];
    this.byText = new Map();
    this.column.forget();
  }

  protected take(from: number, count: number, { values, nulls: out }: ColumnMemory, note: ColumnNotes, to: number): void {
    const { places, table, nulls } = this.column;
    const make = (text: string) => this.readings.push(this.source.read(text)) - 1;
    const readingOf = (place: number) => this.readings[table.madeOf(place, this.byText, make)];
    for (let i = 0; i < count; i++) {
      const value = nulls !== null && nulls[from + i] === 1 ? null : readingOf(places[from + i] as number);
      out[to + i] = value === null || value === undefined ? 1 : 0;
      if (typeof value === "number") values[to + i] = value;
      else if (value !== null && value !== undefined) note.odd.push([to + i, value]);
    }
  }
}

// --- lists -----------------------------------------------------------------------------------------

class ListFeeder implements Feeder {
  private readonly lists: ListCodes;
  private texts: (string | null)[] = [null];
  private byText = new Map<string, number>();
  private items = new Int32Array(16);

  constructor(
    private readonly column: ListColumn,
    { absent }: ColumnSource,
  ) {
    this.lists = new ListCodes(absent);
  }

  begin(note: ColumnNotes): void {
    if (this.texts.length > MOST_KEPT || this.lists.dictionary.length > MOST_KEPT) {
      this.texts = [null];
      this.byText = new Map();
      this.lists.clear();
      this.column.forget();
    }
    note.dictionary = this.lists.dictionary;
  }

  fill({ values }: ColumnMemory, _: ColumnNotes, rows: number, offset: number): void {
    let count = 0;
    const make = (text: string) => this.texts.push(text) - 1;
    const add = (table: TextTable, place: number) => {
      if (count === this.items.length) this.widen();
      this.items[count++] = place === -1 ? 0 : table.madeOf(place, this.byText, make);
    };
    const textOf = (item: number) => this.texts[item] as string | null;
    for (let row = 0; row < rows; row++) {
      count = 0;
      values[offset + row] = this.column.next(add) ? this.lists.codeOf(this.items, 0, count, textOf) : 0;
    }
  }

  private widen(): void {
    const wider = new Int32Array(2 * this.items.length);
    wider.set(this.items);
    this.items = wider;
  }
}

// --- names -----------------------------------------------------------------------------------------

interface NameFeeder {
  fill(names: NameColumn, rows: number): void;
}

function nameFeederOf(leaf: LeafColumn, pages: PageSource, kind: NameColumn["kind"]): NameFeeder {
  if (kind === "texts") return new TextNames(new TextColumn(pages, leaf));
  return new NumberNames(new NumberFeeder(new NumberColumn(pages, leaf, leaf.physical as "i32", ARRAYS.f64, false)));
}

const NO_CODES = new Uint16Array(0);

class NumberNames implements NameFeeder {
  private nulls = new Uint8Array(0);

  constructor(private readonly feeder: NumberFeeder) {}

  fill({ numbers }: NameColumn, rows: number): void {
    if (this.nulls.length < rows) this.nulls = new Uint8Array(rows);
    const note = blankNotes();
    this.feeder.fill({ values: numbers, nulls: this.nulls, codes: NO_CODES }, note, rows, 0);
    if (note.hasNulls) for (let row = 0; row < rows; row++) if (this.nulls[row] === 1) numbers[row] = Number.NaN;
  }
}

class TextNames implements NameFeeder {
  constructor(private readonly column: TextColumn) {}

  fill(names: NameColumn, rows: number): void {
    const { column } = this;
    column.forEachStretch(rows, (from, count, before) => {
      const { nulls, places, table } = column;
      for (let i = from, row = before; i < from + count; i++, row++)
        if (nulls !== null && nulls[i] === 1) names.addNothing(row);
        else names.addText(table, places[i] as number, row);
    });
  }
}
