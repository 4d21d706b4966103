/**
 * What a Parquet file says of itself, as far as `ParquetReader` reads it: flat columns and lists of texts, in row groups. Null where there is
 * anything else, be it in a column that no one asks for: such a file is DuckDB's to read.
 */
import { type FileHandle, open } from "node:fs/promises";
import { bytesIn, listIn, structIn, structsIn, type ThriftStruct, ThriftReader, type ThriftValue, wholeIn } from "./thrift-reader.ts";

/** `u32` and `u64` are whole numbers without a sign. */
export type Physical = "boolean" | "i32" | "u32" | "i64" | "u64" | "f32" | "f64" | "text";

export interface LeafColumn {
  readonly name: string;
  /** DuckDB's name of its type. */
  readonly stored: string;
  readonly physical: Physical;
  /** Texts in lists instead of texts. */
  readonly isList: boolean;
  /** Whether a row, and an item of a list, may be null. */
  readonly nullable: boolean;
  readonly nullableItems: boolean;
}

export type Codec = "none" | "snappy" | "gzip";

/** A column's part of a row group. */
export interface ColumnChunk {
  readonly offset: number;
  readonly bytes: number;
  /** Rows, or items of lists with an empty or missing list as one. */
  readonly values: number;
  readonly codec: Codec;
  /** Least and greatest of whole numbers; null where the file does not say. */
  readonly range: readonly [number, number] | null;
  readonly allNull: boolean;
}

export interface Footer {
  readonly rows: number;
  readonly columns: readonly LeafColumn[];
  /** By row group: its chunks by column. */
  readonly groups: readonly { readonly rows: number; readonly chunks: readonly ColumnChunk[] }[];
}

const MOST_FOOTER = 64 << 20;
const TAIL = 64 << 10;

/** Null where the file is damaged or holds what is not read here. */
export async function readFooter(path: string, size: number): Promise<Footer | null> {
  const file = await open(path);
  try {
    const bytes = await footerBytes(file, size);
    return bytes === null ? null : footerOf(new ThriftReader(bytes).struct());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    await file.close();
  }
}

async function footerBytes(file: FileHandle, size: number): Promise<Uint8Array | null> {
  if (size < 12) return null;
  const tail = await bytesAt(file, Math.max(0, size - TAIL), Math.min(TAIL, size));
  if (tail.toString("latin1", tail.length - 4) !== "PAR1") return null;
  const length = tail.readUInt32LE(tail.length - 8);
  if (length > Math.min(size - 12, MOST_FOOTER)) return null;
  if (length + 8 <= tail.length) return tail.subarray(tail.length - 8 - length, tail.length - 8);
  return bytesAt(file, size - 8 - length, length);
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead < length) throw new RangeError("the file ends too early");
  return bytes;
}

function footerOf(meta: ThriftStruct): Footer | null {
  const columns = columnsOf(structsIn(meta, 2));
  const rows = wholeIn(meta, 3);
  if (columns === null || rows === null) return null;
  const groups: Footer["groups"][number][] = [];
  for (const group of structsIn(meta, 4)) {
    const chunks = structsIn(group, 1).map((chunk, at) => chunkOf(chunk, columns[at]));
    const own = wholeIn(group, 3) ?? -1;
    if (own < 0 || chunks.length !== columns.length) return null;
    const known = chunks.flatMap((chunk) => chunk ?? []);
    if (known.length < chunks.length) return null;
    groups.push({ rows: own, chunks: known });
  }
  return groups.reduce((sum, group) => sum + group.rows, 0) === rows ? { rows, columns, groups } : null;
}

// --- columns ---------------------------------------------------------------------------------------

const REQUIRED = 0;
const OPTIONAL = 1;
const REPEATED = 2;
const LIST = 3;

interface Element {
  readonly name: string;
  readonly repetition: number;
  readonly children: number;
  readonly struct: ThriftStruct;
}

function columnsOf(elements: readonly ThriftStruct[]): LeafColumn[] | null {
  const [root, ...others] = elements.map(elementOf);
  if (root === undefined) return null;
  const columns: LeafColumn[] = [];
  for (let at = 0; at < others.length; ) {
    const own = others[at] as Element;
    const column = own.children === 0 ? flatColumn(own) : listColumn(own, others[at + 1], others[at + 2]);
    if (column === null) return null;
    columns.push(column);
    at += own.children === 0 ? 1 : 3;
  }
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  return columns.length === root.children && names.size === columns.length ? columns : null;
}

function elementOf(struct: ThriftStruct): Element {
  const name = new TextDecoder().decode(bytesIn(struct, 4) ?? new Uint8Array());
  return { name, repetition: wholeIn(struct, 3) ?? REQUIRED, children: wholeIn(struct, 5) ?? 0, struct };
}

function flatColumn({ name, repetition, struct }: Element): LeafColumn | null {
  const type = typeOf(struct);
  if (type === null || repetition === REPEATED) return null;
  return { name, ...type, isList: false, nullable: repetition === OPTIONAL, nullableItems: false };
}

/** The standard list of three levels, of texts. */
function listColumn(list: Element, middle: Element | undefined, item: Element | undefined): LeafColumn | null {
  const isList = wholeIn(list.struct, 6) === LIST || structIn(list.struct, 10)?.has(3) === true;
  if (!isList || list.children !== 1 || list.repetition === REPEATED) return null;
  if (middle?.repetition !== REPEATED || middle.children !== 1 || item === undefined || item.children !== 0) return null;
  const type = item.repetition === REPEATED ? null : typeOf(item.struct);
  if (type?.physical !== "text") return null;
  const { name, repetition } = list;
  const nullable = repetition === OPTIONAL;
  return { name, stored: "VARCHAR[]", physical: "text", isList: true, nullable, nullableItems: item.repetition === OPTIONAL };
}

const UTF8 = 0;
/** By converted type: of whole numbers of 32 and of 64 bits, DuckDB's name, and whether they have a sign. */
const WHOLE: Readonly<Record<number, readonly [string, boolean, 1 | 2]>> = {
  11: ["UTINYINT", false, 1],
  12: ["USMALLINT", false, 1],
  13: ["UINTEGER", false, 1],
  14: ["UBIGINT", false, 2],
  15: ["TINYINT", true, 1],
  16: ["SMALLINT", true, 1],
  17: ["INTEGER", true, 1],
  18: ["BIGINT", true, 2],
};

function typeOf(struct: ThriftStruct): Pick<LeafColumn, "stored" | "physical"> | null {
  const [type, converted, logical] = [wholeIn(struct, 1), wholeIn(struct, 6), structIn(struct, 10)];
  if (type === 6) return converted === UTF8 || logical?.has(1) === true ? { stored: "VARCHAR", physical: "text" } : null;
  if (type === 1 || type === 2) return wholeType(type, converted, logical);
  if (converted !== null || logical !== null) return null;
  if (type === 0) return { stored: "BOOLEAN", physical: "boolean" };
  if (type === 4) return { stored: "FLOAT", physical: "f32" };
  return type === 5 ? { stored: "DOUBLE", physical: "f64" } : null;
}

function wholeType(type: 1 | 2, converted: number | null, logical: ThriftStruct | null): Pick<LeafColumn, "stored" | "physical"> | null {
  const plain = type === 1 ? 17 : 18;
  if (converted === null && logical !== null) return null;
  const [stored, signed, words] = WHOLE[converted ?? plain] ?? [null, true, 0];
  if (stored === null || words !== type) return null;
  return { stored, physical: `${signed ? "i" : "u"}${type === 1 ? 32 : 64}` as Physical };
}

// --- chunks ----------------------------------------------------------------------------------------

const CODECS: Readonly<Record<number, Codec>> = { 0: "none", 1: "snappy", 2: "gzip" };
/** Plain, dictionaries of either name, runs, and what old levels were packed by. */
const ENCODINGS: ReadonlySet<ThriftValue> = new Set([0, 2, 3, 4, 8]);

function chunkOf(chunk: ThriftStruct, column: LeafColumn | undefined): ColumnChunk | null {
  const meta = structIn(chunk, 3);
  if (meta === null || column === undefined || chunk.has(1) || chunk.has(8)) return null;
  const codec = CODECS[wholeIn(meta, 4) ?? -1];
  const [values, bytes, data] = [wholeIn(meta, 5), wholeIn(meta, 7), wholeIn(meta, 9)];
  if (codec === undefined || values === null || bytes === null || data === null) return null;
  if (!listIn(meta, 2).every((encoding) => ENCODINGS.has(encoding))) return null;
  const dictionary = wholeIn(meta, 11) ?? 0;
  const offset = dictionary > 0 && dictionary < data ? dictionary : data;
  const statistics = structIn(meta, 12);
  const allNull = statistics !== null && wholeIn(statistics, 3) === values;
  return { offset, bytes, values, codec, range: statistics === null ? null : rangeOf(statistics, column), allNull };
}

function rangeOf(statistics: ThriftStruct, { physical }: LeafColumn): readonly [number, number] | null {
  const isOld = physical === "i32" || physical === "i64";
  const most = bytesIn(statistics, 5) ?? (isOld ? bytesIn(statistics, 1) : null);
  const least = bytesIn(statistics, 6) ?? (isOld ? bytesIn(statistics, 2) : null);
  if (most === null || least === null) return null;
  const [low, high] = [numberOf(least, physical), numberOf(most, physical)];
  return low === null || high === null ? null : [low, high];
}

function numberOf(bytes: Uint8Array, physical: Physical): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = physical === "i32" || physical === "u32" ? 4 : physical === "i64" || physical === "u64" ? 8 : 0;
  if (words === 0 || bytes.byteLength !== words) return null;
  if (words === 4) return physical === "i32" ? view.getInt32(0, true) : view.getUint32(0, true);
  return Number(physical === "i64" ? view.getBigInt64(0, true) : view.getBigUint64(0, true));
}
