/**
 * The names of a batch's borrowers: as numbers or as bytes, and as text only for the rows that need it. A row without one is named by its
 * number in the file, where rows that cannot be read count as well.
 */
import { isMarked } from "#rules/compile";
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

  /** `none`: the file names no one; `numbers`: whole numbers. `unreadable`: the numbers of rows that are left out, ascending. */
  constructor(
    readonly kind: "none" | "numbers" | "texts",
    rows: number,
    private readonly unreadable: readonly number[] = [],
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
    for (let row = from; row < to; row++) if (!isMarked(validity, row)) this.numbers[offset + row - from] = Number.NaN;
  }

  addTexts(texts: TextVector, validity: Uint32Array | null, rows: ChunkRows, offset: number): void {
    const { words, bytes } = texts;
    for (let row = rows.from; row < rows.to; row++) {
      const size = validity !== null && !isMarked(validity, row) ? 0 : (words[4 * row] as number);
      const from = 16 * row + 4;
      if (size > 12 || (size > 0 && (mayBeSpace(bytes[from] as number) || mayBeSpace(bytes[from + size - 1] as number))))
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
    if (this.kind === "none") return String(this.rowNumber(row));
    if (this.kind === "numbers") return String(Number.isNaN(this.numbers[row]) ? this.rowNumber(row) : this.numbers[row]);
    return decoder.decode(this.bytes.subarray(this.startOf(row), this.ends[row])) || String(this.rowNumber(row));
  }

  /** The name as a whole number that is not negative, or −1 where it is bytes. */
  numberAt(row: number): number {
    if (this.kind === "texts") return this.startOf(row) === this.ends[row] ? this.rowNumber(row) : -1;
    const own = this.kind === "none" ? Number.NaN : (this.numbers[row] as number);
    return Number.isNaN(own) ? this.rowNumber(row) : own;
  }

  private rowNumber(row: number): number {
    return numberInFile(this.firstRow + row + 1, this.unreadable);
  }

  startOf(row: number): number {
    return row === 0 ? 0 : (this.ends[row - 1] as number);
  }
}

/** Whether a byte begins or ends a character that is left out around a name: spaces of other scripts are several bytes. */
function mayBeSpace(byte: number): boolean {
  return byte <= SPACE || byte >= 128;
}

/** The number in the file of the n-th row that can be read: one more for each row before it that cannot. */
export function numberInFile(n: number, unreadable: readonly number[]): number {
  let [least, most] = [0, unreadable.length];
  while (least < most) {
    const middle = (least + most) >>> 1;
    if ((unreadable[middle] as number) - middle <= n) least = middle + 1;
    else most = middle;
  }
  return n + least;
}
