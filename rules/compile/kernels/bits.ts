/** Sets of rows as bits. */
import type { Bits } from "./types.ts";

/** Makes the first rows, and no others, the set. */
export function markFirst(bits: Bits, rows: number): void {
  bits.fill(0);
  bits.fill(0xffff_ffff, 0, rows >> 5);
  if ((rows & 31) !== 0) bits[rows >> 5] = 2 ** (rows & 31) - 1;
}

/** Whether each of the first rows is in the set. */
export function areAllMarked(bits: Bits, rows: number): boolean {
  for (let w = 0; w < rows >> 5; w++) if (bits[w] !== 0xffff_ffff) return false;
  return (rows & 31) === 0 || (~(bits[rows >> 5] as number) & (2 ** (rows & 31) - 1)) === 0;
}

/** Whether a row is in the set. */
export function isMarked(bits: Bits, row: number): boolean {
  return (((bits[row >> 5] as number) >>> (row & 31)) & 1) === 1;
}

/** Takes a row into the set. */
export function mark(bits: Bits, row: number): void {
  bits[row >> 5] = (bits[row >> 5] as number) | (1 << (row & 31));
}

/** Takes a row out of the set. */
export function unmark(bits: Bits, row: number): void {
  bits[row >> 5] = (bits[row >> 5] as number) & ~(1 << (row & 31));
}
