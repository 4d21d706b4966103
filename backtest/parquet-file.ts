/**
 * A Parquet file of flat columns, written row group by row group: dictionaries where values repeat, plain values where they do
 * not, nothing compressed. The bytes depend on the rows alone. Format: https://parquet.apache.org/docs/file-format/ (version 1 pages).
 */
import { ByteWriter, Thrift } from "./thrift.ts";

/** Rows of a group; the last one may have fewer. */
export const GROUP_ROWS = 1 << 17;

/** A column of one row group. `absent[i]` is 1 where row i is null. */
export type GroupColumn =
  | { readonly kind: "texts"; readonly codes: Int32Array; readonly dictionary: readonly string[] }
  /** Texts as a plain page has them, one after the other: length in four bytes, lowest first, then the bytes. */
  | { readonly kind: "bytes"; readonly plain: Uint8Array }
  | { readonly kind: "doubles"; readonly values: Float64Array; readonly absent: Uint8Array | null }
  | { readonly kind: "booleans"; readonly values: Uint8Array };

export interface ColumnSchema {
  readonly name: string;
  readonly kind: GroupColumn["kind"];
  readonly nullable: boolean;
}

const TYPE = { booleans: 0, doubles: 5, texts: 6, bytes: 6 } as const;
const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;
/** More different doubles than this in a group are written plain. */
const MOST_DOUBLES = 1 << 15;

interface Chunk {
  readonly offset: number;
  readonly dictionaryOffset: number | null;
  readonly bytes: number;
  readonly values: number;
  readonly encodings: readonly number[];
}

export class ParquetFile {
  private readonly groups: { readonly rows: number; readonly chunks: readonly Chunk[] }[] = [];
  private at = 4;

  constructor(
    private readonly schema: readonly ColumnSchema[],
    /** Takes bytes that do not change any more. */
    private readonly write: (bytes: Uint8Array) => Promise<void>,
  ) {}

  start(): Promise<void> {
    return this.write(MAGIC);
  }

  /** Writes one group; the columns are those of the schema, in order. */
  async writeGroup(columns: readonly GroupColumn[], rows: number): Promise<void> {
    const chunks: Chunk[] = [];
    for (const [i, column] of columns.entries()) {
      const { dictionary, data, encodings } = encodeChunk(column, rows, (this.schema[i] as ColumnSchema).nullable);
      const [dictionaryBytes, dataBytes] = [bytesOf(dictionary), bytesOf(data)];
      chunks.push({
        offset: this.at + dictionaryBytes,
        dictionaryOffset: dictionaryBytes > 0 ? this.at : null,
        bytes: dictionaryBytes + dataBytes,
        values: rows,
        encodings,
      });
      this.at += dictionaryBytes + dataBytes;
      for (const part of [...dictionary, ...data]) await this.write(part);
    }
    this.groups.push({ rows, chunks });
  }

  async end(): Promise<void> {
    const footer = this.footer();
    const length = new ByteWriter();
    length.u32(footer.length);
    await this.write(footer);
    await this.write(length.done());
    await this.write(MAGIC);
  }

  private footer(): Uint8Array {
    const { schema, groups } = this;
    const thrift = new Thrift();
    thrift.struct(() => {
      thrift.i32(1, 1);
      thrift.list(2, [null, ...schema], (column) => writeSchema(thrift, column, schema.length));
      thrift.i64(
        3,
        groups.reduce((sum, { rows }) => sum + rows, 0),
      );
      thrift.list(4, groups, ({ rows, chunks }) => {
        thrift.list(1, chunks, (chunk, i) => writeChunk(thrift, chunk, schema[i] as ColumnSchema));
        thrift.i64(
          2,
          chunks.reduce((sum, { bytes }) => sum + bytes, 0),
        );
        thrift.i64(3, rows);
      });
      thrift.text(6, "limen");
    });
    return thrift.done();
  }
}

const MAGIC = new TextEncoder().encode("PAR1");

function writeSchema(thrift: Thrift, column: ColumnSchema | null, columns: number): void {
  if (column === null) {
    thrift.text(4, "outcomes");
    thrift.i32(5, columns);
    return;
  }
  thrift.i32(1, TYPE[column.kind]);
  thrift.i32(3, column.nullable ? 1 : 0);
  thrift.text(4, column.name);
  if (TYPE[column.kind] === 6) thrift.i32(6, 0);
}

function writeChunk(thrift: Thrift, chunk: Chunk, { kind, name }: ColumnSchema): void {
  thrift.i64(2, chunk.dictionaryOffset ?? chunk.offset);
  thrift.nested(3, () => {
    thrift.i32(1, TYPE[kind]);
    thrift.i32List(2, chunk.encodings);
    thrift.textList(3, [name]);
    thrift.i32(4, 0);
    thrift.i64(5, chunk.values);
    thrift.i64(6, chunk.bytes);
    thrift.i64(7, chunk.bytes);
    thrift.i64(9, chunk.offset);
    if (chunk.dictionaryOffset !== null) thrift.i64(11, chunk.dictionaryOffset);
  });
}

// --- pages -----------------------------------------------------------------------------------------

type Parts = readonly Uint8Array[];

/** The pages of a chunk, in parts. */
interface Encoded {
  /** Nothing where there is no dictionary. */
  readonly dictionary: Parts;
  readonly data: Parts;
  readonly encodings: readonly number[];
}

function bytesOf(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function encodeChunk(column: GroupColumn, rows: number, nullable: boolean): Encoded {
  switch (column.kind) {
    case "texts":
      return withDictionary(plainTexts(column.dictionary), column.dictionary.length, column.codes.subarray(0, rows), rows, null);
    case "bytes":
      return plainPage(column.plain, rows, null);
    case "booleans":
      return plainPage(packed(column.values.subarray(0, rows), 1), rows, null);
    case "doubles":
      return encodeDoubles(
        column.values.subarray(0, rows),
        nullable ? (column.absent?.subarray(0, rows) ?? new Uint8Array(rows)) : null,
        rows,
      );
    default:
      return column satisfies never;
  }
}

function encodeDoubles(values: Float64Array, absent: Uint8Array | null, rows: number): Encoded {
  const present = absent === null ? values.slice() : presentOf(values, absent);
  const levels = absent === null ? null : definitionLevels(absent);
  const coded = codesOfDoubles(present);
  if (coded === null) return plainPage(new Uint8Array(present.buffer, 0, present.byteLength), rows, levels);
  const { dictionary, codes } = coded;
  return withDictionary(new Uint8Array(dictionary.buffer), dictionary.length, codes, rows, levels);
}

function presentOf(values: Float64Array, absent: Uint8Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    present[count] = values[row] as number;
    count += 1 - (absent[row] as number);
  }
  return present.subarray(0, count);
}

/** Levels 1 where a value is: length, then one bit-packed run. */
function definitionLevels(absent: Uint8Array): Uint8Array {
  const run = new ByteWriter();
  run.varint((Math.ceil(absent.length / 8) << 1) | 1);
  run.bytes(packed(absent, 1, 1));
  const levels = new ByteWriter();
  levels.u32(run.length);
  levels.bytes(run.done());
  return levels.done();
}

function plainPage(data: Uint8Array, rows: number, levels: Uint8Array | null): Encoded {
  return { dictionary: [], data: page(0, PLAIN, rows, levels === null ? [data] : [levels, data]), encodings: [PLAIN, RLE] };
}

function withDictionary(dictionary: Uint8Array, entries: number, codes: Int32Array, rows: number, levels: Uint8Array | null): Encoded {
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, entries - 1)));
  const head = new ByteWriter();
  head.u8(width);
  head.varint((Math.ceil(codes.length / 8) << 1) | 1);
  const data = [...(levels === null ? [] : [levels]), head.done(), packed(codes, width)];
  return {
    dictionary: page(2, PLAIN, entries, [dictionary]),
    data: page(0, RLE_DICTIONARY, rows, data),
    encodings: [PLAIN, RLE, RLE_DICTIONARY],
  };
}

/** A page with its header: type 0 holds data, 2 a dictionary. */
function page(type: 0 | 2, encoding: number, values: number, parts: Parts): Parts {
  const size = bytesOf(parts);
  const header = new Thrift();
  header.struct(() => {
    header.i32(1, type);
    header.i32(2, size);
    header.i32(3, size);
    header.nested(type === 0 ? 5 : 7, () => {
      header.i32(1, values);
      header.i32(2, encoding);
      if (type === 0) {
        header.i32(3, RLE);
        header.i32(4, RLE);
      }
    });
  });
  return [header.done(), ...parts];
}

/** Values of `width` bits each, at most 24, lowest bits first, in whole groups of eight; `flip` is what their bits are turned over by. */
export function packed(values: Int32Array | Uint8Array, width: number, flip = 0): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8) * width);
  let [held, bits, at] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    held |= ((values[i] as number) ^ flip) << bits;
    bits += width;
    while (bits >= 8) {
      bytes[at++] = held & 255;
      held >>>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) bytes[at] = held & 255;
  return bytes;
}

function plainTexts(texts: readonly string[]): Uint8Array {
  const writer = new ByteWriter();
  const encoder = new TextEncoder();
  for (const text of texts) {
    const bytes = encoder.encode(text);
    writer.u32(bytes.length);
    writer.bytes(bytes);
  }
  return writer.done();
}

/** Of so many doubles, at most so many may differ for more to be looked at. */
const LOOK = 1 << 14;
const MOST_AT_LOOK = 1 << 13;
const slots = new Int32Array(4 * MOST_DOUBLES);

/** Codes of equal doubles, by their bits; null where too many differ for a dictionary to be worth it. */
function codesOfDoubles(doubles: Float64Array): { readonly dictionary: Float64Array; readonly codes: Int32Array } | null {
  slots.fill(0);
  const words = new Uint32Array(doubles.buffer, doubles.byteOffset, 2 * doubles.length);
  const firsts = new Int32Array(Math.min(doubles.length, MOST_DOUBLES));
  const codes = new Int32Array(doubles.length);
  const mask = slots.length - 1;
  let count = 0;
  for (let i = 0; i < doubles.length; i++) {
    if (i === LOOK && count > MOST_AT_LOOK) return null;
    const [low, high] = [words[2 * i] as number, words[2 * i + 1] as number];
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
