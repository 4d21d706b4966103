/**
 * The columns of one row group of a Parquet file, encoded: dictionaries where values repeat, plain values where they do not; nothing compressed but lists' texts.
 * The bytes depend on the rows alone. Format: https://parquet.apache.org/docs/file-format/ (version 1 pages).
 */
import type { PageSpace } from "./page-space.ts";
import { ByteWriter, Thrift } from "./thrift.ts";

/** A column's pages with their headers; they stand in the space that they are made in, until its next group. */
export interface ParquetChunk {
  readonly dictionary: Uint8Array<ArrayBuffer> | null;
  readonly data: Uint8Array<ArrayBuffer>;
  readonly encodings: readonly number[];
  readonly codec: "none" | "snappy";
  /** Bytes of the pages with their headers, uncompressed. */
  readonly plainBytes: number;
}

const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;

/** Values as a plain page has them, one after the other; of a text its length in four bytes, lowest first, then its bytes. */
export interface PlainValues {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** The same as Snappy's elements; `size` is what they are uncompressed. */
export interface PackedValues extends PlainValues {
  readonly size: number;
}

export function textChunk(space: PageSpace, { bytes }: PlainValues, rows: number): ParquetChunk {
  return plainChunk(space, [bytes], rows);
}

/** Bits of a code of a dictionary with so many entries. */
export function widthFor(entries: number): number {
  return Math.max(1, 32 - Math.clz32(Math.max(0, entries - 1)));
}

export function plainTexts(texts: readonly string[]): PlainValues {
  const writer = new ByteWriter();
  for (const text of texts) {
    const bytes = Buffer.from(text);
    writer.u32(bytes.length);
    writer.bytes(bytes);
  }
  return { bytes: writer.done(), count: texts.length };
}

/** One bit a row, lowest first. */
export function booleanChunk(space: PageSpace, bits: Uint8Array, rows: number): ParquetChunk {
  return plainChunk(space, [bits], rows);
}

/** Doubles one after the other. `levels`: as `levelsOf` gives them; null for a column that has a value in every row. */
export function doubleChunk(space: PageSpace, bytes: Uint8Array, levels: readonly Uint8Array[] | null, rows: number): ParquetChunk {
  return plainChunk(space, levels === null ? [bytes] : [...levels, bytes], rows);
}

/** Definition levels of bits, 1 where a value is and after the last row: length, then one bit-packed run. */
export function levelsOf(bits: Uint8Array, rows: number): Uint8Array[] {
  const run = new ByteWriter();
  run.varint((Math.ceil(rows / 8) << 1) | 1);
  const head = new ByteWriter();
  head.u32(run.length + bits.length);
  head.bytes(run.done());
  return [head.done(), bits];
}

// --- pages -----------------------------------------------------------------------------------------

function plainChunk(space: PageSpace, parts: readonly Uint8Array[], rows: number): ParquetChunk {
  const data = page(space, 0, PLAIN, rows, sizeOf(parts), parts);
  return { dictionary: null, data, encodings: [PLAIN, RLE], codec: "none", plainBytes: data.length };
}

/**
 * `packed`: the codes of `count` values, each in as few bits as the last entry needs, lowest first, in whole groups of eight; null where
 * there is one entry only. Of `rows` rows, of which some may be null.
 */
export function dictionaryChunk(
  space: PageSpace,
  { bytes, count: entries }: PlainValues,
  packed: Uint8Array | null,
  count: number,
  levels: readonly Uint8Array[] | null,
  rows: number = count,
): ParquetChunk {
  const codes = codesPage(entries, packed, count);
  const dictionary = page(space, 2, PLAIN, entries, bytes.length, [bytes]);
  const parts = levels === null ? codes : [...levels, ...codes];
  const data = page(space, 0, RLE_DICTIONARY, rows, sizeOf(parts), parts);
  return { dictionary, data, encodings: DICTIONARY_ENCODINGS, codec: "none", plainBytes: dictionary.length + data.length };
}

/** The same of texts that are compressed, none of which is null. */
export function packedDictionaryChunk(
  space: PageSpace,
  { bytes, count: entries, size }: PackedValues,
  packed: Uint8Array | null,
  count: number,
): ParquetChunk {
  const codes = codesPage(entries, packed, count);
  const texts = [snappyHead(size).done(), bytes];
  const dictionary = page(space, 2, PLAIN, entries, size, texts);
  const [plain, wrapped] = [sizeOf(codes), asSnappy(codes)];
  const data = page(space, 0, RLE_DICTIONARY, count, plain, wrapped);
  const saved = size - sizeOf(texts) + plain - sizeOf(wrapped);
  return { dictionary, data, encodings: DICTIONARY_ENCODINGS, codec: "snappy", plainBytes: dictionary.length + data.length + saved };
}

const DICTIONARY_ENCODINGS = [PLAIN, RLE, RLE_DICTIONARY];

function codesPage(entries: number, packed: Uint8Array | null, count: number): Uint8Array[] {
  const head = new ByteWriter();
  head.u8(widthFor(entries));
  // What is everywhere the same is one run.
  if (packed === null) head.varint(count * 2);
  else head.varint((Math.ceil(count / 8) << 1) | 1);
  return [head.done(), packed ?? new Uint8Array(1)];
}

function snappyHead(size: number): ByteWriter {
  const head = new ByteWriter();
  head.varint(size);
  return head;
}

/** What Snappy would say of bytes that do not repeat: all of them as they are. */
function asSnappy(parts: readonly Uint8Array[]): Uint8Array[] {
  const size = sizeOf(parts);
  const head = snappyHead(size);
  head.u8(63 << 2);
  head.u32(size - 1);
  return [head.done(), ...parts];
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** A page with its header: type 0 holds data, 2 a dictionary; `size` is that of its parts, uncompressed. */
function page(
  space: PageSpace,
  type: 0 | 2,
  encoding: number,
  values: number,
  size: number,
  parts: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const header = new Thrift();
  header.struct(() => {
    header.i32(1, type);
    header.i32(2, size);
    header.i32(3, sizeOf(parts));
    header.nested(type === 0 ? 5 : 7, () => {
      header.i32(1, values);
      header.i32(2, encoding);
      if (type === 0) {
        header.i32(3, RLE);
        header.i32(4, RLE);
      }
    });
  });
  const all = [header.done(), ...parts];
  const bytes = space.take(sizeOf(all));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
