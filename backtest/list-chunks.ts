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
import { type ListName, listText } from "./row-masks.ts";
import type { RowMemory } from "./row-memory.ts";
import type { Region } from "./wasm-memory.ts";

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
/** Rows whose words are made together. */
const AT_ONCE = 64;
/** Names are told by where they stood last as long as that is less than this away. */
const REACH = 1 << 16;

export class ListChunks {
  private readonly sets: Region;
  private readonly words: Region;
  private readonly texts: Region;

  constructor(private readonly memory: RowMemory) {
    const { wasm } = memory;
    [this.sets, this.words, this.texts] = [wasm.region(), wasm.region(), wasm.region()];
  }

  namesOf(names: readonly string[]): ListNames {
    const isPlain = names.every((name) => /^[\w.-]+$/.test(name) && name.length < REACH / 2);
    return { names, table: isPlain ? this.tableOf(names) : null };
  }

  private tableOf(names: readonly string[]): NameTable {
    const { wasm } = this.memory;
    const bytes = names.map((name) => Buffer.from(`|${name}`));
    const all = bytes.reduce((sum, { length }) => sum + length, 0);
    const [table, texts] = [wasm.region(), wasm.region()];
    wasm.reserve(table, NAME * bytes.length);
    wasm.reserve(texts, all);
    const words = new Uint32Array(wasm.buffer, table.address, (NAME / 4) * bytes.length);
    let at = texts.address;
    bytes.forEach((name, i) => {
      words.set([at, name.length - 1], (NAME / 4) * i);
      wasm.bytes(at, name.length).set(name);
      at += name.length;
    });
    return { address: table.address, longest: Math.max(1, ...bytes.map(({ length }) => length)), all };
  }

  /** A list of the rows that are listed. */
  chunk(columns: OutcomeColumns, list: ListName, { names, table }: ListNames): ParquetChunk {
    const { memory, words } = this;
    const areCodes = list === "reasons";
    const width = list === "reasons" ? this.takeReasons(columns) : this.takeSets(columns[list]);
    const different = memory.codesOfListed(words, width);
    if (table === null)
      return dictionaryChunk(
        memory.space,
        this.slowTexts(areCodes, width, different, names),
        memory.packedCodes(different),
        memory.count,
        null,
      );
    const texts = this.quickTexts(areCodes, width, different, table, names.length);
    return packedDictionaryChunk(memory.space, texts, memory.packedCodes(different), memory.count);
  }

  private takeReasons({ reasons }: OutcomeColumns): number {
    const { wasm, rows } = this.memory;
    wasm.reserve(this.words, 8 * rows);
    wasm.bytes(this.words.address, 8 * rows).set(new Uint8Array(reasons.buffer, reasons.byteOffset, 8 * rows));
    return 2;
  }

  private takeSets(sets: readonly Bits[]): number {
    const { wasm, rows } = this.memory;
    const width = Math.max(1, Math.ceil(sets.length / 32));
    const stride = 4 * Math.ceil(rows / 32);
    wasm.reserve(this.sets, stride * sets.length);
    wasm.reserve(this.words, 4 * width * (rows + AT_ONCE));
    const view = this.memory.viewOf(this.sets, (stride / 4) * sets.length);
    sets.forEach((bits, i) => void view.set(bits.subarray(0, stride / 4), (i * stride) / 4));
    for (let block = 0; block < width; block++) {
      const [from, out] = [this.sets.address + 32 * block * stride, this.words.address + 4 * block];
      wasm.functions.wordsOf(from, Math.min(32, sets.length - 32 * block), stride, rows, width, out);
    }
    return width;
  }

  private quickTexts(areCodes: boolean, width: number, different: number, table: NameTable, count: number): PackedValues {
    const { words, texts } = this;
    const { wasm, firsts } = this.memory;
    const { functions } = wasm;
    const named = functions.namesIn(areCodes, words.address, width, firsts.address, different);
    wasm.reserve(texts, mostPacked(named, different, table));
    const end = functions.textsOf(areCodes, words.address, width, firsts.address, different, table.address, count, texts.address);
    return { bytes: wasm.bytes(texts.address, end - texts.address), count: different, size: functions.sizeOfTexts() };
  }

  private slowTexts(areCodes: boolean, width: number, different: number, names: readonly string[]): PlainValues {
    const { memory } = this;
    const words = memory.viewOf(this.words, memory.rows * width);
    const texts = Array.from(memory.viewOf(memory.firsts, different), (row) => {
      const own = words.subarray(row * width, (row + 1) * width);
      return listText(areCodes ? coded(names, own) : names.filter((_, i) => (((own[i >> 5] as number) >>> (i & 31)) & 1) === 1));
    });
    return plainTexts(texts);
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
