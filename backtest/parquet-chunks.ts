/**
 * The columns of one row group of a Parquet file, encoded: dictionaries where values repeat, plain values where they do not; nothing compressed but lists' texts.
 * The bytes depend on the rows alone. Format: https://parquet.apache.org/docs/file-format/ (version 1 pages).
 */
import { ByteWriter, Thrift } from "./thrift.ts";

/** A column's pages with their headers. */
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

export function textChunk({ bytes }: PlainValues, rows: number): ParquetChunk {
  return plainChunk([bytes], rows);
}

/** By code; each text of the dictionary once. */
export function codedChunk(dictionary: PlainValues, codes: Int32Array): ParquetChunk {
  return dictionaryChunk(dictionary, packedFor(dictionary.count, codes), codes.length, null);
}

/** Null where there is one entry only. */
function packedFor(entries: number, codes: Int32Array): Uint8Array | null {
  return entries === 1 ? null : packCodes(codes, widthFor(entries));
}

function widthFor(entries: number): number {
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
export function booleanChunk(bits: Uint8Array, rows: number): ParquetChunk {
  return plainChunk([bits], rows);
}

/** `absent`: one bit a row, 1 where it is null; null for a column that cannot be. */
export function doubleChunk(values: Float64Array<ArrayBuffer>, absent: Uint8Array | null): ParquetChunk {
  const rows = values.length;
  const present = absent === null ? values : presentOf(values, absent);
  const levels = absent === null ? null : definitionLevels(absent, rows);
  const coded = codesOfDoubles(present);
  if (coded !== null) {
    const { dictionary, codes } = coded;
    const entries = { bytes: bytesOf(dictionary), count: dictionary.length };
    return dictionaryChunk(entries, packedFor(entries.count, codes), codes.length, levels, rows);
  }
  return plainChunk(levels === null ? [bytesOf(present)] : [levels, bytesOf(present)], rows);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function presentOf(values: Float64Array, absent: Uint8Array): Float64Array<ArrayBuffer> {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    present[count] = values[row] as number;
    count += 1 - (((absent[row >> 3] as number) >> (row & 7)) & 1);
  }
  return present.subarray(0, count);
}

/** Levels 1 where a value is: length, then one bit-packed run. */
function definitionLevels(absent: Uint8Array, rows: number): Uint8Array {
  const run = new ByteWriter();
  run.varint((Math.ceil(rows / 8) << 1) | 1);
  run.bytes(absent.map((bits) => ~bits));
  const levels = new ByteWriter();
  levels.u32(run.length);
  levels.bytes(run.done());
  return levels.done();
}

// --- pages -----------------------------------------------------------------------------------------

function plainChunk(parts: readonly Uint8Array[], rows: number): ParquetChunk {
  const data = page(0, PLAIN, rows, sizeOf(parts), parts);
  return { dictionary: null, data, encodings: [PLAIN, RLE], codec: "none", plainBytes: data.length };
}

/** `packed`: the codes of `count` values (as `packCodes` gives them), null where there is one entry only; of `rows` rows, of which some may be null. */
export function dictionaryChunk(
  { bytes, count: entries }: PlainValues,
  packed: Uint8Array | null,
  count: number,
  levels: Uint8Array | null,
  rows: number = count,
): ParquetChunk {
  const codes = codesPage(entries, packed, count);
  const dictionary = page(2, PLAIN, entries, bytes.length, [bytes]);
  const parts = levels === null ? codes : [levels, ...codes];
  const data = page(0, RLE_DICTIONARY, rows, sizeOf(parts), parts);
  return { dictionary, data, encodings: DICTIONARY_ENCODINGS, codec: "none", plainBytes: dictionary.length + data.length };
}

/** The same of texts that are compressed, none of which is null. */
export function packedDictionaryChunk(
  { bytes, count: entries, size }: PackedValues,
  packed: Uint8Array | null,
  count: number,
): ParquetChunk {
  const codes = codesPage(entries, packed, count);
  const texts = [snappyHead(size).done(), bytes];
  const dictionary = page(2, PLAIN, entries, size, texts);
  const [plain, wrapped] = [sizeOf(codes), asSnappy(codes)];
  const data = page(0, RLE_DICTIONARY, count, plain, wrapped);
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
function page(type: 0 | 2, encoding: number, values: number, size: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
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
  return joined([header.done(), ...parts]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Codes of `width` bits each, at most 24, lowest bits first, in whole groups of eight. */
export function packCodes(codes: Int32Array, width: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(codes.length / 8) * width);
  let [held, bits, at] = [0, 0, 0];
  for (let i = 0; i < codes.length; i++) {
    held |= (codes[i] as number) << bits;
    bits += width;
    while (bits >= 8) {
      bytes[at++] = held;
      held >>>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) bytes[at] = held;
  return bytes;
}

// --- doubles that repeat -----------------------------------------------------------------------------

/** So many are looked at first; where more than an eighth of them differ, a dictionary is not worth it. */
const LOOK = 4096;
const MOST_AT_LOOK = LOOK / 8;
const MOST_DOUBLES = 1 << 12;
const slots = new Int32Array(4 * MOST_DOUBLES);
const firsts = new Int32Array(MOST_DOUBLES);
/** Valid until the next column is looked at. */
let codesOf = new Int32Array(0);

/** Codes of equal doubles, by their bits; null where too many differ. */
function codesOfDoubles(
  doubles: Float64Array<ArrayBuffer>,
): { readonly dictionary: Float64Array<ArrayBuffer>; readonly codes: Int32Array } | null {
  slots.fill(0);
  const words = new Int32Array(doubles.buffer, doubles.byteOffset, 2 * doubles.length);
  if (codesOf.length < doubles.length) codesOf = new Int32Array(doubles.length);
  const codes = codesOf.subarray(0, doubles.length);
  const mask = slots.length - 1;
  let count = 0;
  for (let i = 0; i < doubles.length; i++) {
    if (i === LOOK && count > MOST_AT_LOOK) return null;
    const low = words[2 * i] as number;
    const high = words[2 * i + 1] as number;
    let h = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    let slot = (h ^ (h >>> 16)) & mask;
    let entry = slots[slot] as number;
    while (entry !== 0) {
      const first = 2 * (firsts[entry - 1] as number);
      if (words[first] === low && words[first + 1] === high) break;
      slot = (slot + 1) & mask;
      entry = slots[slot] as number;
    }
    if (entry === 0) {
      if (count === MOST_DOUBLES) return null;
      firsts[count++] = i;
      entry = count;
      slots[slot] = entry;
    }
    codes[i] = entry - 1;
  }
  return { dictionary: Float64Array.from(firsts.subarray(0, count), (row) => doubles[row] as number), codes };
}
