/**
 * Raw typed arrays → columns by kernels: what a portfolio's chunks are. In: a raw column, and the bounds that all versions allow. Out: whether
 * it could be done; false wherever a single row needs a second look, and then the column is read value by value.
 */
import type { Address, Arena } from "./arena.ts";
import type { StoredColumn } from "./columns.ts";
import type { Kernels } from "./kernels.ts";
import { greatestWhole, leastWhole } from "./bounds.ts";
import type { NumberArray, RawColumn } from "./types.ts";

type RawNumbers = Extract<RawColumn, { kind: "numbers" }>;
type CodedNumbers = Extract<RawColumn, { kind: "coded-numbers" }>;

/** Codes of 16 bits; the last one is null. */
const CODES = 1 << 16;

const LEAST = { i8: -127, i16: -32_767, i32: 1 - 2 ** 31 } as const;

/** Rows that are taken together. */
const PIECE = 8192;

/** A column of whole numbers. */
interface Whole {
  readonly kind: keyof typeof LEAST;
  readonly address: Address;
  readonly divisor: number;
}

/** What all versions allow. */
export interface SwiftBounds {
  readonly min: number;
  readonly max: number;
  readonly nullable: boolean;
  readonly holds: "whole" | "money" | "numbers" | "mixed";
}

export class SwiftLoader {
  private readonly raw: Address;
  /** Whole numbers of 32 bits, before they are shortened. */
  private readonly whole: Address;
  private readonly nulls: Address;
  private readonly absent: Address;
  private readonly wrong: Address;
  private readonly spare: Address;
  private readonly table: Address;
  /** What each code stands for; made when first needed. */
  private entries: Address | null = null;
  private readonly blocks: (readonly [Address, number])[] = [];

  constructor(
    private readonly arena: Arena,
    private readonly kernels: Kernels,
  ) {
    this.raw = this.block(PIECE * 8);
    this.whole = this.block(PIECE * 4);
    this.nulls = this.block(PIECE);
    this.absent = this.block(PIECE / 8);
    this.wrong = this.block(PIECE / 8);
    this.spare = this.block(PIECE / 8);
    this.table = this.block(256);
  }

  private block(bytes: number): Address {
    const address = this.arena.allocate(bytes);
    this.blocks.push([address, bytes]);
    return address;
  }

  /** Gives its memory back. */
  dispose(): void {
    for (const [address, bytes] of this.blocks) this.arena.release(address, bytes);
  }

  /** Numbers into a column, all within the bounds. */
  numbers({ values, nulls }: RawNumbers, rows: number, column: StoredColumn, bounds: SwiftBounds): boolean {
    if (bounds.holds === "mixed" || (nulls !== null && !bounds.nullable)) return false;
    for (let row = 0; row < rows; row += PIECE) {
      const count = Math.min(PIECE, rows - row);
      const n = Math.ceil(count / 128) * 128;
      const absent = nulls === null ? null : this.copyNulls(nulls, row, count);
      if (!this.write(values, row, count, n, column, bounds)) return false;
      if (absent !== null) this.kernels.combine(2, this.wrong, absent, this.wrong, n);
      if (this.anyWrong(count, n)) return false;
      if (absent !== null) this.kernels.nullify(BYTES[column.kind], this.nulls, column.address + row * BYTES[column.kind], n);
    }
    return true;
  }

  /** Different numbers into a table as the column has them, all within the bounds, and from there into the column by their codes. */
  coded({ codes, numbers, nulls }: CodedNumbers, rows: number, column: StoredColumn, bounds: SwiftBounds): boolean {
    if (numbers.length >= CODES || (nulls && !bounds.nullable)) return false;
    this.entries ??= this.block(CODES * 8);
    const [table, bytes] = [this.entries, BYTES[column.kind]];
    if (!this.numbers({ kind: "numbers", values: numbers, nulls: null }, numbers.length, { ...column, address: table }, bounds))
      return false;
    this.writeNothing(table + (CODES - 1) * bytes, column.kind);
    for (let row = 0; row < rows; row += PIECE) {
      const count = Math.min(PIECE, rows - row);
      this.arena.u16(this.raw, count).set(codes.subarray(row, row + count));
      this.kernels.entries(bytes, table, numbers.length, this.raw, column.address + row * bytes, count);
    }
    return true;
  }

  private writeNothing(address: Address, kind: StoredColumn["kind"]): void {
    if (kind === "i8" || kind === "i16" || kind === "i32") this.arena[kind](address, 1)[0] = LEAST[kind] - 1;
    else this.arena.f64(address, 1)[0] = Number.NaN;
  }

  private copyNulls(nulls: Uint8Array, row: number, count: number): Address {
    this.arena.u8(this.nulls, PIECE).set(nulls.subarray(row, row + count));
    this.kernels.onesOf(this.nulls, this.absent, PIECE);
    return this.absent;
  }

  /** Writes a tile and marks in `wrong` the rows that are out of bounds or do not fit; false where this column is not for this way. */
  private write(
    values: NumberArray,
    row: number,
    count: number,
    n: number,
    column: StoredColumn,
    { min, max, holds }: SwiftBounds,
  ): boolean {
    const { arena, kernels } = this;
    const { kind, divisor } = column;
    const part = values.subarray(row, row + count);
    if (kind === "f64") {
      if (holds !== "numbers") return false;
      const address = column.address + row * 8;
      arena.f64(address, count).set(part);
      kernels.range64(address, min, max, this.wrong, n);
      kernels.combine(3, this.wrong, this.wrong, this.wrong, n);
      return true;
    }
    if (kind !== "i8" && kind !== "i16" && kind !== "i32") return false;
    if (values instanceof Float64Array) {
      arena.f64(this.raw, count).set(part);
      const [bytes, least] = [BYTES[kind], LEAST[kind]];
      const target = kind === "i32" ? column.address + row * 4 : this.whole;
      kernels.decimals(this.raw, divisor, target, this.wrong, n);
      this.addOutside(target, Math.max(least, leastWhole(min, divisor)), Math.min(-least, greatestWhole(max, divisor)), n);
      if (kind !== "i32") kernels.shorten(bytes, target, column.address + row * bytes, n);
      return true;
    }
    this.writeWhole(values, part, row, count, n, { kind, address: column.address, divisor }, min, max);
    return true;
  }

  private writeWhole(
    values: NumberArray,
    part: NumberArray,
    row: number,
    count: number,
    n: number,
    { kind, address, divisor }: Whole,
    min: number,
    max: number,
  ): void {
    const { arena, kernels } = this;
    const most = Math.floor(-LEAST[kind] / divisor);
    const [low, high] = [Math.ceil(Math.max(-most, min)), Math.floor(Math.min(most, max))];
    if (kind === "i8" && values instanceof Uint8Array) {
      arena.u8(address + row, count).set(part);
      kernels.range8(address + row, Math.max(0, low), high, this.wrong, n);
    } else {
      const target = kind === "i32" ? address + row * 4 : this.whole;
      arena.i32(target, count).set(part);
      kernels.range32(target, low, high, this.wrong, n);
      if (divisor !== 1) kernels.scale32(target, divisor, n);
      if (kind !== "i32") kernels.shorten(BYTES[kind], target, address + row * BYTES[kind], n);
    }
    kernels.combine(3, this.wrong, this.wrong, this.wrong, n);
  }

  /** Adds the rows outside of a range to `wrong`. */
  private addOutside(address: Address, low: number, high: number, n: number): void {
    const { kernels, spare, wrong } = this;
    kernels.range32(address, low, high, spare, n);
    kernels.combine(3, spare, spare, spare, n);
    kernels.combine(1, wrong, spare, wrong, n);
  }

  /** Whether a row among the first `count` is marked; those that fill up the tile do not count. */
  private anyWrong(count: number, n: number): boolean {
    const words = this.arena.u32(this.wrong, n / 32);
    const whole = count >> 5;
    for (let word = 0; word < whole; word++) if (words[word] !== 0) return true;
    return (count & 31) !== 0 && ((words[whole] as number) & (2 ** (count & 31) - 1)) !== 0;
  }

  /** Truths into a column of codes; nulls are to be allowed. */
  booleans(values: Uint8Array, nulls: Uint8Array | null, rows: number, address: Address): void {
    this.arena.u8(address, rows).set(values.length > rows ? values.subarray(0, rows) : values);
    if (nulls === null) return;
    for (let row = 0; row < rows; row += PIECE) {
      const count = Math.min(PIECE, rows - row);
      this.arena.u8(this.nulls, PIECE).set(nulls.subarray(row, row + count));
      this.kernels.nullify(0, this.nulls, address + row, Math.ceil(count / 128) * 128);
    }
  }

  /** Codes of a byte by another numbering, negative for null; false where one of the refused codes, or one without a number, is among them. */
  codes(codes: Uint8Array, numbers: readonly number[], refused: readonly boolean[], rows: number, address: Address): boolean {
    const { arena, kernels } = this;
    const table = arena.u8(this.table, 256).fill(255);
    for (const [code, number] of numbers.entries()) if (number >= 0) table[code] = number;
    const bad = Array.from({ length: 256 }, (_, code) => code).filter((code) => refused[code] !== false);
    writeCodeTable(arena.u8(this.spare, 32), bad);
    for (let row = 0; row < rows; row += PIECE) {
      const count = Math.min(PIECE, rows - row);
      const n = Math.ceil(count / 128) * 128;
      arena.u8(this.raw, count).set(codes.subarray(row, row + count));
      kernels.codes8(this.raw, this.spare, this.wrong, n);
      if (this.anyWrong(count, n)) return false;
      kernels.recode(this.raw, this.table, address + row, n);
    }
    return true;
  }
}

/** The table of 256 bits that `codes8` takes. */
export function writeCodeTable(table: Uint8Array, codes: readonly number[]): void {
  table.fill(0);
  for (const code of codes) {
    const byte = (code & 15) + 16 * (code >> 7);
    table[byte] = (table[byte] as number) | (1 << ((code >> 4) & 7));
  }
}

const BYTES = { i8: 1, i16: 2, i32: 4, f64: 8, codes8: 0, codes32: 4 } as const;
