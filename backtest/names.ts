/** The names of a batch's borrowers: as numbers or as bytes, and as text only for the rows that need it. A row without one is named by its number. */
import type { TextTable } from "./parquet/text-table.ts";
import type { ChunkRows, TextVector } from "./text-cells.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const SPACE = 32;

export class NameColumn {
  readonly numbers: Float64Array;
  /** Where each row's bytes end. */
  readonly ends: Int32Array;
  bytes: Uint8Array;
  private length = 0;
  private firstRow = 0;

  /** `none`: the file names no one; `numbers`: whole numbers. */
  constructor(
    readonly kind: "none" | "numbers" | "texts",
    rows: number,
  ) {
    this.numbers = new Float64Array(kind === "numbers" ? rows : 0);
    this.ends = new Int32Array(kind === "texts" ? rows : 0);
    this.bytes = new Uint8Array(kind === "texts" ? rows * 12 : 0);
  }

  /** Starts a batch whose first row is row `firstRow` of the file, from 0. */
  begin(firstRow: number): void {
    this.firstRow = firstRow;
    this.length = 0;
  }

  addNumbers(values: Float64Array, validity: Uint32Array | null, { from, to }: ChunkRows, offset: number): void {
    this.numbers.set(values.subarray(from, to), offset);
    if (validity === null) return;
    for (let row = from; row < to; row++)
      if ((((validity[row >> 5] as number) >>> (row & 31)) & 1) === 0) this.numbers[offset + row - from] = Number.NaN;
  }

  addTexts(texts: TextVector, validity: Uint32Array | null, rows: ChunkRows, offset: number): void {
    const { words, bytes } = texts;
    for (let row = rows.from; row < rows.to; row++) {
      const size = validity !== null && (((validity[row >> 5] as number) >>> (row & 31)) & 1) === 0 ? 0 : (words[4 * row] as number);
      const from = 16 * row + 4;
      if (size > 12 || (size > 0 && ((bytes[from] as number) <= SPACE || (bytes[from + size - 1] as number) <= SPACE)))
        this.write(encoder.encode(texts.textAt(row).trim()));
      else if (size > 0) this.write(bytes.subarray(from, from + size));
      this.ends[offset + row - rows.from] = this.length;
    }
  }

  /** The name of a row is a text of a table, without the spaces around it. */
  addText(table: TextTable, place: number, row: number): void {
    const [from, to] = [table.starts[place] as number, table.ends[place] as number];
    let isPlain = true;
    for (let at = from; at < to; at++) isPlain &&= (table.bytes[at] as number) > SPACE && (table.bytes[at] as number) < 128;
    this.write(isPlain ? table.bytes.subarray(from, to) : encoder.encode(table.textAt(place).trim()));
    this.ends[row] = this.length;
  }

  /** A row without a name. */
  addNothing(row: number): void {
    this.ends[row] = this.length;
  }

  private write(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) {
      const wider = new Uint8Array(2 * (this.length + bytes.length));
      wider.set(this.bytes);
      this.bytes = wider;
    }
    for (let i = 0; i < bytes.length; i++) this.bytes[this.length + i] = bytes[i] as number;
    this.length += bytes.length;
  }

  textAt(row: number): string {
    const number = String(this.firstRow + row + 1);
    if (this.kind === "none") return number;
    if (this.kind === "numbers") return Number.isNaN(this.numbers[row]) ? number : String(this.numbers[row]);
    return decoder.decode(this.bytes.subarray(this.startOf(row), this.ends[row])) || number;
  }

  /** The name as a whole number that is not negative, or −1 where it is bytes. */
  numberAt(row: number): number {
    if (this.kind === "texts") return this.startOf(row) === this.ends[row] ? this.firstRow + row + 1 : -1;
    const own = this.kind === "none" ? Number.NaN : (this.numbers[row] as number);
    return Number.isNaN(own) ? this.firstRow + row + 1 : own;
  }

  startOf(row: number): number {
    return row === 0 ? 0 : (this.ends[row - 1] as number);
  }
}
