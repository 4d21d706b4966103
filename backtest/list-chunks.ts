/**
 * The lists of a batch's outcomes (which rules fired, …) as chunks of Parquet: codes of the batch's different lists, whose texts are put together from the
 * bytes of names. A policy of many rules has nearly as many different lists as rows, so none becomes a string.
 */
import type { Bits, OutcomeColumns } from "#rules/compile";
import {
  dictionaryChunk,
  packedDictionaryChunk,
  type PackedValues,
  type ParquetChunk,
  type PlainValues,
  plainTexts,
} from "./parquet-chunks.ts";
import { ROWS } from "./rows-wasm.ts";
import { type ListName, listText } from "./row-masks.ts";
import { type Region, WasmMemory } from "./wasm-memory.ts";

/** Of assembly/rows.ts, which says what they do. */
interface RowFunctions {
  wordsOf(sets: number, count: number, stride: number, rows: number, width: number, out: number): void;
  codesOf(words: number, width: number, rows: number, count: number, most: number, slots: number, firsts: number, out: number): number;
  textsOf(
    areCodes: boolean,
    words: number,
    width: number,
    firsts: number,
    listed: number,
    names: number,
    count: number,
    out: number,
  ): number;
  sizeOfTexts(): number;
  namesIn(areCodes: boolean, words: number, width: number, firsts: number, listed: number): number;
  pack(codes: number, count: number, width: number, out: number): number;
}

/** Names that lists consist of, by their places. */
export interface ListNames {
  readonly names: readonly string[];
  /** Their table in the memory; null where a list's text is more than the names with bars between. */
  readonly table: NameTable | null;
}

interface NameTable {
  readonly address: number;
  /** Bytes of the longest name, and of all together, a bar before each. */
  readonly longest: number;
  readonly all: number;
}

/** Bytes of a name in the table (assembly/rows.ts). */
const NAME = 16;
/** Bytes of a slot of the table of codes, and how many there are at least. */
const SLOT = 16;
const LEAST_SLOTS = 1024;
/** Names are told by where they stood last as long as that is less than this away. */
const REACH = 1 << 16;

export class ListChunks {
  private readonly memory = new WasmMemory<RowFunctions>(ROWS);
  private readonly sets = this.memory.region();
  private readonly words = this.memory.region();
  private readonly listed = this.memory.region();
  private readonly slots = this.memory.region();
  private readonly firsts = this.memory.region();
  private readonly codes = this.memory.region();
  private readonly texts = this.memory.region();
  private readonly packed = this.memory.region();
  private rows = 0;
  private count = 0;

  namesOf(names: readonly string[]): ListNames {
    const isPlain = names.every((name) => /^[\w.-]+$/.test(name) && name.length < REACH / 2);
    return { names, table: isPlain ? this.tableOf(names) : null };
  }

  private tableOf(names: readonly string[]): NameTable {
    const bytes = names.map((name) => Buffer.from(`|${name}`));
    const all = bytes.reduce((sum, { length }) => sum + length, 0);
    const [table, texts] = [this.memory.region(), this.memory.region()];
    this.memory.reserve(table, NAME * bytes.length);
    this.memory.reserve(texts, all);
    const words = new Uint32Array(this.memory.buffer, table.address, (NAME / 4) * bytes.length);
    let at = texts.address;
    bytes.forEach((name, i) => {
      words.set([at, name.length - 1], (NAME / 4) * i);
      this.memory.bytes(at, name.length).set(name);
      at += name.length;
    });
    return { address: table.address, longest: Math.max(1, ...bytes.map(({ length }) => length)), all };
  }

  /** Starts a batch of so many rows, of which some are listed. */
  begin(rows: number, listed: Int32Array): void {
    const { memory } = this;
    this.rows = rows;
    this.count = listed.length;
    for (const region of [this.listed, this.firsts, this.codes, this.packed]) memory.reserve(region, 4 * listed.length);
    memory.reserve(this.slots, SLOT * Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(2 * Math.max(1, listed.length)))));
    this.viewOf(this.listed, listed.length).set(listed);
  }

  private viewOf({ address }: Region, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** A list of the rows that are listed. */
  chunk(columns: OutcomeColumns, list: ListName, { names, table }: ListNames): ParquetChunk {
    const areCodes = list === "reasons";
    const width = list === "reasons" ? this.takeReasons(columns) : this.takeSets(columns[list]);
    const { functions } = this.memory;
    const rows = this.count === this.rows ? 0 : this.listed.address;
    const { words, slots, firsts, codes } = this;
    const different = functions.codesOf(words.address, width, rows, this.count, this.count, slots.address, firsts.address, codes.address);
    if (table === null)
      return dictionaryChunk(this.slowTexts(areCodes, width, different, names), this.packedCodes(different), this.count, null);
    const texts = this.quickTexts(areCodes, width, different, table, names.length);
    return packedDictionaryChunk(texts, this.packedCodes(different), this.count);
  }

  private takeReasons({ reasons }: OutcomeColumns): number {
    this.memory.reserve(this.words, 8 * this.rows);
    this.memory.bytes(this.words.address, 8 * this.rows).set(new Uint8Array(reasons.buffer, reasons.byteOffset, 8 * this.rows));
    return 2;
  }

  private takeSets(sets: readonly Bits[]): number {
    const { memory, rows } = this;
    const width = Math.max(1, Math.ceil(sets.length / 32));
    const stride = 4 * Math.ceil(rows / 32);
    memory.reserve(this.sets, stride * sets.length);
    memory.reserve(this.words, 4 * width * (rows + 16));
    const view = this.viewOf(this.sets, (stride / 4) * sets.length);
    sets.forEach((bits, i) => void view.set(bits.subarray(0, stride / 4), (i * stride) / 4));
    for (let block = 0; block < width; block++) {
      const [from, out] = [this.sets.address + 32 * block * stride, this.words.address + 4 * block];
      memory.functions.wordsOf(from, Math.min(32, sets.length - 32 * block), stride, rows, width, out);
    }
    return width;
  }

  private quickTexts(areCodes: boolean, width: number, different: number, table: NameTable, count: number): PackedValues {
    const { memory, words, firsts, texts } = this;
    const { functions } = memory;
    const named = functions.namesIn(areCodes, words.address, width, firsts.address, different);
    memory.reserve(texts, mostPacked(named, different, table));
    const end = functions.textsOf(areCodes, words.address, width, firsts.address, different, table.address, count, texts.address);
    return { bytes: memory.bytes(texts.address, end - texts.address), count: different, size: functions.sizeOfTexts() };
  }

  private slowTexts(areCodes: boolean, width: number, different: number, names: readonly string[]): PlainValues {
    const words = this.viewOf(this.words, this.rows * width);
    const texts = Array.from(this.viewOf(this.firsts, different), (row) => {
      const own = words.subarray(row * width, (row + 1) * width);
      return listText(areCodes ? coded(names, own) : names.filter((_, i) => (((own[i >> 5] as number) >>> (i & 31)) & 1) === 1));
    });
    return plainTexts(texts);
  }

  private packedCodes(different: number): Uint8Array | null {
    if (different === 1) return null;
    const { packed, codes } = this;
    const width = Math.max(1, 32 - Math.clz32(Math.max(0, different - 1)));
    const end = this.memory.functions.pack(codes.address, this.count, width, packed.address);
    return this.memory.bytes(packed.address, end - packed.address);
  }
}

/** Bytes that the texts take at most, once compressed: three for 64 of a name, and all of it at first, or where it stood too far away, by itself and with a bar. */
function mostPacked(named: number, lists: number, { longest, all }: NameTable): number {
  const size = named * longest + 4 * lists;
  return named * 3 * Math.ceil(longest / 64) + 5 * lists + 2 * Math.ceil(1 + size / (REACH - 1)) * 3 * all + REACH;
}

function coded(names: readonly string[], words: Int32Array): string[] {
  const codes = [...words].flatMap((word) => [word & 0xffff, word >>> 16]);
  return codes.flatMap((code) => (code === 0 ? [] : [names[code - 1] as string]));
}
