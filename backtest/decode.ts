/** DuckDB's chunks → the memory of a batch. Vectors are read through the bindings: an object and a type for each would cost as much as the values. */
import { isMarked } from "#rules/compile";
import type { DuckDBDataChunk, DuckDBListVector, DuckDBVarCharVector } from "@duckdb/node-api";
import type Bindings from "@duckdb/node-bindings";
import type { ColumnMemory, ColumnNotes } from "./batch-memory.ts";
import type { ColumnSource, SourceKind } from "./column-sources.ts";
import { KnownLists, type ListVector, TextLists } from "./list-cells.ts";
import type { NameColumn } from "./names.ts";
import { type ChunkRows, plainNumber, TextCodes, type TextVector } from "./text-cells.ts";

type Duck = typeof Bindings;
type Vector = ReturnType<Duck["data_chunk_get_vector"]>;

export const BYTES: Readonly<Record<SourceKind, number>> = {
  f64: 8,
  i32: 4,
  i16: 2,
  u8: 1,
  booleans: 1,
  "number-texts": 16,
  codes: 16,
  "known-codes": 1,
  "list-codes": 16,
  "known-lists": 16,
};

export class Decoder {
  private readonly codes: readonly (TextCodes | null)[];
  private readonly lists: readonly (TextLists | KnownLists | null)[];
  private bindings: Duck | null = null;

  constructor(private readonly sources: readonly ColumnSource[]) {
    this.codes = sources.map(({ kind, read, absent }) => (kind === "codes" ? new TextCodes(read, absent) : null));
    this.lists = sources.map(({ kind, known, absent }) => {
      if (kind === "known-lists") return new KnownLists(known?.texts ?? [], absent);
      return kind === "list-codes" ? new TextLists(absent) : null;
    });
  }

  async open(): Promise<void> {
    this.bindings = (await import("@duckdb/node-bindings")).default;
  }

  begin(notes: readonly ColumnNotes[]): void {
    for (const codes of [...this.codes, ...this.lists]) codes?.begin();
    for (const [at, { kind, known, read, absent }] of this.sources.entries())
      if (kind === "known-codes" && known !== undefined) (notes[at] as ColumnNotes).dictionary = [absent, ...known.texts.map(read)];
  }

  /** Adds rows `from` to `to` of a chunk at `offset` of the batch. The last vector is the borrowers' names, where there are any. */
  add(
    chunk: DuckDBDataChunk,
    { from, to }: ChunkRows,
    memory: readonly ColumnMemory[],
    notes: readonly ColumnNotes[],
    names: NameColumn,
    offset: number,
  ): void {
    const rows = { from, to };
    for (let at = 0; at < this.sources.length; at++)
      this.addColumn(at, chunk, rows, memory[at] as ColumnMemory, notes[at] as ColumnNotes, offset);
    if (names.kind === "none") return;
    const at = this.sources.length;
    const vector = this.vector(chunk, at);
    const validity = this.validity(vector, to);
    if (names.kind === "numbers") names.addNumbers(this.doubles(vector, to), validity, rows, offset);
    else names.addTexts(this.columnTexts(chunk, at, vector, to), validity, rows, offset);
  }

  private addColumn(at: number, chunk: DuckDBDataChunk, rows: ChunkRows, own: ColumnMemory, note: ColumnNotes, offset: number): void {
    const { kind } = this.sources[at] as ColumnSource;
    const { from, to } = rows;
    const vector = this.vector(chunk, at);
    const validity = this.validity(vector, to);
    if (kind === "codes") {
      const codes = this.codes[at] as TextCodes;
      codes.encode(this.columnTexts(chunk, at, vector, to), rows, validity, own.values as Int32Array, offset);
      note.dictionary = codes.dictionary;
      return;
    }
    const lists = this.lists[at] as TextLists | KnownLists | null;
    if (lists !== null) {
      this.addLists(lists, chunk, at, vector, rows, own.values as Int32Array, offset);
      note.dictionary = lists.dictionary;
      return;
    }
    if (kind === "number-texts") {
      this.addNumberTexts(at, this.columnTexts(chunk, at, vector, to), rows, validity, own, note, offset);
      return;
    }
    own.values.set(this.values(kind, vector, to).subarray(from), offset);
    if (validity !== null && !note.hasNulls) {
      note.hasNulls = true;
      own.nulls.fill(0, 0, offset);
    }
    if (note.hasNulls) writeNulls(validity, rows, own.nulls, offset);
  }

  private addLists(
    lists: TextLists | KnownLists,
    chunk: DuckDBDataChunk,
    at: number,
    vector: Vector,
    rows: ChunkRows,
    codes: Int32Array,
    offset: number,
  ): void {
    const bindings = this.bindings as Duck;
    const bytes = bindings.vector_get_data(vector, rows.to * BYTES["list-codes"]);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, rows.to * 4);
    const rowLists: ListVector = { words, validity: this.validity(vector, rows.to) };
    const [items, count] = [bindings.list_vector_get_child(vector), bindings.list_vector_get_size(vector)];
    if (lists instanceof KnownLists) {
      lists.encode(rowLists, rows, this.values("u8", items, count) as Uint8Array, codes, offset);
      return;
    }
    const itemAt = (item: number) => ((chunk.getColumnVector(at) as DuckDBListVector).childVector as DuckDBVarCharVector).getItem(item);
    lists.encode(rowLists, rows, this.texts(items, count, itemAt), count, this.validity(items, count), codes, offset);
  }

  private addNumberTexts(
    at: number,
    texts: TextVector,
    { from, to: end }: ChunkRows,
    validity: Uint32Array | null,
    { values, nulls }: ColumnMemory,
    note: ColumnNotes,
    offset: number,
  ): void {
    const { read } = this.sources[at] as ColumnSource;
    note.hasNulls = true;
    for (let row = from; row < end; row++) {
      const to = offset + row - from;
      nulls[to] = 0;
      if (validity !== null && !isMarked(validity, row)) {
        nulls[to] = 1;
        continue;
      }
      const plain = plainNumber(texts, row);
      if (!Number.isNaN(plain)) {
        values[to] = plain;
        continue;
      }
      const value = read(texts.textAt(row));
      if (typeof value === "number") values[to] = value;
      else if (value === null || value === undefined) nulls[to] = 1;
      else note.odd.push([to, value]);
    }
  }

  private vector(chunk: DuckDBDataChunk, at: number) {
    return (this.bindings as Duck).data_chunk_get_vector(chunk.chunk, at);
  }

  /** Bit `row & 31` of word `row >> 5` is 0 where the row is null; null where none is. */
  private validity(vector: Vector, rows: number): Uint32Array | null {
    const bytes = (this.bindings as Duck).vector_get_validity(vector, Math.ceil(rows / 64) * 8);
    return bytes ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2) : null;
  }

  private values(kind: SourceKind, vector: Vector, rows: number) {
    const { buffer, byteOffset } = (this.bindings as Duck).vector_get_data(vector, rows * BYTES[kind]);
    if (kind === "f64") return new Float64Array(buffer, byteOffset, rows);
    if (kind === "i32") return new Int32Array(buffer, byteOffset, rows);
    if (kind === "i16") return new Int16Array(buffer, byteOffset, rows);
    return new Uint8Array(buffer, byteOffset, rows);
  }

  private doubles(vector: Vector, rows: number): Float64Array {
    return this.values("f64", vector, rows) as Float64Array;
  }

  private columnTexts(chunk: DuckDBDataChunk, at: number, vector: Vector, rows: number): TextVector {
    return this.texts(vector, rows, (row) => (chunk.getColumnVector(at) as DuckDBVarCharVector).getItem(row));
  }

  private texts(vector: Vector, rows: number, textAt: (row: number) => string | null): TextVector {
    const bytes = (this.bindings as Duck).vector_get_data(vector, rows * 16);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, rows * 4);
    return { words, bytes, textAt: (row) => textAt(row) ?? "" };
  }
}

function writeNulls(validity: Uint32Array | null, { from, to }: ChunkRows, nulls: Uint8Array, offset: number): void {
  if (validity === null) {
    nulls.fill(0, offset, offset + to - from);
    return;
  }
  for (let row = from; row < to; row++) nulls[offset + row - from] = (~(validity[row >> 5] as number) >>> (row & 31)) & 1;
}
