/**
 * Borrowers in columns. A population fills typed columns block by block; a row depends on its number alone, so that every engine
 * and every process has the same borrowers, however many it takes.
 */
import { type RawBatch, type RawColumn, valueAt } from "#rules/compile";
import type { FactValue, Facts } from "#rules/policy";
import { randomStream, seedOf } from "./random.ts";
import { numbersOf, type Shape } from "./shapes.ts";

/** Rows that are made at once; ranges begin at a multiple of it. */
export const BLOCK = 4096;

export type Kind = "f64" | "i32" | "booleans" | "codes";

/** One column: how it is held, and its texts or lists where it is codes (the last code is null where it may be). */
export interface PopulationColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly dictionary: readonly FactValue[];
}

/** Room for one column. */
export interface ColumnRoom {
  readonly values: Float64Array | Int32Array | Uint8Array;
  readonly nulls: Uint8Array | null;
}

export interface Population {
  readonly columns: readonly PopulationColumn[];
  /** Writes block `block` of every column at `offset`; `rows` is at most `BLOCK`. */
  fill(block: number, rows: number, rooms: readonly ColumnRoom[], offset: number): void;
}

/** `rows` borrowers from row `from` (a multiple of `BLOCK`); `shared` puts them where threads can read them. */
export function batchOf(population: Population, rows: number, from = 0, shared = false): RawBatch {
  const rooms = population.columns.map((column) => roomFor(column, rows, shared));
  for (let at = 0; at < rows; at += BLOCK) population.fill((from + at) / BLOCK, Math.min(BLOCK, rows - at), rooms, at);
  return { rows, columns: new Map(population.columns.map((column, i) => [column.name, rawOf(column, rooms[i] as ColumnRoom)])) };
}

const ARRAYS = { f64: Float64Array, i32: Int32Array, booleans: Uint8Array, codes: Uint8Array } as const;

function roomFor({ kind, nullable }: PopulationColumn, rows: number, shared: boolean): ColumnRoom {
  const Buffer = shared ? SharedArrayBuffer : ArrayBuffer;
  const bytes = rows * ARRAYS[kind].BYTES_PER_ELEMENT;
  const values = new ARRAYS[kind](new Buffer(bytes) as ArrayBuffer);
  return { values, nulls: nullable && kind !== "codes" ? new Uint8Array(new Buffer(rows) as ArrayBuffer) : null };
}

function rawOf({ kind, dictionary }: PopulationColumn, { values, nulls }: ColumnRoom): RawColumn {
  if (kind === "codes") return { kind: "codes", codes: values as Uint8Array, dictionary };
  return kind === "booleans" ? { kind: "booleans", values: values as Uint8Array, nulls } : { kind: "numbers", values, nulls };
}

/** Some of a batch's rows, as views. */
export function sliceOf(batch: RawBatch, from: number, to: number): RawBatch {
  const columns = [...batch.columns].map(([name, raw]): [string, RawColumn] => {
    if (raw.kind === "codes" || raw.kind === "coded-numbers") return [name, { ...raw, codes: raw.codes.subarray(from, to) } as RawColumn];
    if (raw.kind === "values") return [name, { ...raw, values: raw.values.slice(from, to) }];
    return [name, { ...raw, values: raw.values.subarray(from, to), nulls: raw.nulls?.subarray(from, to) ?? null } as RawColumn];
  });
  return { rows: to - from, columns: new Map(columns) };
}

/** A row as JSON. */
export function factsAt(batch: RawBatch, row: number): Facts {
  return Object.fromEntries([...batch.columns].map(([name, raw]) => [name, valueAt(raw, row) ?? null]));
}

/** Borrowers with independent columns of given shapes. */
export function syntheticPopulation(shapes: readonly Shape[], seed: number): Population {
  const columns = shapes.map(columnOf);
  const writers = shapes.map(writerOf);
  return {
    columns,
    fill(block, rows, rooms, offset) {
      shapes.forEach(({ name }, i) => {
        (writers[i] as Writer)(randomStream(seedOf(seed, name, block)), rooms[i] as ColumnRoom, offset, rows);
      });
    },
  };
}

type Writer = (next: () => number, room: ColumnRoom, offset: number, rows: number) => void;

function columnOf(shape: Shape): PopulationColumn {
  const { name } = shape;
  const nullable = shape.nulls > 0;
  switch (shape.type) {
    case "boolean":
      return { name, kind: "booleans", nullable, dictionary: [] };
    case "string":
      return { name, kind: "codes", nullable, dictionary: [...shape.values.map(([value]) => value), null] };
    case "strings":
      return { name, kind: "codes", nullable, dictionary: [...subsetsOf(shape.values), null] };
    default:
      return { name, kind: shape.type === "integer" ? "i32" : "f64", nullable, dictionary: [] };
  }
}

function subsetsOf(values: readonly string[]): string[][] {
  return Array.from({ length: 1 << values.length }, (_, bits) => values.filter((_, i) => (bits >> i) & 1));
}

function writerOf(shape: Shape): Writer {
  const draw = drawOf(shape);
  const { nulls: share } = shape;
  const nothing = shape.type === "string" ? shape.values.length : shape.type === "strings" ? 1 << shape.values.length : 0;
  return (next, { values, nulls }, offset, rows) => {
    for (let row = offset; row < offset + rows; row++) {
      const value = draw(next);
      const isNull = share > 0 && next() < share;
      values[row] = isNull ? nothing : value;
      if (nulls !== null) nulls[row] = isNull ? 1 : 0;
    }
  };
}

/** A value as it is held: a number, 0 or 1, or a code. */
function drawOf(shape: Shape): (next: () => number) => number {
  switch (shape.type) {
    case "boolean":
      return (next) => (next() < shape.share ? 1 : 0);
    case "string": {
      const total = shape.values.reduce((sum, [, weight]) => sum + weight, 0);
      const ends = shape.values.map((_, i) => shape.values.slice(0, i + 1).reduce((sum, [, weight]) => sum + weight, 0) / total);
      return (next) => {
        const u = next();
        let code = 0;
        while (u >= (ends[code] as number) && code < ends.length - 1) code++;
        return code;
      };
    }
    case "strings":
      return (next) => shape.values.reduce((bits, _, i) => bits | (next() < shape.share ? 1 << i : 0), 0);
    default: {
      const at = numbersOf(shape);
      return (next) => at(next());
    }
  }
}
