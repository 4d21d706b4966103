/** The memory in which a batch's outcomes become columns of Parquet: what assembly/rows.ts works on, and what every kind of column needs. */
import { PageSpace } from "./page-space.ts";
import { widthFor } from "./parquet-chunks.ts";
import { ROWS } from "./rows-wasm.ts";
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
  amountsOf(hundredths: number, rows: number, count: number, out: number): void;
  presentOf(hundredths: number, rows: number, count: number, levels: number, out: number): number;
  widened(bytes: number, rows: number, count: number, out: number): void;
  pack(codes: number, count: number, width: number, out: number): number;
}

/** Bytes of a slot of the table of codes, and how many there are at least. */
const SLOT = 16;
const LEAST_SLOTS = 1024;
/** Codes of so many rows are packed at most. */
const MOST_ROWS = 1 << 16;

export class RowMemory {
  readonly wasm = new WasmMemory<RowFunctions>(ROWS);
  /** The first row of each code. */
  readonly firsts = this.wasm.region();
  /** By row that is listed. */
  readonly codes = this.wasm.region();
  private readonly own = this.wasm.region();
  private readonly slots = this.wasm.region();
  private readonly packed = this.wasm.region();
  /** Rows of the batch, and how many of them are listed. */
  rows = 0;
  count = 0;
  /** Where the rows are listed; 0 where all are. */
  listed = 0;

  /** Where the batch's pages go. */
  space = new PageSpace();

  /** Starts a batch of so many rows, of which some are listed; null: all. */
  begin(rows: number, listed: Int32Array | null, space: PageSpace): void {
    const { wasm } = this;
    space.begin();
    this.space = space;
    this.rows = rows;
    this.count = listed === null ? rows : listed.length;
    if (this.count > MOST_ROWS) throw new Error(`a batch has ${this.count} rows`);
    for (const region of [this.own, this.firsts, this.codes, this.packed]) wasm.reserve(region, 4 * this.count);
    wasm.reserve(this.slots, SLOT * Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(2 * Math.max(1, this.count)))));
    if (listed !== null) this.viewOf(this.own, listed.length).set(listed);
    this.listed = listed === null ? 0 : this.own.address;
  }

  viewOf({ address }: Region, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.wasm.buffer, address, length);
  }

  /** Writes the codes of the listed rows of a region; gives how many differ. */
  codesOfListed({ address }: Region, width: number): number {
    return this.encode(address, width, this.listed, this.count, this.count);
  }

  /** Writes the codes of the first `count` rows of a region; gives how many differ, −1 where they are more than `most`. */
  codesOfFirst({ address }: Region, width: number, count: number, most: number): number {
    return this.encode(address, width, 0, count, most);
  }

  private encode(words: number, width: number, rows: number, count: number, most: number): number {
    const { wasm, slots, firsts, codes } = this;
    return wasm.functions.codesOf(words, width, rows, count, most, slots.address, firsts.address, codes.address);
  }

  /** The first codes as a page has them, of a dictionary of so many entries; null where it has one only. */
  packedCodes(entries: number, count = this.count): Uint8Array | null {
    if (entries === 1) return null;
    const { wasm, packed, codes } = this;
    const end = wasm.functions.pack(codes.address, count, widthFor(entries), packed.address);
    return wasm.bytes(packed.address, end - packed.address);
  }
}
