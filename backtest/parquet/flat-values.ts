/** The values of a page of a flat column, one a row: numbers and booleans as the memory of a batch has them, texts as places in a list of texts. */
import { NO_NUMBER, type Values } from "../batch-memory.ts";
import type { Region } from "../wasm-memory.ts";
import type { LeafColumn, Physical } from "./footer.ts";
import { DAMAGED, type DataPage, type DictionaryPage, type PageSource } from "./pages.ts";
import { TextTable } from "./text-table.ts";

/** Reads pages and gives the rows of the one it stands at. */
abstract class FlatColumn {
  /** Rows of the page, and how many of them were gone over. */
  protected rows = 0;
  private done = 0;
  protected hasNulls = false;
  /** The values. */
  protected readonly room: Region;
  private readonly nullBytes: Region;
  protected readonly memory: PageSource["memory"];

  constructor(
    private readonly pages: PageSource,
    protected readonly column: LeafColumn,
    /** Bytes of a value. */
    private readonly size: 1 | 2 | 4 | 8,
  ) {
    this.memory = pages.memory;
    this.room = this.memory.region();
    this.nullBytes = this.memory.region();
  }

  /** Whether each row is null (1); null where none is. A view, valid until another page is read. */
  get nulls(): Uint8Array | null {
    return this.hasNulls ? this.memory.bytes(this.nullBytes.address, this.rows) : null;
  }

  /** Goes over the next `rows` rows, page by page: `take` is told where in the page they begin, how many they are, and how many came before. */
  forEachStretch(rows: number, take: (from: number, count: number, before: number) => void): void {
    for (let before = 0; before < rows; ) {
      if (this.done === this.rows) this.nextPage();
      const from = this.done;
      const count = Math.min(rows - before, this.rows - from);
      take(from, count, before);
      this.done += count;
      before += count;
    }
  }

  /** Goes on to the next page with rows. */
  private nextPage(): void {
    this.rows = 0;
    this.done = 0;
    while (this.rows === 0) {
      const page = this.pages.next();
      if (page === null) throw new RangeError("a column has fewer rows than the file");
      if (page.kind === "dictionary") this.takeDictionary(page);
      else this.takePage(page);
    }
  }

  protected takePage(page: DataPage): void {
    const { values, definitions } = page;
    this.memory.reserve(this.room, values * this.size);
    this.memory.reserve(this.nullBytes, values);
    this.memory.reserve(this.memory.codes, 4 * values);
    const present = this.present(page);
    if (present > 0) this.takeValues(page, present);
    this.rows = values;
    this.hasNulls = present < values;
    if (!this.hasNulls) return;
    const [room, nulls] = [this.room.address, this.nullBytes.address];
    if (definitions === null) this.memory.functions.spread(this.size, room, nulls, values, present);
    this.takeNulls(nulls);
  }

  /** Once the values stand at their rows; `nulls` is where the rows without one are marked. */
  protected takeNulls(_nulls: number): void {}

  /** Fills in which rows are null; gives how many are not. */
  private present({ values, definitions }: DataPage): number {
    if (!this.column.nullable || definitions === 1) return values;
    const { functions, levels } = this.memory;
    const out = this.nullBytes.address;
    if (definitions === null) return functions.nullsOf(levels[1].address, values, out);
    this.memory.bytes(out, values).fill(1);
    return 0;
  }

  private takeValues(page: DataPage, present: number): void {
    if (page.encoding !== "dictionary") {
      this.takePlain(page, present);
      return;
    }
    const { functions, codes } = this.memory;
    const width = this.memory.bytes(page.at, 1)[0] as number;
    const found = page.end > page.at ? functions.codes(page.at + 1, page.end, width, present, this.entries, codes.address) : -1;
    if (found !== 0) throw new RangeError(DAMAGED);
    this.takeCodes(present);
  }

  /** Of the dictionary. */
  protected abstract readonly entries: number;
  protected abstract takeDictionary(page: DictionaryPage): void;
  /** Values of the codes that stand in the memory. */
  protected abstract takeCodes(present: number): void;
  protected abstract takePlain(page: DataPage, present: number): void;
}

// --- numbers and booleans --------------------------------------------------------------------------

type NumberPhysical = Exclude<Physical, "text">;
type ArrayOf = (new (buffer: ArrayBufferLike, at: number, length: number) => Values) & { readonly BYTES_PER_ELEMENT: number };

const WIDTHS: Readonly<Record<NumberPhysical, number>> = { boolean: 1 / 8, i32: 4, u32: 4, f32: 4, i64: 8, u64: 8, f64: 8 };

/** Codes of 16 bits, of which the last is null. */
const MOST_CODES = NO_NUMBER;
const MOST_WIDTH = 16;

export class NumberColumn extends FlatColumn {
  /** Of the dictionary, where the values of the page are codes into it; else null. */
  numbers: Float64Array | null = null;
  protected entries = 0;
  private readonly dictionary: Region;
  private readonly shortCodes: Region;
  private dictionaryNumbers: Float64Array | null = null;

  constructor(
    pages: PageSource,
    column: LeafColumn,
    private readonly physical: NumberPhysical,
    /** An array as the values are to be. */
    private readonly array: ArrayOf,
    /** Whether codes are wanted where the file has some. */
    private readonly asCodes: boolean,
  ) {
    super(pages, column, array.BYTES_PER_ELEMENT as 8);
    this.dictionary = this.memory.region();
    this.shortCodes = this.memory.region();
  }

  /** Codes of `count` rows from `from` on, `raised` above those of the dictionary. A view, valid until another page is read; once for each row. */
  codesOf(from: number, count: number, raised: number): Uint16Array {
    const address = this.shortCodes.address + 2 * from;
    if (raised > 0) this.memory.functions.raiseCodes(address, count, raised);
    return new Uint16Array(this.memory.buffer, address, count);
  }

  protected override takePage(page: DataPage): void {
    const width = page.encoding === "dictionary" && page.end > page.at ? (this.memory.bytes(page.at, 1)[0] as number) : MOST_WIDTH + 1;
    const coded = this.asCodes && this.entries <= MOST_CODES && width <= MOST_WIDTH;
    this.numbers = coded ? this.numbersOf() : null;
    if (coded) this.takeShortCodes(page, width);
    else super.takePage(page);
  }

  private numbersOf(): Float64Array {
    this.dictionaryNumbers ??= Float64Array.from(this.arrayAt(this.dictionary, this.entries));
    return this.dictionaryNumbers;
  }

  private takeShortCodes({ at, end, values, definitions }: DataPage, width: number): void {
    const { memory } = this;
    const { functions } = memory;
    memory.reserve(this.shortCodes, 2 * values);
    const out = this.shortCodes.address;
    const levels = memory.levels[1].address;
    const some = definitions === null ? functions.onesOf(levels, values) : values;
    const present = this.column.nullable && definitions === 0 ? 0 : some;
    if (present > 0 && functions.shortCodes(at + 1, end, width, present, this.entries, out) !== 0) throw new RangeError(DAMAGED);
    if (present === 0) new Uint16Array(memory.buffer, out, values).fill(NO_NUMBER);
    else if (present < values) functions.spreadCodes(out, levels, values, present);
    this.rows = values;
    this.hasNulls = present < values;
  }

  get someNull(): boolean {
    return this.hasNulls;
  }

  /** Of the page; nothing in particular where a row is null. A view, valid until another page is read. */
  get values(): Values {
    return this.arrayAt(this.room, this.rows);
  }

  private arrayAt({ address }: Region, length: number): Values {
    return new this.array(this.memory.buffer, address, length);
  }

  protected takeDictionary({ values, at, end }: DictionaryPage): void {
    this.memory.reserve(this.dictionary, values * this.array.BYTES_PER_ELEMENT);
    this.convert(at, end, values, this.dictionary);
    this.entries = values;
    this.dictionaryNumbers = null;
  }

  protected takeCodes(present: number): void {
    const { functions, codes } = this.memory;
    functions.lookUp(this.array.BYTES_PER_ELEMENT, this.dictionary.address, codes.address, present, this.room.address);
  }

  protected takePlain({ encoding, at, end }: DataPage, present: number): void {
    if (encoding === "plain") this.convert(at, end, present, this.room);
    else if (this.physical === "boolean") this.takeRuns(at, end, present);
    else throw new RangeError(DAMAGED);
  }

  /** Booleans as runs, after their length. */
  private takeRuns(at: number, end: number, present: number): void {
    const { functions, codes, buffer } = this.memory;
    if (end < at + 4 || functions.codes(at + 4, end, 1, present, 2, codes.address) !== 0) throw new RangeError(DAMAGED);
    this.arrayAt(this.room, present).set(new Int32Array(buffer, codes.address, present));
  }

  private convert(at: number, end: number, count: number, to: Region): void {
    const { memory, physical } = this;
    if (at + count * WIDTHS[physical] > end) throw new RangeError(DAMAGED);
    if (physical === "f64") memory.bytes(to.address, count * 8).set(memory.bytes(at, count * 8));
    else if (physical === "i32") {
      if (!memory.functions.narrow(this.array.BYTES_PER_ELEMENT, at, count, to.address)) throw new RangeError(STATED);
    } else if (physical === "boolean" && this.array.BYTES_PER_ELEMENT === 1) memory.functions.bits(at, count, to.address);
    else this.convertSlowly(new DataView(memory.buffer), at, count, this.arrayAt(to, count));
  }

  private convertSlowly(view: DataView, at: number, count: number, out: Values): void {
    const read = readerOf(this.physical, view);
    for (let i = 0; i < count; i++) {
      const value = read(at, i);
      out[i] = value;
      if (out[i] !== value && !Number.isNaN(value)) throw new RangeError(STATED);
    }
  }
}

/** Narrow arrays are chosen by it. */
const STATED = "a number is not in the range that the file states";

function readerOf(physical: NumberPhysical, view: DataView): (at: number, i: number) => number {
  switch (physical) {
    case "boolean":
      return (at, i) => (view.getUint8(at + (i >> 3)) >> (i & 7)) & 1;
    case "i32":
      return (at, i) => view.getInt32(at + 4 * i, true);
    case "u32":
      return (at, i) => view.getUint32(at + 4 * i, true);
    case "f32":
      return (at, i) => view.getFloat32(at + 4 * i, true);
    case "i64":
      return (at, i) => Number(view.getBigInt64(at + 8 * i, true));
    case "u64":
      return (at, i) => Number(view.getBigUint64(at + 8 * i, true));
    case "f64":
      return (at, i) => view.getFloat64(at + 8 * i, true);
    default:
      return physical satisfies never;
  }
}

// --- texts -----------------------------------------------------------------------------------------

/** Places of each row's text in `table`; `table.count` where a row is null. */
export class TextColumn extends FlatColumn {
  /** What is made of each text of the table, for `lookUp`. */
  private readonly made: Region;
  private readonly codes: Region;

  private readonly dictionary = new TextTable();
  private readonly plain = new TextTable();
  table = this.dictionary;

  constructor(pages: PageSource, column: LeafColumn) {
    super(pages, column, 4);
    this.made = this.memory.region();
    this.codes = this.memory.region();
  }

  protected get entries(): number {
    return this.dictionary.count;
  }

  /**
   * Codes of `count` rows from `from` on, of 1 or 4 bytes: of each text what was made of it, and 0 where a row is null. All texts of the table must have something
   * made of them. A view, valid until something else is read.
   */
  codesOf(bytes: 1 | 4, from: number, count: number): Uint8Array | Int32Array {
    const { memory, table } = this;
    memory.reserve(this.made, bytes * (table.count + 1));
    memory.reserve(this.codes, bytes * count);
    const array = bytes === 1 ? Uint8Array : Int32Array;
    const made = new array(memory.buffer, this.made.address, table.count + 1);
    made.set(table.made.subarray(0, table.count));
    made[table.count] = 0;
    memory.functions.lookUp(bytes, this.made.address, this.room.address + 4 * from, count, this.codes.address);
    return new array(memory.buffer, this.codes.address, count);
  }

  protected override takeNulls(nulls: number): void {
    this.memory.functions.fillNulls(this.room.address, nulls, this.rows, this.table.count);
  }

  /** Of the page. A view, valid until another page is read. */
  get places(): Int32Array {
    return new Int32Array(this.memory.buffer, this.room.address, this.rows);
  }

  /** Forgets what was made of texts. */
  forget(): void {
    for (const table of [this.dictionary, this.plain]) table.forget();
  }

  protected takeDictionary({ values, at, end }: DictionaryPage): void {
    this.dictionary.fill(this.memory.bytes(at, end - at), values);
  }

  protected takeCodes(present: number): void {
    this.table = this.dictionary;
    const { memory } = this;
    memory.bytes(this.room.address, 4 * present).set(memory.bytes(memory.codes.address, 4 * present));
  }

  protected takePlain({ encoding, at, end }: DataPage, present: number): void {
    if (encoding !== "plain") throw new RangeError(DAMAGED);
    this.table = this.plain;
    this.plain.fill(this.memory.bytes(at, end - at), present);
    const places = new Int32Array(this.memory.buffer, this.room.address, present);
    for (let i = 0; i < present; i++) places[i] = i;
  }
}
