/** Rows by bits: which rows a set holds, and the lists of a row's outcome (which rules fired, …) as the bits of a few words. */
import { formatCell } from "#rules/borrowers";
import type { Bits, OutcomeColumns } from "#rules/compile";

export const LISTS = ["fired", "applied", "bound", "reasons"] as const;
export type ListName = (typeof LISTS)[number];

/** So many words for each row, one row after the other. */
export interface RowMasks {
  readonly words: Uint32Array;
  readonly width: number;
}

/** The rows whose bit is set, in order. */
export function rowsIn(valid: Bits, rows: number): Int32Array {
  const found = new Int32Array(rows + 1);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    found[count] = row;
    count += ((valid[row >> 5] as number) >>> (row & 31)) & 1;
  }
  return found.subarray(0, count);
}

/** Of a list: a bit for each rule or guardrail, or the four codes of reasons, 16 bits each. */
export function masksOfList(columns: OutcomeColumns, list: ListName): RowMasks {
  const { rows, reasons } = columns;
  if (list !== "reasons") return masksOf(columns[list], rows);
  return { words: new Uint32Array(reasons.buffer, reasons.byteOffset, 2 * rows), width: 2 };
}

/** Bits by rule → bits by row, 32 rules and 32 rows at a time. */
export function masksOf(columns: readonly Bits[], rows: number): RowMasks {
  const width = Math.max(1, Math.ceil(columns.length / 32));
  const words = new Uint32Array(rows * width);
  const square = new Int32Array(32);
  for (let block = 0; block < width; block++) {
    const own = columns.slice(32 * block, 32 * block + 32);
    for (let w = 0; w << 5 < rows; w++) {
      let any = 0;
      for (let k = 0; k < own.length; k++) {
        const word = (own[k] as Bits)[w] as number;
        square[k] = word;
        any |= word;
      }
      if (any === 0) continue;
      square.fill(0, own.length);
      transpose(square);
      const end = Math.min(32, rows - (w << 5));
      for (let r = 0, at = (w << 5) * width + block; r < end; r++, at += width) words[at] = square[r] as number;
    }
  }
  return { words, width };
}

/** Bit j of word i becomes bit i of word j (Hacker's Delight, 7-3). */
function transpose(square: Int32Array): void {
  for (let j = 16, mask = 0xffff; j !== 0; j >>= 1, mask ^= mask << j)
    for (let k = 0; k < 32; k = (k + j + 1) & ~j) {
      const t = (((square[k] as number) >>> j) ^ (square[k + j] as number)) & mask;
      square[k + j] = (square[k + j] as number) ^ t;
      square[k] = (square[k] as number) ^ (t << j);
    }
}

/** Whether the words are those of the row before, as they are for most rows of most lists. */
export function isRepeated(words: Uint32Array, at: number, width: number): boolean {
  for (let k = 0; k < width; k++) if (words[at + k] !== words[at + k - width]) return false;
  return true;
}

export function hashOf(words: Uint32Array, at: number, width: number): number {
  let h = 0x9e3779b9;
  for (let k = 0; k < width; k++) {
    h = Math.imul(h ^ (words[at + k] as number), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** Items joined by `|`, as a CSV cell holds a list; nothing for none. */
export function listText(items: readonly string[]): string {
  return items.length === 0 ? "" : formatCell(items);
}
