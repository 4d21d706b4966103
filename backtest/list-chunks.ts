/**
 * The lists of a batch's outcomes (which rules fired, …) as chunks of Parquet: codes of the batch's different lists, whose texts are put together from the
 * bytes of names. A policy of many rules has nearly as many different lists as rows, so none becomes a string.
 */
import type { Bits, OutcomeColumns } from "#rules/compile";
import { dictionaryChunk, type ParquetChunk, type PlainValues, plainTexts } from "./parquet-chunks.ts";
import { ROWS } from "./rows-wasm.ts";
import { type ListName, listText } from "./row-masks.ts";
import { type Region, WasmMemory } from "./wasm-memory.ts";

/** Of assembly/rows.ts, which says what they do. */
interface RowFunctions {
  wordsOf(sets: number, count: number, stride: number, rows: number, width: number, out: number): void;
  codesOf(words: number, width: number, rows: number, count: number, slots: number, slotCount: number, firsts: number, out: number): number;
  textsOf(areCodes: boolean, words: number, width: number, firsts: number, listed: number, names: number, out: number): number;
  sizeOfTexts(areCodes: boolean, words: number, width: number, firsts: number, listed: number, names: number): number;
  pack(codes: number, count: number, width: number, out: number): number;
}

/** Names that lists consist of, by their places. */
export interface ListNames {
  readonly names: readonly string[];
  /** Their table in the memory; null where a list's text is more than the names with bars between. */
  readonly table: number | null;
}

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
  private slotCount = 0;

  namesOf(names: readonly string[]): ListNames {
    return { names, table: names.every((name) => /^[\w.-]+$/.test(name)) ? this.tableOf(names) : null };
  }

  private tableOf(names: readonly string[]): number {
    const bytes = names.map((name) => Buffer.from(name));
    const [table, texts] = [this.memory.region(), this.memory.region()];
    this.memory.reserve(table, 8 * bytes.length);
    this.memory.reserve(
      texts,
      bytes.reduce((sum, { length }) => sum + length, 0),
    );
    const words = new Uint32Array(this.memory.buffer, table.address, 2 * bytes.length);
    let at = texts.address;
    bytes.forEach((name, i) => {
      words.set([at, name.length], 2 * i);
      this.memory.bytes(at, name.length).set(name);
      at += name.length;
    });
    return table.address;
  }

  /** Starts a batch of so many rows, of which some are listed. */
  begin(rows: number, listed: Int32Array): void {
    const { memory } = this;
    this.rows = rows;
    this.count = listed.length;
    this.slotCount = 2 ** Math.ceil(Math.log2(2 * Math.max(1, listed.length)));
    for (const region of [this.listed, this.firsts, this.codes, this.packed]) memory.reserve(region, 4 * listed.length);
    memory.reserve(this.slots, 4 * this.slotCount);
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
    const different = functions.codesOf(
      words.address,
      width,
      rows,
      this.count,
      slots.address,
      this.slotCount,
      firsts.address,
      codes.address,
    );
    const dictionary =
      table === null ? this.slowTexts(areCodes, width, different, names) : this.quickTexts(areCodes, width, different, table);
    return dictionaryChunk(dictionary, this.packedCodes(different), this.count, null);
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

  private quickTexts(areCodes: boolean, width: number, different: number, table: number): PlainValues {
    const { memory, words, firsts, texts } = this;
    const { functions } = memory;
    const size = functions.sizeOfTexts(areCodes, words.address, width, firsts.address, different, table);
    memory.reserve(texts, size);
    functions.textsOf(areCodes, words.address, width, firsts.address, different, table, texts.address);
    return { bytes: memory.bytes(texts.address, size), count: different };
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

function coded(names: readonly string[], words: Int32Array): string[] {
  const codes = [...words].flatMap((word) => [word & 0xffff, word >>> 16]);
  return codes.flatMap((code) => (code === 0 ? [] : [names[code - 1] as string]));
}
