/** The pages of a column, one after the other: read from the file as they are wanted, and decompressed into the memory. */
import { gunzipSync } from "node:zlib";
import type { Codec, ColumnChunk, LeafColumn } from "./footer.ts";
import type { PageMemory } from "./page-memory.ts";
import { structIn, ThriftReader, type ThriftStruct, wholeIn } from "./thrift-reader.ts";

export const DAMAGED = "a page is damaged";
/** What is left of a column's part of a row group is read at once where it is no longer. */
const WINDOW = 1 << 20;
const MOST_HEADER = 1 << 14;
const MOST_PAGE = 1 << 28;

const PLAIN = 0;
const RUNS = 3;
const DICTIONARIES: ReadonlySet<number> = new Set([2, 8]);

/** Values of a page, from address `at` to `end`; the next page of any column overwrites them. */
interface PageValues {
  readonly values: number;
  readonly at: number;
  readonly end: number;
}

export interface DictionaryPage extends PageValues {
  readonly kind: "dictionary";
}

/** Rows of a column, or items of lists. */
export interface DataPage extends PageValues {
  readonly kind: "data";
  readonly encoding: "plain" | "runs" | "dictionary";
  /** How much of what may be missing is there, by value: the one number that all are, or null where they stand in the memory. */
  readonly definitions: number | null;
  /** Of lists: 0 where a row begins. */
  readonly repetitions: number | null;
}

export class PageSource {
  private chunk = -1;
  /** Of the chunk: where the next page begins, its end, values still to come. */
  private at = 0;
  private end = 0;
  private left = 0;

  constructor(
    private readonly chunks: readonly ColumnChunk[],
    private readonly column: LeafColumn,
    readonly memory: PageMemory,
  ) {}

  /** Null after the last one. */
  next(): DictionaryPage | DataPage | null {
    while (this.left === 0) {
      const chunk = this.chunks[++this.chunk];
      if (chunk === undefined) return null;
      this.at = chunk.offset;
      this.end = chunk.offset + chunk.bytes;
      this.left = chunk.values;
    }
    for (;;) {
      const page = this.page((this.chunks[this.chunk] as ColumnChunk).codec);
      if (page === null) continue;
      if (page.kind === "data") this.left -= page.values;
      if (page.values < 0 || this.left < 0) throw new RangeError(DAMAGED);
      return page;
    }
  }

  /** Null for a page of another kind. */
  private page(codec: Codec): DictionaryPage | DataPage | null {
    const header = this.header();
    const [type, size, packed] = [wholeIn(header, 1), wholeIn(header, 2) ?? -1, wholeIn(header, 3) ?? -1];
    if (size < 0 || packed < 0 || size > MOST_PAGE || this.at + packed > this.end) throw new RangeError(DAMAGED);
    const own = structIn(header, type === 0 ? 5 : type === 2 ? 7 : 8);
    if (type === 1) {
      this.at += packed;
      return null;
    }
    if (own === null) throw new RangeError(DAMAGED);
    const values = wholeIn(own, 1) ?? -1;
    if (values < 0 || values > MOST_PAGE) throw new RangeError(DAMAGED);
    for (const levels of this.memory.levels) this.memory.reserve(levels, values);
    this.memory.reserve(this.memory.page, size);
    const bytes = { at: this.memory.read(this.at, packed, this.ahead(packed)), length: packed };
    this.at += packed;
    if (type === 2) return { kind: "dictionary", values, ...this.decompress(codec, bytes, 0, size) };
    return type === 0 ? this.first(own, values, this.decompress(codec, bytes, 0, size)) : this.second(own, values, codec, bytes, size);
  }

  /** A data page of version 1: levels are part of what is compressed, each after its length. */
  private first(header: ThriftStruct, values: number, { at, end }: Span): DataPage {
    let from = at;
    const take = (most: number, into: 0 | 1) => {
      if (most === 0) return 0;
      const [start, stop] = [from + 4, from + 4 + this.wordAt(from)];
      if (stop > end) throw new RangeError(DAMAGED);
      from = stop;
      return this.levelsOf(start, stop, most, values, into);
    };
    const repetitions = take(this.column.isList ? 1 : 0, 0);
    const definitions = take(mostDefined(this.column), 1);
    return { kind: "data", values, encoding: encodingOf(wholeIn(header, 2)), at: from, end, definitions, repetitions };
  }

  /** Of version 2: levels stand before what is compressed. */
  private second(header: ThriftStruct, values: number, codec: Codec, bytes: Packed, size: number): DataPage {
    const [defined, repeated] = [wholeIn(header, 5) ?? 0, wholeIn(header, 6) ?? 0];
    const levels = defined + repeated;
    if (levels > bytes.length || levels > size) throw new RangeError(DAMAGED);
    const isPacked = header.get(7) !== false && bytes.length > levels;
    const { at, end } = this.decompress(isPacked ? codec : "none", bytes, levels, size);
    const repetitions = this.column.isList ? this.levelsOf(at, at + repeated, 1, values, 0) : 0;
    const most = mostDefined(this.column);
    const definitions = most === 0 ? 0 : this.levelsOf(at + repeated, at + levels, most, values, 1);
    return { kind: "data", values, encoding: encodingOf(wholeIn(header, 4)), at: at + levels, end, definitions, repetitions };
  }

  private levelsOf(at: number, end: number, most: number, values: number, into: 0 | 1): number | null {
    const { functions, levels } = this.memory;
    const alike = functions.levels(at, end, 32 - Math.clz32(most), values, levels[into].address);
    if (alike < 0) throw new RangeError(DAMAGED);
    return alike === 0 ? null : alike - 1;
  }

  private wordAt(address: number): number {
    return new DataView(this.memory.buffer).getUint32(address, true);
  }

  private header(): ThriftStruct {
    const most = Math.min(MOST_HEADER, this.end - this.at);
    if (most <= 0) throw new RangeError(DAMAGED);
    const at = this.memory.read(this.at, most, this.ahead(most));
    const reader = new ThriftReader(this.memory.bytes(at, most));
    const header = reader.struct();
    this.at += reader.at;
    return header;
  }

  /** How much to read where so much is wanted: pages follow each other, but other columns' are read in between. */
  private ahead(wanted: number): number {
    const rest = this.end - this.at;
    return rest <= WINDOW ? rest : wanted;
  }

  /** Puts `size` bytes into the memory, of which the first `plain` are as they are. */
  private decompress(codec: Codec, { at: from, length }: Packed, plain: number, size: number): Span {
    const { memory } = this;
    const { address } = memory.page;
    const span = { at: address, end: address + size };
    const packed = memory.bytes(from, length);
    const whole = codec === "none" ? packed : codec === "gzip" ? joined(packed, plain, size) : null;
    if (whole !== null) {
      if (whole.length !== size) throw new RangeError(DAMAGED);
      memory.bytes(address, size).set(whole);
      return span;
    }
    memory.bytes(address, plain).set(packed.subarray(0, plain));
    if (!memory.functions.snappy(from + plain, from + length, address + plain, address + size)) throw new RangeError(DAMAGED);
    return span;
  }
}

/** Bytes of the file as they stand in the memory, until more are read. */
interface Packed {
  readonly at: number;
  readonly length: number;
}

interface Span {
  readonly at: number;
  readonly end: number;
}

function joined(bytes: Uint8Array, plain: number, size: number): Uint8Array {
  return Buffer.concat([bytes.subarray(0, plain), gunzipSync(bytes.subarray(plain), { maxOutputLength: Math.max(1, size) })]);
}

function mostDefined({ nullable, isList, nullableItems }: LeafColumn): number {
  return Number(nullable) + Number(isList) + Number(nullableItems);
}

function encodingOf(encoding: number | null): DataPage["encoding"] {
  if (encoding === PLAIN) return "plain";
  if (encoding === RUNS) return "runs";
  if (encoding !== null && DICTIONARIES.has(encoding)) return "dictionary";
  throw new RangeError("a page has an unknown encoding");
}
