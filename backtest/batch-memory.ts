/**
 * The memory of one batch, into which one thread decodes and from which another may evaluate: a typed array for each column.
 * What is not a typed array (dictionaries, values that are no numbers) travels beside it in a message.
 */
import type { RawBatch, RawColumn } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import type { ColumnSource, SourceKind } from "./column-sources.ts";

/** The part of a source that a worker needs. */
export interface ColumnLayout {
  readonly fact: string | null;
  readonly kind: SourceKind;
  /** Absent values are as if the fact were not given. */
  readonly notGiven: boolean;
}

export function layoutOf({ fact, kind, absent }: ColumnSource): ColumnLayout {
  return { fact, kind, notGiven: absent === undefined };
}

/** One column of a batch beside its memory. */
export interface ColumnNotes {
  hasNulls: boolean;
  /** What the codes of numbers stand for; null where the values themselves are in the memory. */
  numbers: Float64Array | null;
  dictionary: (FactValue | undefined)[] | null;
  /** Rows whose value is no number. */
  readonly odd: [row: number, value: FactValue | undefined][];
}

export function blankNotes(): ColumnNotes {
  return { hasNulls: false, numbers: null, dictionary: null, odd: [] };
}

export type Values = Float64Array | Int32Array | Int16Array | Uint8Array;

export interface ColumnMemory {
  readonly values: Values;
  readonly nulls: Uint8Array;
  /** Of numbers that come as codes. */
  readonly codes: Uint16Array;
}

/** The code of a number that is null. */
export const NO_NUMBER = 0xffff;

/** What the values of each kind of column stand in. */
export const ARRAYS = {
  f64: Float64Array,
  i32: Int32Array,
  i16: Int16Array,
  u8: Uint8Array,
  booleans: Uint8Array,
  "number-texts": Float64Array,
  codes: Int32Array,
  "known-codes": Uint8Array,
  "list-codes": Int32Array,
  "known-lists": Int32Array,
} as const;

/** Bytes that a batch of `rows` takes. */
export function bytesOfBatch(layouts: readonly ColumnLayout[], rows: number): number {
  return layouts.reduce((sum, { kind }) => sum + aligned(rows * ARRAYS[kind].BYTES_PER_ELEMENT) + aligned(rows) + aligned(2 * rows), 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Views of each column into the memory of a batch. */
export function memoryOf(buffer: ArrayBufferLike, layouts: readonly ColumnLayout[], rows: number): ColumnMemory[] {
  let at = 0;
  return layouts.map(({ kind }) => {
    const values = new ARRAYS[kind](buffer as never, at, rows) as Values;
    at += aligned(values.byteLength);
    const nulls = new Uint8Array(buffer, at, rows);
    at += aligned(rows);
    const codes = new Uint16Array(buffer as never, at, rows);
    at += aligned(2 * rows);
    return { values, nulls, codes };
  });
}

/** A filled batch as the evaluator takes it. */
export function rawBatchOf(
  layouts: readonly ColumnLayout[],
  memory: readonly ColumnMemory[],
  notes: readonly ColumnNotes[],
  rows: number,
): RawBatch {
  const columns = new Map<string, RawColumn>();
  let observed: Float64Array | undefined;
  layouts.forEach((layout, at) => {
    const [own, note] = [memory[at] as ColumnMemory, notes[at] as ColumnNotes];
    if (layout.fact === null) observed = observedOf(own, note, rows);
    else columns.set(layout.fact, rawColumnOf(layout, own, note, rows));
  });
  return { rows, columns, ...(observed && { observed }) };
}

function rawColumnOf(layout: ColumnLayout, { values, nulls, codes }: ColumnMemory, note: ColumnNotes, rows: number): RawColumn {
  if (note.numbers !== null) return { kind: "coded-numbers", codes: codes.subarray(0, rows), numbers: note.numbers, nulls: note.hasNulls };
  const own = values.subarray(0, rows);
  const absent = note.hasNulls ? nulls.subarray(0, rows) : null;
  if (note.dictionary !== null && note.odd.length > 0) return { kind: "values", values: textsOf(own, note) };
  if (note.dictionary !== null) return { kind: "codes", codes: narrowed(own, note.dictionary.length), dictionary: note.dictionary };
  if (note.odd.length > 0 || (layout.notGiven && absent !== null)) return { kind: "values", values: valuesOf(layout, own, absent, note) };
  if (layout.kind === "booleans") return { kind: "booleans", values: own as Uint8Array, nulls: absent };
  return { kind: "numbers", values: own, nulls: absent };
}

/** Codes of a byte each, where they fit: the kernels read those fastest. */
function narrowed(codes: Values, entries: number): Int32Array | Uint8Array {
  if (codes instanceof Uint8Array) return codes;
  return entries <= 256 ? new Uint8Array(codes) : (codes as Int32Array);
}

function valuesOf(layout: ColumnLayout, own: Values, nulls: Uint8Array | null, { odd }: ColumnNotes): (FactValue | undefined)[] {
  const absent = layout.notGiven ? undefined : null;
  const values = Array.from(own, (value, row): FactValue | undefined => {
    if (nulls !== null && nulls[row] === 1) return absent;
    return layout.kind === "booleans" ? value === 1 : value;
  });
  for (const [row, value] of odd) values[row] = value;
  return values;
}

function textsOf(codes: Values, { dictionary, odd }: ColumnNotes): (FactValue | undefined)[] {
  const values = Array.from(codes, (code) => dictionary?.[code]);
  for (const [row, value] of odd) values[row] = value;
  return values;
}

function observedOf({ values, nulls }: ColumnMemory, { hasNulls, odd }: ColumnNotes, rows: number): Float64Array {
  const observed = (values as Float64Array).subarray(0, rows);
  if (hasNulls) for (let row = 0; row < rows; row++) if (nulls[row] === 1) observed[row] = Number.NaN;
  for (let row = 0; row < rows; row++) if (!Number.isFinite(observed[row])) observed[row] = Number.NaN;
  for (const [row, value] of odd) observed[row] = typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
  return observed;
}
