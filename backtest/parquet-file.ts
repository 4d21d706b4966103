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
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly ends: Int32Array }
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
    private readonly write: (bytes: Uint8Array) => Promise<void>,
  ) {}

  start(): Promise<void> {
    return this.write(MAGIC);
  }

  /** Writes one group; the columns are those of the schema, in order. */
  async writeGroup(columns: readonly GroupColumn[], rows: number): Promise<void> {
    const chunks: Chunk[] = [];
    for (const [i, column] of columns.entries()) {
      const { bytes, ...chunk } = encodeChunk(column, rows, (this.schema[i] as ColumnSchema).nullable);
      const { dictionaryBytes } = chunk;
      chunks.push({
        offset: this.at + dictionaryBytes,
        dictionaryOffset: dictionaryBytes > 0 ? this.at : null,
        bytes: bytes.length,
        values: rows,
        encodings: chunk.encodings,
      });
      this.at += bytes.length;
      await this.write(bytes);
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

interface Encoded {
  readonly bytes: Uint8Array;
  readonly dictionaryBytes: number;
  readonly encodings: readonly number[];
}

function encodeChunk(column: GroupColumn, rows: number, nullable: boolean): Encoded {
  switch (column.kind) {
    case "texts":
      return withDictionary(plainTexts(column.dictionary), column.dictionary.length, column.codes.subarray(0, rows), rows, null);
    case "bytes":
      return plainPage(plainBytes(column.bytes, column.ends, rows), rows, null);
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
  const present = absent === null ? values : values.filter((_, row) => absent[row] === 0);
  const levels = absent === null ? null : definitionLevels(absent);
  const codes = new DoubleCodes();
  const coded = codes.encode(present);
  if (coded === null) return plainPage(new Uint8Array(present.slice().buffer), rows, levels);
  const dictionary = Float64Array.from(codes.values);
  return withDictionary(new Uint8Array(dictionary.buffer), dictionary.length, coded, rows, levels);
}

/** Levels 1 where a value is: length, then one bit-packed run. */
function definitionLevels(absent: Uint8Array): Uint8Array {
  const run = new ByteWriter();
  run.varint((Math.ceil(absent.length / 8) << 1) | 1);
  run.bytes(
    packed(
      absent.map((a) => 1 - a),
      1,
    ),
  );
  const levels = new ByteWriter();
  levels.u32(run.length);
  levels.bytes(run.done());
  return levels.done();
}

function plainPage(data: Uint8Array, rows: number, levels: Uint8Array | null): Encoded {
  const bytes = page(0, PLAIN, rows, levels === null ? [data] : [levels, data]);
  return { bytes, dictionaryBytes: 0, encodings: [PLAIN, RLE] };
}

function withDictionary(dictionary: Uint8Array, entries: number, codes: Int32Array, rows: number, levels: Uint8Array | null): Encoded {
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, entries - 1)));
  const head = new ByteWriter();
  head.u8(width);
  head.varint((Math.ceil(codes.length / 8) << 1) | 1);
  const first = page(2, PLAIN, entries, [dictionary]);
  const data = [...(levels === null ? [] : [levels]), head.done(), packed(codes, width)];
  const second = page(0, RLE_DICTIONARY, rows, data);
  return { bytes: joined([first, second]), dictionaryBytes: first.length, encodings: [PLAIN, RLE, RLE_DICTIONARY] };
}

/** A page with its header: type 0 holds data, 2 a dictionary. */
function page(type: 0 | 2, encoding: number, values: number, parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
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
  return joined([header.done(), ...parts]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Values of `width` bits each, at most 24, lowest bits first, in whole groups of eight. */
export function packed(values: ArrayLike<number>, width: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8) * width);
  let [held, bits, at] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    held |= (values[i] as number) << bits;
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

function plainBytes(bytes: Uint8Array, ends: Int32Array, rows: number): Uint8Array {
  const end = rows === 0 ? 0 : (ends[rows - 1] as number);
  const out = new Uint8Array(end + 4 * rows);
  let [at, from] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const to = ends[row] as number;
    const size = to - from;
    out[at] = size & 255;
    out[at + 1] = (size >>> 8) & 255;
    out[at + 2] = (size >>> 16) & 255;
    out[at + 3] = size >>> 24;
    at += 4;
    while (from < to) out[at++] = bytes[from++] as number;
  }
  return out;
}

/** Codes of equal doubles, by their bits. */
class DoubleCodes {
  readonly values: number[] = [];
  private readonly slots = new Int32Array(4 * MOST_DOUBLES);

  /** Null where too many differ for a dictionary to be worth it. */
  encode(doubles: Float64Array): Int32Array | null {
    const { values, slots } = this;
    const words = new Uint32Array(doubles.buffer, doubles.byteOffset, 2 * doubles.length);
    const codes = new Int32Array(doubles.length);
    const mask = slots.length - 1;
    for (let i = 0; i < doubles.length; i++) {
      const value = doubles[i] as number;
      let h = Math.imul(words[2 * i] as number, 0x9e3779b1) ^ Math.imul(words[2 * i + 1] as number, 0x85ebca6b);
      h ^= h >>> 15;
      let slot = h & mask;
      while (slots[slot] !== 0 && !Object.is(values[(slots[slot] as number) - 1], value)) slot = (slot + 1) & mask;
      if (slots[slot] === 0) {
        if (values.length === MOST_DOUBLES) return null;
        slots[slot] = values.push(value);
      }
      codes[i] = (slots[slot] as number) - 1;
    }
    return codes;
  }
}
