/**
 * The kernels, in AssemblyScript: compiled by `npm run kernels` into ../wasm.ts, never at run time. Each does one thing to the
 * rows of a tile. Arguments are addresses in one memory; `n` is a number of rows, a multiple of 128. A bit set has one bit a row,
 * lowest first. Numbers are doubles with NaN for null; narrow columns have their least value for null; codes have 255 or −1.
 * Money is whole hundredths in doubles, from 0 to FAST: there every product below is exact. `reference.ts` says the same in plain TypeScript.
 */

/** 2^36 hundredths: times 100,000 basis points this stays below 2^53. */
const FAST: f64 = 68719476736.0;

// --- columns and numbers → bits -----------------------------------------------------------------

// A range that is open below or above costs one comparison; strict ones are one instruction, so the bounds are moved by one.
const BELOW = 0;
const ABOVE = 1;
const BETWEEN = 2;

// @ts-ignore: decorator
@inline
function within8(kind: i32, at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return kind == BELOW ? i8x16.lt_s(x, high) : kind == ABOVE ? i8x16.gt_s(x, low) : v128.and(i8x16.gt_s(x, low), i8x16.lt_s(x, high));
}

// @ts-ignore: decorator
@inline
function sixteen8(kind: i32, at: usize, low: v128, high: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(within8(kind, at, low, high)));
}

// @ts-ignore: decorator
@inline
function scan8(kind: i32, column: usize, l: v128, h: v128, out: usize, n: i32): void {
  for (const end = column + <usize>n; column < end; column += 64, out += 8) {
    store<u16>(out, <u16>sixteen8(kind, column, l, h));
    store<u16>(out + 2, <u16>sixteen8(kind, column + 16, l, h));
    store<u16>(out + 4, <u16>sixteen8(kind, column + 32, l, h));
    store<u16>(out + 6, <u16>sixteen8(kind, column + 48, l, h));
  }
}

/** low ≤ x ≤ high. */
export function range8(column: usize, low: i32, high: i32, out: usize, n: i32): void {
  if (low == -128 && high == 127) {
    memory.fill(out, 255, <usize>n >> 3);
    return;
  }
  const l = i8x16.splat(<i8>(low - 1));
  const h = i8x16.splat(<i8>(high + 1));
  if (low == -128) scan8(BELOW, column, l, h, out, n);
  else if (high == 127) scan8(ABOVE, column, l, h, out, n);
  else scan8(BETWEEN, column, l, h, out, n);
}

// @ts-ignore: decorator
@inline
function within16(kind: i32, at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return kind == BELOW ? i16x8.lt_s(x, high) : kind == ABOVE ? i16x8.gt_s(x, low) : v128.and(i16x8.gt_s(x, low), i16x8.lt_s(x, high));
}

// @ts-ignore: decorator
@inline
function sixteen16(kind: i32, at: usize, low: v128, high: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(within16(kind, at, low, high), within16(kind, at + 16, low, high))));
}

// @ts-ignore: decorator
@inline
function scan16(kind: i32, column: usize, l: v128, h: v128, out: usize, n: i32): void {
  for (const end = column + (<usize>n << 1); column < end; column += 128, out += 8) {
    store<u16>(out, <u16>sixteen16(kind, column, l, h));
    store<u16>(out + 2, <u16>sixteen16(kind, column + 32, l, h));
    store<u16>(out + 4, <u16>sixteen16(kind, column + 64, l, h));
    store<u16>(out + 6, <u16>sixteen16(kind, column + 96, l, h));
  }
}

/** low ≤ x ≤ high. */
export function range16(column: usize, low: i32, high: i32, out: usize, n: i32): void {
  if (low == -32768 && high == 32767) {
    memory.fill(out, 255, <usize>n >> 3);
    return;
  }
  const l = i16x8.splat(<i16>(low - 1));
  const h = i16x8.splat(<i16>(high + 1));
  if (low == -32768) scan16(BELOW, column, l, h, out, n);
  else if (high == 32767) scan16(ABOVE, column, l, h, out, n);
  else scan16(BETWEEN, column, l, h, out, n);
}

// @ts-ignore: decorator
@inline
function within32(kind: i32, at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return kind == BELOW ? i32x4.lt_s(x, high) : kind == ABOVE ? i32x4.gt_s(x, low) : v128.and(i32x4.gt_s(x, low), i32x4.lt_s(x, high));
}

// @ts-ignore: decorator
@inline
function narrow32(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d))));
}

// @ts-ignore: decorator
@inline
function sixteen32(kind: i32, at: usize, l: v128, h: v128): u64 {
  return narrow32(within32(kind, at, l, h), within32(kind, at + 16, l, h), within32(kind, at + 32, l, h), within32(kind, at + 48, l, h));
}

// @ts-ignore: decorator
@inline
function scan32(kind: i32, column: usize, l: v128, h: v128, out: usize, n: i32): void {
  for (const end = column + (<usize>n << 2); column < end; column += 256, out += 8) {
    store<u16>(out, <u16>sixteen32(kind, column, l, h));
    store<u16>(out + 2, <u16>sixteen32(kind, column + 64, l, h));
    store<u16>(out + 4, <u16>sixteen32(kind, column + 128, l, h));
    store<u16>(out + 6, <u16>sixteen32(kind, column + 192, l, h));
  }
}

/** low ≤ x ≤ high. */
export function range32(column: usize, low: i32, high: i32, out: usize, n: i32): void {
  if (low == i32.MIN_VALUE && high == i32.MAX_VALUE) {
    memory.fill(out, 255, <usize>n >> 3);
    return;
  }
  const l = i32x4.splat(<i32>(low - 1));
  const h = i32x4.splat(<i32>(high + 1));
  if (low == i32.MIN_VALUE) scan32(BELOW, column, l, h, out, n);
  else if (high == i32.MAX_VALUE) scan32(ABOVE, column, l, h, out, n);
  else scan32(BETWEEN, column, l, h, out, n);
}

// @ts-ignore: decorator
@inline
function within64(kind: i32, at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return kind == BELOW ? f64x2.le(x, high) : kind == ABOVE ? f64x2.ge(x, low) : v128.and(f64x2.ge(x, low), f64x2.le(x, high));
}

/** Two masks of two rows as one of four. */
// @ts-ignore: decorator
@inline
function pair(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function four64(kind: i32, at: usize, l: v128, h: v128): v128 {
  return pair(within64(kind, at, l, h), within64(kind, at + 16, l, h));
}

// @ts-ignore: decorator
@inline
function sixteen64(kind: i32, at: usize, l: v128, h: v128): u64 {
  return narrow32(four64(kind, at, l, h), four64(kind, at + 32, l, h), four64(kind, at + 64, l, h), four64(kind, at + 96, l, h));
}

// @ts-ignore: decorator
@inline
function scan64(kind: i32, column: usize, l: v128, h: v128, out: usize, n: i32): void {
  for (const end = column + (<usize>n << 3); column < end; column += 512, out += 8) {
    store<u16>(out, <u16>sixteen64(kind, column, l, h));
    store<u16>(out + 2, <u16>sixteen64(kind, column + 128, l, h));
    store<u16>(out + 4, <u16>sixteen64(kind, column + 256, l, h));
    store<u16>(out + 6, <u16>sixteen64(kind, column + 384, l, h));
  }
}

/** low ≤ x ≤ high; false for NaN. */
export function range64(column: usize, low: f64, high: f64, out: usize, n: i32): void {
  const l = f64x2.splat(low);
  const h = f64x2.splat(high);
  if (low == -Infinity) scan64(BELOW, column, l, h, out, n);
  else if (high == Infinity) scan64(ABOVE, column, l, h, out, n);
  else scan64(BETWEEN, column, l, h, out, n);
}

// @ts-ignore: decorator
@inline
function listed(at: usize, low: v128, high: v128, powers: v128): u64 {
  const x = v128.load(at);
  const nibble = v128.and(x, i8x16.splat(15));
  const row = i8x16.shr_u(x, 4);
  const half = v128.bitselect(i8x16.swizzle(high, nibble), i8x16.swizzle(low, nibble), i8x16.gt_u(row, i8x16.splat(7)));
  const bit = i8x16.swizzle(powers, v128.and(row, i8x16.splat(7)));
  return <u64>(<u32>i8x16.bitmask(i8x16.ne(v128.and(half, bit), i8x16.splat(0))));
}

/** Whether a code is in a table of 256 bits: byte (code & 15) + 16 · (code >> 7), bit (code >> 4) & 7. */
export function codes8(column: usize, table: usize, out: usize, n: i32): void {
  const low = v128.load(table);
  const high = v128.load(table + 16);
  const powers = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const end = column + <usize>n;
  for (; column < end; column += 64, out += 8) {
    store<u64>(out, listed(column, low, high, powers) | (listed(column + 16, low, high, powers) << 16) | (listed(column + 32, low, high, powers) << 32) | (listed(column + 48, low, high, powers) << 48));
  }
}

/** Whether a code is in a table of bytes: entry code + 1, so that −1 is null; codes beyond `size` are not. */
export function codes32(column: usize, table: usize, size: i32, out: usize, n: i32): void {
  for (let word = 0; word < n; word += 64, out += 8) {
    let bits: u64 = 0;
    for (let i = 0; i < 64; i++) {
      const code = load<i32>(column + (<usize>(word + i) << 2)) + 1;
      if (<u32>code <= <u32>size && load<u8>(table + <usize>code) != 0) bits |= (<u64>1) << (<u64>i);
    }
    store<u64>(out, bits);
  }
}

// @ts-ignore: decorator
@inline
function ordered(operator: i32, a: usize, b: usize): v128 {
  const x = v128.load(a);
  const y = v128.load(b);
  return operator == 0 ? f64x2.lt(x, y) : operator == 1 ? f64x2.le(x, y) : f64x2.eq(x, y);
}

// @ts-ignore: decorator
@inline
function orderAll(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
  for (let word = 0; word < n; word += 64, out += 8) {
    let bits: u64 = 0;
    for (let i = 0; i < 64; i += 16, a += 128, b += 128) {
      const p = pair(ordered(operator, a, b), ordered(operator, a + 16, b + 16));
      const q = pair(ordered(operator, a + 32, b + 32), ordered(operator, a + 48, b + 48));
      const r = pair(ordered(operator, a + 64, b + 64), ordered(operator, a + 80, b + 80));
      const s = pair(ordered(operator, a + 96, b + 96), ordered(operator, a + 112, b + 112));
      bits |= narrow32(p, q, r, s) << (<u64>i);
    }
    store<u64>(out, bits);
  }
}

/** 0: a < b, 1: a ≤ b, 2: a = b; false where either is NaN. */
export function order64(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
  if (operator == 0) orderAll(0, a, b, out, n);
  else if (operator == 1) orderAll(1, a, b, out, n);
  else orderAll(2, a, b, out, n);
}

/** a = b, as whole numbers. */
export function equal32(a: usize, b: usize, out: usize, n: i32): void {
  for (let word = 0; word < n; word += 64, out += 8) {
    let bits: u64 = 0;
    for (let i = 0; i < 64; i += 16, a += 64, b += 64) {
      const p = i32x4.eq(v128.load(a), v128.load(b));
      const q = i32x4.eq(v128.load(a + 16), v128.load(b + 16));
      const r = i32x4.eq(v128.load(a + 32), v128.load(b + 32));
      const s = i32x4.eq(v128.load(a + 48), v128.load(b + 48));
      bits |= narrow32(p, q, r, s) << (<u64>i);
    }
    store<u64>(out, bits);
  }
}

/**
 * Whether a list holds a text. Codes of 1 or 4 bytes; entry code + 1 of `starts` says where the numbers of the list's texts begin in `members`, the next one
 * where they end.
 */
export function holds(bytes: i32, codes: usize, starts: usize, members: usize, texts: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, out += 8) {
    let bits: u64 = 0;
    for (let k = 0; k < 64; k++) {
      const row = <usize>(i + k);
      const code = bytes == 1 ? <i32>load<u8>(codes + row) : load<i32>(codes + (row << 2));
      const start = starts + (<usize>(code + 1) << 2);
      const text = load<i32>(texts + (row << 2));
      const end = members + (<usize>load<u32>(start + 4) << 2);
      let found: u64 = 0;
      for (let at = members + (<usize>load<u32>(start) << 2); at < end; at += 4) found |= u64(load<i32>(at) == text);
      bits |= found << (<u64>k);
    }
    store<u64>(out, bits);
  }
}

// --- raw columns → columns ---------------------------------------------------------------------

/** Numbers of few decimals as whole numbers of the last: x · divisor. Marks the rows where that is not exact, or beyond 32 bits. */
export function decimals(numbers: usize, divisor: f64, out: usize, inexact: usize, n: i32): void {
  const d = f64x2.splat(divisor);
  const least = f64x2.splat(-2147483647.0);
  const most = f64x2.splat(2147483647.0);
  for (let i = 0; i < n; i += 64, inexact += 8) {
    let exact: u64 = 0;
    for (let k = 0; k < 64; k += 4, numbers += 32, out += 16) {
      const x = v128.load(numbers);
      const y = v128.load(numbers + 16);
      const a = f64x2.nearest(f64x2.mul(x, d));
      const b = f64x2.nearest(f64x2.mul(y, d));
      const fitsA = v128.and(f64x2.eq(f64x2.div(a, d), x), v128.and(f64x2.ge(a, least), f64x2.le(a, most)));
      const fitsB = v128.and(f64x2.eq(f64x2.div(b, d), y), v128.and(f64x2.ge(b, least), f64x2.le(b, most)));
      v128.store(out, v128.shuffle<i32>(i32x4.trunc_sat_f64x2_s_zero(a), i32x4.trunc_sat_f64x2_s_zero(b), 0, 1, 4, 5));
      exact |= (<u64>(<u32>i64x2.bitmask(fitsA)) | ((<u64>(<u32>i64x2.bitmask(fitsB))) << 2)) << (<u64>k);
    }
    store<u64>(inexact, ~exact);
  }
}

// @ts-ignore: decorator
@inline
function eight32(column: usize): v128 {
  return i16x8.narrow_i32x4_s(v128.load(column), v128.load(column + 16));
}

/** Whole numbers of 32 bits in 1 or 2 bytes; those beyond become the least or the greatest. */
export function shorten(bytes: i32, column: usize, out: usize, n: i32): void {
  const end = column + (<usize>n << 2);
  if (bytes == 1) for (; column < end; column += 64, out += 16) v128.store(out, i8x16.narrow_i16x8_s(eight32(column), eight32(column + 32)));
  else for (; column < end; column += 32, out += 16) v128.store(out, eight32(column));
}

/** Whole numbers times a factor, in place. */
export function scale32(column: usize, factor: i32, n: i32): void {
  const f = i32x4.splat(factor);
  for (const end = column + (<usize>n << 2); column < end; column += 16) v128.store(column, i32x4.mul(v128.load(column), f));
}

/** Codes of a byte through a table of 256 bytes. */
export function recode(codes: usize, table: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) store<u8>(out + i, load<u8>(table + <usize>load<u8>(codes + i)));
}

/** Null (the least value, NaN or 255) where the byte of `nulls` is 1. `bytes` a value: 1 least, 2, 4, 8, and 0 for codes of a byte. */
export function nullify(bytes: i32, nulls: usize, column: usize, n: i32): void {
  if (bytes == 0) for (let i: usize = 0; i < <usize>n; i++) store<u8>(column + i, select<u8>(255, load<u8>(column + i), load<u8>(nulls + i) == 1));
  else if (bytes == 1) for (let i: usize = 0; i < <usize>n; i++) store<i8>(column + i, select<i8>(-128, load<i8>(column + i), load<u8>(nulls + i) == 1));
  else if (bytes == 2) for (let i: usize = 0; i < <usize>n; i++) store<i16>(column + (i << 1), select<i16>(-32768, load<i16>(column + (i << 1)), load<u8>(nulls + i) == 1));
  else if (bytes == 4) for (let i: usize = 0; i < <usize>n; i++) store<i32>(column + (i << 2), select<i32>(i32.MIN_VALUE, load<i32>(column + (i << 2)), load<u8>(nulls + i) == 1));
  else for (let i: usize = 0; i < <usize>n; i++) store<f64>(column + (i << 3), load<u8>(nulls + i) == 1 ? NaN : load<f64>(column + (i << 3)));
}

/** Rows whose byte is 1, as bits. */
export function onesOf(bytes: usize, out: usize, n: i32): void {
  const one = i8x16.splat(1);
  for (let i = 0; i < n; i += 64, bytes += 64, out += 8)
    store<u64>(
      out,
      <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes), one))) |
        ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes + 16), one)))) << 16) |
        ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes + 32), one)))) << 32) |
        ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes + 48), one)))) << 48),
    );
}

// --- columns → numbers --------------------------------------------------------------------------

/** Whole numbers as doubles; the least value is NaN. */
export function widen8(column: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = <i32>load<i8>(column + i);
    store<f64>(out + (i << 3), x == -128 ? NaN : <f64>x);
  }
}

// @ts-ignore: decorator
@inline
function widened(x: v128, divided: bool, divisor: v128, missing: v128): v128 {
  const whole = f64x2.convert_low_i32x4_s(x);
  return v128.bitselect(f64x2.splat(NaN), divided ? f64x2.div(whole, divisor) : whole, missing);
}

// @ts-ignore: decorator
@inline
function widenAll(column: usize, divided: bool, divisor: v128, out: usize, n: i32): void {
  const nothing = i32x4.splat(i32.MIN_VALUE);
  for (const end = column + (<usize>n << 2); column < end; column += 16, out += 32) {
    const x = v128.load(column);
    const missing = i32x4.eq(x, nothing);
    v128.store(out, widened(x, divided, divisor, i64x2.extend_low_i32x4_s(missing)));
    v128.store(out + 16, widened(v128.shuffle<i64>(x, x, 1, 1), divided, divisor, i64x2.extend_high_i32x4_s(missing)));
  }
}

// @ts-ignore: decorator
@inline
function widenShorts(column: usize, divided: bool, divisor: v128, out: usize, n: i32): void {
  const nothing = i32x4.splat(-32768);
  for (const end = column + (<usize>n << 1); column < end; column += 8, out += 32) {
    const x = v128.load16x4_s(column);
    const missing = i32x4.eq(x, nothing);
    v128.store(out, widened(x, divided, divisor, i64x2.extend_low_i32x4_s(missing)));
    v128.store(out + 16, widened(v128.shuffle<i64>(x, x, 1, 1), divided, divisor, i64x2.extend_high_i32x4_s(missing)));
  }
}

/** Whole numbers over a divisor as doubles; the least value is NaN. */
export function widen16(column: usize, divisor: f64, out: usize, n: i32): void {
  const d = f64x2.splat(divisor);
  if (divisor == 1) widenShorts(column, false, d, out, n);
  else widenShorts(column, true, d, out, n);
}

/** Whole numbers over a divisor as doubles; the least value is NaN. */
export function widen32(column: usize, divisor: f64, out: usize, n: i32): void {
  const d = f64x2.splat(divisor);
  if (divisor == 1) widenAll(column, false, d, out, n);
  else widenAll(column, true, d, out, n);
}

/** Codes of a byte through a table of 256 numbers. */
export function map8(column: usize, table: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) store<i32>(out + (i << 2), load<i32>(table + ((<usize>load<u8>(column + i)) << 2)));
}

/** Codes through a table of numbers: entry code + 1. */
export function map32(column: usize, table: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) store<i32>(out + (i << 2), load<i32>(table + ((<usize>(load<i32>(column + (i << 2)) + 1)) << 2)));
}

// --- numbers → numbers --------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function finite(x: v128): v128 {
  return v128.bitselect(x, f64x2.splat(NaN), f64x2.eq(f64x2.sub(x, x), f64x2.splat(0)));
}

export function add(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, finite(f64x2.add(v128.load(a), v128.load(b))));
}

export function subtract(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, finite(f64x2.sub(v128.load(a), v128.load(b))));
}

export function multiply(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, finite(f64x2.mul(v128.load(a), v128.load(b))));
}

export function divide(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, finite(f64x2.div(v128.load(a), v128.load(b))));
}

/** NaN where either is. */
export function least(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, f64x2.min(v128.load(a), v128.load(b)));
}

/** NaN where either is. */
export function greatest(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16, b += 16) v128.store(out, f64x2.max(v128.load(a), v128.load(b)));
}

/** 0: −x, 1: |x|, 2: floor, 3: ceiling. */
export function unary(operator: i32, a: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16) {
    const x = v128.load(a);
    v128.store(out, operator == 0 ? f64x2.neg(x) : operator == 1 ? f64x2.abs(x) : operator == 2 ? f64x2.floor(x) : f64x2.ceil(x));
  }
}

/** a where the bit is set, else b. */
export function select32(bits: usize, a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i += 64, bits += 8) {
    let word = load<u64>(bits);
    for (let j: usize = 0; j < 64; j++, word >>= 1) {
      const at = (i + j) << 2;
      store<i32>(out + at, word & 1 ? load<i32>(a + at) : load<i32>(b + at));
    }
  }
}

/** The value where a is NaN. */
export function default64(a: usize, value: f64, out: usize, n: i32): void {
  const d = f64x2.splat(value);
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16) {
    const x = v128.load(a);
    v128.store(out, v128.bitselect(x, d, f64x2.eq(x, x)));
  }
}

// --- bits → bits --------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function combined(operator: i32, x: v128, y: v128): v128 {
  return operator == 0 ? v128.and(x, y) : operator == 1 ? v128.or(x, y) : operator == 2 ? v128.andnot(x, y) : v128.not(v128.and(x, y));
}

// @ts-ignore: decorator
@inline
function combineAll(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
  const end = out + (<usize>n >> 3);
  // Four vectors at a time: of one, the loop would cost more than its work.
  for (const whole = out + ((<usize>n >> 3) & ~63); out < whole; out += 64, a += 64, b += 64) {
    v128.store(out, combined(operator, v128.load(a), v128.load(b)));
    v128.store(out, combined(operator, v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(out, combined(operator, v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(out, combined(operator, v128.load(a, 48), v128.load(b, 48)), 48);
  }
  for (; out < end; out += 16, a += 16, b += 16) v128.store(out, combined(operator, v128.load(a), v128.load(b)));
}

/** 0: a and b, 1: a or b, 2: a and not b, 3: not (a and b). */
export function combine(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
  if (operator == 0) combineAll(0, a, b, out, n);
  else if (operator == 1) combineAll(1, a, b, out, n);
  else if (operator == 2) combineAll(2, a, b, out, n);
  else combineAll(3, a, b, out, n);
}

/** left: left without a; out: out or (a and left), as it was. Takes the rows that come first. */
export function takeFirst(a: usize, left: usize, out: usize, n: i32): void {
  for (const end = out + (<usize>n >> 3); out < end; out += 16, a += 16, left += 16) {
    const x = v128.load(a);
    const y = v128.load(left);
    v128.store(out, v128.or(v128.load(out), v128.and(x, y)));
    v128.store(left, v128.andnot(y, x));
  }
}

/** out: a where the mask is set, else b. */
export function choose(mask: usize, a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n >> 3); out < end; out += 16, a += 16, b += 16, mask += 16)
    v128.store(out, v128.bitselect(v128.load(a), v128.load(b), v128.load(mask)));
}

/** out: out or (a exclusive-or b). */
export function differing(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n >> 3); out < end; out += 16, a += 16, b += 16)
    v128.store(out, v128.or(v128.load(out), v128.xor(v128.load(a), v128.load(b))));
}

/** No rows in `count` sets of bits, `stride` bytes apart. */
export function clear(sets: usize, count: i32, stride: i32, n: i32): void {
  for (let i = 0; i < count; i++, sets += stride) memory.fill(sets, 0, <usize>n >> 3);
}

/** Copies `bits` a row. */
export function copyRows(bits: i32, from: usize, out: usize, n: i32): void {
  memory.copy(out, from, (<usize>n * bits) >> 3);
}

export function fill(value: i32, out: usize, bytes: i32): void {
  memory.fill(out, <u8>value, <usize>bytes);
}

export function copy(from: usize, out: usize, bytes: i32): void {
  memory.copy(out, from, <usize>bytes);
}

export function count(bits: usize, n: i32): i32 {
  let sum: u64 = 0;
  for (let end = bits + (<usize>n >> 3); bits < end; bits += 8) sum += popcnt(load<u64>(bits));
  return <i32>sum;
}

// --- some rows ----------------------------------------------------------------------------------

/** Values of 1, 2, 4 or 8 bytes of the rows that `rows` (u32) lists, one after the other. */
export function pick(bytes: i32, column: usize, rows: usize, out: usize, count: i32): void {
  const end = rows + (<usize>count << 2);
  if (bytes == 1) for (; rows < end; rows += 4, out += 1) store<u8>(out, load<u8>(column + <usize>load<u32>(rows)));
  else if (bytes == 2) for (; rows < end; rows += 4, out += 2) store<u16>(out, load<u16>(column + (<usize>load<u32>(rows) << 1)));
  else if (bytes == 4) for (; rows < end; rows += 4, out += 4) store<u32>(out, load<u32>(column + (<usize>load<u32>(rows) << 2)));
  else for (; rows < end; rows += 4, out += 8) store<u64>(out, load<u64>(column + (<usize>load<u32>(rows) << 3)));
}

/** Entries of a table by codes of 16 bits: one of the first `known`, or the one at 65,535; values of 1, 2, 4 or 8 bytes. */
export function entries(bytes: i32, table: usize, known: i32, codes: usize, out: usize, count: i32): void {
  const end = codes + (<usize>count << 1);
  if (bytes == 1 && known <= 16) {
    const few = v128.load(table);
    const last = i8x16.splat(load<i8>(table, 65535));
    for (; codes + 32 <= end; codes += 32, out += 16) {
      const places = i8x16.narrow_i16x8_s(v128.load(codes), v128.load(codes, 16));
      v128.store(out, v128.or(i8x16.swizzle(few, places), v128.and(last, i8x16.lt_s(places, i8x16.splat(0)))));
    }
  }
  if (bytes == 1)
    for (; codes + 8 <= end; codes += 8, out += 4) {
      const four = load<u64>(codes);
      store<u8>(out, load<u8>(table + <usize>(four & 0xffff)));
      store<u8>(out, load<u8>(table + <usize>((four >> 16) & 0xffff)), 1);
      store<u8>(out, load<u8>(table + <usize>((four >> 32) & 0xffff)), 2);
      store<u8>(out, load<u8>(table + <usize>(four >> 48)), 3);
    }
  else if (bytes == 2)
    for (; codes + 8 <= end; codes += 8, out += 8) {
      const four = load<u64>(codes);
      store<u16>(out, load<u16>(table + (<usize>(four & 0xffff) << 1)));
      store<u16>(out, load<u16>(table + (<usize>((four >> 16) & 0xffff) << 1)), 2);
      store<u16>(out, load<u16>(table + (<usize>((four >> 32) & 0xffff) << 1)), 4);
      store<u16>(out, load<u16>(table + (<usize>(four >> 48) << 1)), 6);
    }
  for (; codes < end; codes += 2, out += bytes) {
    const code = <usize>load<u16>(codes);
    if (bytes == 1) store<u8>(out, load<u8>(table + code));
    else if (bytes == 2) store<u16>(out, load<u16>(table + (code << 1)));
    else if (bytes == 4) store<u32>(out, load<u32>(table + (code << 2)));
    else store<u64>(out, load<u64>(table + (code << 3)));
  }
}

/** The other way round: one value after the other to the rows that `rows` lists; values of 1 or 8 bytes. */
export function place(bytes: i32, values: usize, rows: usize, column: usize, count: i32): void {
  const end = rows + (<usize>count << 2);
  if (bytes == 1) for (; rows < end; rows += 4, values += 1) store<u8>(column + <usize>load<u32>(rows), load<u8>(values));
  else for (; rows < end; rows += 4, values += 8) store<u64>(column + (<usize>load<u32>(rows) << 3), load<u64>(values));
}

/** The bits of the rows that `rows` lists, one after the other. */
export function pickBits(bits: usize, rows: usize, out: usize, count: i32): void {
  for (let i = 0; i < count; i += 64, out += 8) {
    const end = min<i32>(count - i, 64);
    let word: u64 = 0;
    for (let k = 0; k < end; k++, rows += 4) word |= bitAt(bits, load<u32>(rows)) << (<u64>k);
    store<u64>(out, word);
  }
}

/** Bits, one after the other, to the rows that `rows` lists. */
export function placeBits(bits: usize, rows: usize, out: usize, count: i32): void {
  for (let i = 0; i < count; i++, rows += 4) {
    const row = load<u32>(rows);
    const at = out + <usize>((row >> 6) << 3);
    const bit = bitAt(bits, i);
    const shift = <u64>(row & 63);
    store<u64>(at, (load<u64>(at) & ~((<u64>1) << shift)) | (bit << shift));
  }
}

// --- money --------------------------------------------------------------------------------------

/** Hundredths of a number: half away from zero, which has no sign. */
export function hundredths(a: usize, out: usize, n: i32): void {
  const hundred = f64x2.splat(100);
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const sign = f64x2.splat(-0.0);
  for (let end = out + (<usize>n << 3); out < end; out += 16, a += 16) {
    const x = v128.load(a);
    const v = f64x2.mul(f64x2.abs(x), hundred);
    const whole = f64x2.floor(v);
    const up = f64x2.add(whole, v128.and(one, f64x2.ge(f64x2.sub(v, whole), half)));
    // Zero has no sign.
    v128.store(out, f64x2.add(v128.or(up, v128.and(x, sign)), f64x2.splat(0)));
  }
}

/** out: a where the bit is set, else out. */
export function copyWhere(mask: usize, a: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, a += 512, out += 512) {
    let word = load<u64>(mask);
    if (word == u64.MAX_VALUE) {
      memory.copy(out, a, 512);
      continue;
    }
    for (; word != 0; word &= word - 1) {
      const at = <usize>(ctz(word) << 3);
      store<f64>(out + at, load<f64>(a + at));
    }
  }
}

/** out: a where the bit is set, else b. */
export function blend(mask: usize, a: usize, b: usize, out: usize, n: i32): void {
  const choice = i64x2(1, 2);
  for (let i = 0; i < n; i += 64, mask += 8) {
    let word = load<u64>(mask);
    for (let end = out + 512; out < end; out += 16, a += 16, b += 16, word >>= 2) {
      const chosen = i64x2.eq(v128.and(i64x2.splat(<i64>word), choice), choice);
      v128.store(out, v128.bitselect(v128.load(a), v128.load(b), chosen));
    }
  }
}

/** out: the value where the bit is set. */
export function setWhere(mask: usize, value: f64, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, out += 512)
    for (let word = load<u64>(mask); word != 0; word &= word - 1) store<f64>(out + <usize>(ctz(word) << 3), value);
}

/** What a step makes of a limit. 0: + %, 1: − %, 2: + amount, 3: − amount, 4: set; a missing or negative amount has no effect. */
// @ts-ignore: decorator
@inline
function stepped(kind: i32, limit: f64, amount: f64): f64 {
  if (kind <= 1) {
    const share = floor<f64>((limit * amount) / 10000.0);
    return kind == 0 ? limit + share : max<f64>(limit - share, 0);
  }
  if (!(amount >= 0)) return limit;
  return kind == 2 ? limit + amount : kind == 3 ? max<f64>(limit - amount, 0) : amount;
}

/** Takes a step on the limits where the bit is set. `amounts` is 0 for the constant. Rows that leave the exact range are added to `beyond`. */
export function step(mask: usize, kind: i32, constant: f64, amounts: usize, limits: usize, beyond: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, beyond += 8, limits += 512) {
    let far: u64 = 0;
    for (let word = load<u64>(mask); word != 0; word &= word - 1) {
      const bit = ctz(word);
      const at = <usize>(bit << 3);
      const amount = amounts == 0 ? constant : load<f64>(amounts + (<usize>i << 3) + at);
      const after = stepped(kind, load<f64>(limits + at), amount);
      if (after > FAST) far |= (<u64>1) << bit;
      else store<f64>(limits + at, after);
    }
    if (far != 0) store<u64>(beyond, load<u64>(beyond) | far);
  }
}

/** Adds a share of the limit (basis points; negative: takes it away) where the bit is set. Rows that leave the exact range are added to `beyond`. */
export function share(mask: usize, basisPoints: f64, limits: usize, beyond: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, beyond += 8, limits += 512) {
    let far: u64 = 0;
    for (let word = load<u64>(mask); word != 0; word &= word - 1) {
      const bit = ctz(word);
      const at = limits + <usize>(bit << 3);
      const limit = load<f64>(at);
      const after = limit + trunc<f64>((limit * basisPoints) / 10000.0);
      if (after > FAST) far |= (<u64>1) << bit;
      else store<f64>(at, after);
    }
    if (far != 0) store<u64>(beyond, load<u64>(beyond) | far);
  }
}

/** Tries a step from `before` and keeps it, with its rule, where it leaves less than the best so far. */
export function tryLowest(mask: usize, kind: i32, constant: f64, amounts: usize, before: usize, best: usize, rules: usize, rule: i32, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8) {
    for (let word = load<u64>(mask); word != 0; word &= word - 1) {
      const row = <usize>i + <usize>ctz(word);
      const amount = amounts == 0 ? constant : load<f64>(amounts + (row << 3));
      const after = stepped(kind, load<f64>(before + (row << 3)), amount);
      if (after < load<f64>(best + (row << 3))) {
        store<f64>(best + (row << 3), after);
        store<u16>(rules + (row << 1), <u16>rule);
      }
    }
  }
}

/** Takes the best step where the bit is set, and marks its rule in `applied`, whose bit sets stand `stride` bytes apart. */
export function takeLowest(mask: usize, best: usize, rules: usize, limits: usize, applied: usize, stride: i32, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8) {
    for (let word = load<u64>(mask); word != 0; word &= word - 1) {
      const bit = ctz(word);
      const row = <usize>i + <usize>bit;
      store<f64>(limits + (row << 3), load<f64>(best + (row << 3)));
      const at = applied + <usize>load<u16>(rules + (row << 1)) * <usize>stride + (<usize>i >> 3);
      store<u64>(at, load<u64>(at) | ((<u64>1) << bit));
    }
  }
}

/** Bytes of one guardrail in the table of `settle`. */
const GUARDRAIL: usize = 24;

// @ts-ignore: decorator
@inline
function bitAt(set: usize, row: u32): u64 {
  return (load<u64>(set + <usize>((row >> 6) << 3)) >> (<u64>(row & 63))) & 1;
}

// @ts-ignore: decorator
@inline
function gather(column: usize, a: u32, b: u32): v128 {
  return f64x2.replace_lane(v128.load64_zero(column + (<usize>a << 3)), 1, load<f64>(column + (<usize>b << 3)));
}

// Rows settle in blocks: those of the mask are listed, and each pass goes through the list, two rows at a time, over numbers that stand close
// together. What the passes find out of a row is gathered in a byte, beside its limits; at the end the bytes go to their rows and become bits. Limits
// that fall are mirrored, below zero: there they rise, so that both directions take the same steps.

/** Rows of a block. */
const BLOCK = 1024;
/** Where in `scratch` stand limits before and after, and what was found out, by place, and what came of each row of the block; the list's rows stand at its beginning. */
const LIST_FROM: usize = 4160;
const LIST_TO: usize = 12416;
const LIST_FOUND: usize = 20672;
const MADE: usize = 28928;
const MOVED: i8 = 1;
const DEEP: i8 = 2;
/** Bound by the first of some guardrails; the next have the next bits of the byte. */
const BOUND: i8 = 4;
const BITS_FOR_GUARDRAILS = 6;

/** The rows of a mask, one after the other; gives how many. */
// @ts-ignore: decorator
@inline
function listRows(mask: usize, first: i32, end: i32, rows: usize): i32 {
  const from = rows;
  for (let i = first; i < end; i += 64)
    for (let word = load<u64>(mask + (<usize>i >> 3)); word != 0; word &= word - 1, rows += 4) store<u32>(rows, <u32>i + <u32>ctz(word));
  const count = <i32>((rows - from) >> 2);
  // The last pair is filled up with the same row.
  if (count & 1) store<u32>(rows, load<u32>(rows - 4));
  return count;
}

/** Limits before and after of the listed rows; gives whether one leaves the exact range. */
// @ts-ignore: decorator
@inline
function listLimits(shared: bool, scratch: usize, count: i32, mirror: v128, before: usize, limits: usize, numbers: usize, shares: usize): bool {
  const scale = f64x2.splat(10000);
  let most = f64x2.splat(0);
  for (let k = 0; k < count; k += 2) {
    const a = load<u32>(scratch + (<usize>k << 2));
    const b = load<u32>(scratch + (<usize>k << 2) + 4);
    let t = gather(limits, a, b);
    if (shared) {
      const share = gather(shares, <u32>load<u8>(numbers + <usize>a), <u32>load<u8>(numbers + <usize>b));
      t = f64x2.add(t, f64x2.trunc(f64x2.div(f64x2.mul(t, share), scale)));
      most = f64x2.pmax(most, t);
    }
    v128.store(scratch + LIST_FROM + (<usize>k << 3), v128.xor(gather(before, a, b), mirror));
    v128.store(scratch + LIST_TO + (<usize>k << 3), v128.xor(t, mirror));
    v128.store(scratch + LIST_FOUND + (<usize>k << 3), i64x2.splat(0));
  }
  return shared && v128.any_true(f64x2.gt(most, f64x2.splat(FAST)));
}

/** Marks the listed rows that leave the exact range. */
function markFar(scratch: usize, count: i32, beyond: usize): void {
  for (let k: usize = 0; k < <usize>count; k++) {
    if (!(load<f64>(scratch + LIST_TO + (k << 3)) > FAST)) continue;
    const row = load<u32>(scratch + (k << 2));
    const at = beyond + <usize>((row >> 6) << 3);
    store<u64>(at, load<u64>(at) | ((<u64>1) << (<u64>(row & 63))));
  }
}

/** One guardrail over the listed rows; gives whether it bound any. */
// @ts-ignore: decorator
@inline
function guard(constantBound: bool, always: bool, g: usize, bit: v128, scratch: usize, count: i32, mirror: v128): bool {
  const when = <usize>load<u32>(g);
  const bounds = <usize>load<u32>(g + 4);
  const constant = v128.xor(f64x2.splat(load<f64>(g + 8)), mirror);
  let any = i64x2.splat(0);
  for (let k: usize = 0; k < <usize>count; k += 2) {
    const rows = scratch + (k << 2);
    const to = scratch + LIST_TO + (k << 3);
    const found = scratch + LIST_FOUND + (k << 3);
    const f = v128.load(scratch + LIST_FROM + (k << 3));
    const t = v128.load(to);
    const bound = constantBound ? constant : v128.xor(gather(bounds, load<u32>(rows), load<u32>(rows + 4)), mirror);
    let bind = v128.and(f64x2.gt(t, f), f64x2.lt(bound, t));
    if (!always) {
      if (!v128.any_true(bind)) continue;
      bind = v128.and(bind, i64x2.replace_lane(i64x2.splat(-(<i64>bitAt(when, load<u32>(rows)))), 1, -(<i64>bitAt(when, load<u32>(rows + 4)))));
    }
    v128.store(to, v128.bitselect(f64x2.pmax(f, bound), t, bind));
    v128.store(found, v128.or(v128.load(found), v128.and(bind, bit)));
    any = v128.or(any, bind);
  }
  return v128.any_true(any);
}

/** What was found out of the listed rows, to the rows of the block; nothing is found out of them any more. */
function placeFound(scratch: usize, count: i32, first: i32): void {
  memory.fill(scratch + MADE, 0, BLOCK);
  const made = scratch + MADE - <usize>first;
  // In pairs, as the list is filled up.
  for (let k: usize = 0; k < <usize>count; k += 2) {
    const found = v128.load(scratch + LIST_FOUND + (k << 3));
    v128.store8_lane(made + <usize>load<u32>(scratch + (k << 2)), found, 0);
    v128.store8_lane(made + <usize>load<u32>(scratch + (k << 2) + 4), found, 8);
    v128.store(scratch + LIST_FOUND + (k << 3), i64x2.splat(0));
  }
}

/** Adds the rows of a block that guardrails bound to theirs: those from `g` on, of which `bound` says by a bit whether there are any. */
function addBound(g: usize, bound: u32, made: usize, rows: i32, byte: usize): void {
  for (let bit = BOUND; bound != 0; bound >>= 1, bit <<= 1, g += GUARDRAIL) {
    if ((bound & 1) == 0) continue;
    const wanted = i8x16.splat(bit);
    const out = <usize>load<u32>(g + 16) + byte;
    for (let i: usize = 0; i < <usize>rows; i += 16)
      store<u16>(out + (i >> 3), load<u16>(out + (i >> 3)) | <u16>i8x16.bitmask(i8x16.eq(v128.and(v128.load(made + i), wanted), wanted)));
  }
}

/** Rounding and least change of the listed rows; writes their limits, and what came of each. */
// @ts-ignore: decorator
@inline
function round(scratch: usize, count: i32, first: i32, mirror: v128, limits: usize, unit: f64, leastAmount: f64, leastBasisPoints: f64, deepBasisPoints: f64): void {
  const one = f64x2.splat(unit);
  const scale = f64x2.splat(10000);
  const least = f64x2.splat(leastAmount);
  const leastShare = f64x2.splat(leastBasisPoints);
  const deepShare = f64x2.splat(deepBasisPoints);
  memory.fill(scratch + MADE, 0, BLOCK);
  const made = scratch + MADE - <usize>first;
  for (let k: usize = 0; k < <usize>count; k += 2) {
    const f = v128.load(scratch + LIST_FROM + (k << 3));
    const t = v128.load(scratch + LIST_TO + (k << 3));
    const rounded = f64x2.pmax(f, f64x2.mul(f64x2.floor(f64x2.div(t, one)), one));
    const size = f64x2.abs(f);
    const change = f64x2.sub(rounded, f);
    const scaled = f64x2.mul(change, scale);
    const small = v128.or(f64x2.lt(change, least), f64x2.lt(scaled, f64x2.mul(size, leastShare)));
    const limit = v128.bitselect(f, rounded, small);
    const moves = f64x2.ne(limit, f);
    const far = v128.and(moves, f64x2.ge(scaled, f64x2.mul(size, deepShare)));
    const guarded = v128.load(scratch + LIST_FOUND + (k << 3));
    const found = v128.or(guarded, v128.or(v128.and(moves, i64x2.splat(<i64>MOVED)), v128.and(far, i64x2.splat(<i64>DEEP))));
    const money = v128.xor(limit, mirror);
    const a = <usize>load<u32>(scratch + (k << 2));
    const b = <usize>load<u32>(scratch + (k << 2) + 4);
    store<f64>(limits + (a << 3), f64x2.extract_lane(money, 0));
    store<f64>(limits + (b << 3), f64x2.extract_lane(money, 1));
    v128.store8_lane(made + a, found, 0);
    v128.store8_lane(made + b, found, 8);
  }
}

/** The rows of a block of which one thing came, as bits. */
// @ts-ignore: decorator
@inline
function rowsMade(made: usize, thing: i8, count: i32, out: usize): void {
  const wanted = i8x16.splat(thing);
  for (const end = made + <usize>count; made < end; made += 16, out += 2)
    store<u16>(out, <u16>i8x16.bitmask(i8x16.eq(v128.and(v128.load(made), wanted), wanted)));
}

/**
 * Guardrails, rounding, least change of the rows of the mask, whose limits all fall (`cut` 1) or rise (0), or stay. A guardrail of that direction: u32
 * rows where it applies (0: all), u32 bounds (0: the constant), f64 bound, u32 rows that it bound (added to). `numbers` is 0, or a byte a row that says
 * which entry of `shares`, in basis points, is added first; rows that leave the exact range by that are added to `beyond`. Gives the rows that still
 * move, and those that move by `deepBasisPoints` or more, unless `deep` is 0. `scratch`: 29,952 bytes.
 */
export function settle(
  mask: usize,
  cut: i32,
  before: usize,
  limits: usize,
  guardrails: usize,
  guardrailCount: i32,
  numbers: usize,
  shares: usize,
  beyond: usize,
  unit: f64,
  leastAmount: f64,
  leastBasisPoints: f64,
  deepBasisPoints: f64,
  moved: usize,
  deep: usize,
  scratch: usize,
  n: i32,
): void {
  memory.fill(moved, 0, <usize>n >> 3);
  if (deep != 0) memory.fill(deep, 0, <usize>n >> 3);
  const mirror = cut == 1 ? f64x2.splat(-0.0) : f64x2.splat(0);
  const last = guardrails + <usize>guardrailCount * GUARDRAIL;
  for (let first = 0; first < n; first += BLOCK) {
    const end = min<i32>(first + BLOCK, n);
    const count = listRows(mask, first, end, scratch);
    if (count == 0) continue;
    const byte = <usize>first >> 3;
    const far =
      numbers != 0
        ? listLimits(true, scratch, count, mirror, before, limits, numbers, shares)
        : listLimits(false, scratch, count, mirror, before, limits, numbers, shares);
    if (far) markFar(scratch, count, beyond);
    let group = guardrails;
    let bound: u32 = 0;
    for (let g = guardrails, place: u32 = 0; g < last; g += GUARDRAIL, place++) {
      if (place == BITS_FOR_GUARDRAILS) {
        placeFound(scratch, count, first);
        addBound(group, bound, scratch + MADE, end - first, byte);
        group = g;
        bound = 0;
        place = 0;
      }
      const bit = i64x2.splat((<i64>BOUND) << (<i64>place));
      const any =
        load<u32>(g) != 0
          ? load<u32>(g + 4) != 0
            ? guard(false, false, g, bit, scratch, count, mirror)
            : guard(true, false, g, bit, scratch, count, mirror)
          : load<u32>(g + 4) != 0
            ? guard(false, true, g, bit, scratch, count, mirror)
            : guard(true, true, g, bit, scratch, count, mirror);
      bound |= u32(any) << place;
    }
    round(scratch, count, first, mirror, limits, unit, leastAmount, leastBasisPoints, deepBasisPoints);
    addBound(group, bound, scratch + MADE, end - first, byte);
    rowsMade(scratch + MADE, MOVED, end - first, moved + byte);
    if (deep != 0) rowsMade(scratch + MADE, DEEP, end - first, deep + byte);
  }
}

/** Available credit: 0 where frozen, else limit − balance, not below 0; NaN where the balance is. */
export function available(limits: usize, balances: usize, frozen: usize, out: usize, n: i32): void {
  const zero = f64x2.splat(0);
  const choice = i64x2(1, 2);
  for (let i = 0; i < n; i += 64, frozen += 8) {
    let word = load<u64>(frozen);
    for (let end = out + 512; out < end; out += 16, limits += 16, balances += 16, word >>= 2) {
      const balance = v128.load(balances);
      const open = f64x2.pmax(f64x2.sub(v128.load(limits), balance), zero);
      const closed = i64x2.eq(v128.and(i64x2.splat(<i64>word), choice), choice);
      v128.store(out, v128.bitselect(f64x2.sub(balance, balance), open, closed));
    }
  }
}

/** A decision's number a row: freeze 0, refer 1, decrease 2, hold 3, maintain 4, increase 5; 255 where there is no outcome. */
export function decisions(valid: usize, frozen: usize, referred: usize, falls: usize, holds: usize, rises: usize, out: usize, n: i32): void {
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += 16, out += 128) {
    const none = v128.not(v128.load(valid + byte));
    let left = v128.not(v128.load(frozen + byte));
    const refers = v128.and(left, v128.load(referred + byte));
    left = v128.andnot(left, refers);
    const cuts = v128.and(left, v128.load(falls + byte));
    left = v128.andnot(left, cuts);
    const held = v128.and(left, v128.load(holds + byte));
    left = v128.andnot(left, held);
    const raises = v128.and(left, v128.load(rises + byte));
    const odd = v128.or(v128.or(refers, held), v128.or(raises, none));
    turnBits(odd, v128.or(v128.or(cuts, held), none), v128.or(left, none), none, none, none, none, none, out);
  }
}

// --- reasons ------------------------------------------------------------------------------------

// Reasons are gathered as bits: for each of four places, whether it is taken, then the `planes` bits of its code, each as the bits of 128 rows; a block
// of rows has all of them together. So a reason costs the same for one row as for all. They are told in fours that share all but two bits of their codes.

/** Bytes of the bits of a block's rows. */
const SET: usize = 16;
/** Bytes of an entry in the list of `tellReasons`. */
const FOUR: usize = 36;

// @ts-ignore: decorator
@inline
function addBits(set: usize, rows: v128): void {
  v128.store(set, v128.or(v128.load(set), rows));
}

/** The rows of a reason that are not told it yet. */
// @ts-ignore: decorator
@inline
function untold(reason: usize, byte: usize): v128 {
  const rows = v128.load(<usize>load<u32>(reason) + byte);
  const told = <usize>load<u32>(reason, 4);
  if (told == 0) return rows;
  const known = v128.load(told + byte);
  v128.store(told + byte, v128.or(known, rows));
  return v128.andnot(rows, known);
}

// @ts-ignore: decorator
@inline
function mark(planes: usize, rows: v128, code: i32, stride: usize): void {
  for (let bits = code; bits != 0; bits &= bits - 1) {
    addBits(planes + <usize>ctz(bits) * stride, rows);
  }
}

/** Gives a place of `taken` rows to the rows of four reasons that have none before it, the first reason first; gives those that got it. */
// @ts-ignore: decorator
@inline
function takePlace(place: usize, taken: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  const beforeC = v128.or(v128.or(taken, a), b);
  const beforeD = v128.or(beforeC, c);
  const all = v128.or(beforeD, d);
  const inD = v128.andnot(d, beforeD);
  v128.store(place, all);
  addBits(place + SET, v128.or(v128.andnot(b, v128.or(taken, a)), inD));
  addBits(place + 2 * SET, v128.or(v128.andnot(c, beforeC), inD));
  return v128.andnot(all, taken);
}

/**
 * Tells reasons one after the other to the rows that are not told them yet and have a place left, in `count` fours: u32 the rows of each of four, and u32
 * rows that are told it (added to; 0 for a reason that is told once); then i32 the codes' bits but for the lowest two, which are 0, 1, 2 and 3. `fresh` is 1
 * where no place is taken yet.
 */
export function tellReasons(list: usize, count: i32, fresh: i32, places: usize, planes: i32, n: i32): void {
  const size = <usize>(planes + 1) * SET;
  const end = list + <usize>count * FOUR;
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += SET, places += 4 * size) {
    if (fresh) for (let at = places; at < places + 4 * size; at += SET) v128.store(at, i64x2.splat(0));
    for (let at = list; at < end; at += FOUR) {
      let a = untold(at, byte);
      let b = untold(at + 8, byte);
      let c = untold(at + 16, byte);
      let d = untold(at + 24, byte);
      if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
      const taken0 = v128.load(places);
      const any0 = takePlace(places, taken0, a, b, c, d);
      d = v128.and(d, v128.or(v128.or(taken0, a), v128.or(b, c)));
      c = v128.and(c, v128.or(v128.or(taken0, a), b));
      b = v128.and(b, v128.or(taken0, a));
      a = v128.and(a, taken0);
      const taken1 = v128.load(places + size);
      const any1 = takePlace(places + size, taken1, a, b, c, d);
      d = v128.and(d, v128.or(v128.or(taken1, a), v128.or(b, c)));
      c = v128.and(c, v128.or(v128.or(taken1, a), b));
      b = v128.and(b, v128.or(taken1, a));
      a = v128.and(a, taken1);
      const taken2 = v128.load(places + 2 * size);
      const any2 = takePlace(places + 2 * size, taken2, a, b, c, d);
      d = v128.and(d, v128.or(v128.or(taken2, a), v128.or(b, c)));
      c = v128.and(c, v128.or(v128.or(taken2, a), b));
      b = v128.and(b, v128.or(taken2, a));
      a = v128.and(a, taken2);
      const taken3 = v128.load(places + 3 * size);
      const any3 = takePlace(places + 3 * size, taken3, a, b, c, d);
      for (let bits = load<i32>(at, 32); bits != 0; bits &= bits - 1) {
        const plane = places + 3 * SET + <usize>ctz(bits) * SET;
        addBits(plane, any0);
        addBits(plane + size, any1);
        addBits(plane + 2 * size, any2);
        addBits(plane + 3 * size, any3);
      }
    }
  }
}

/** Marks a number, bit by bit, in `planes` for the rows of the mask; no row may be marked twice. */
export function markRows(mask: usize, code: i32, planes: usize, stride: usize, n: i32): void {
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += 16) mark(planes + byte, v128.load(mask + byte), code, stride);
}

/** The numbers that were marked, a byte a row. */
export function markedNumbers(planes: usize, count: i32, stride: usize, out: usize, n: i32): void {
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += 2, out += 16) v128.store(out, codesOf(planes + byte, count, stride));
}

// @ts-ignore: decorator
@inline
function codesOf(place: usize, planes: i32, stride: usize): v128 {
  let codes = i8x16.splat(0);
  for (let plane = 0, bit = 1; plane < planes; plane++, bit <<= 1, place += stride)
    codes = v128.or(codes, v128.and(mask16(load<u16>(place)), i8x16.splat(<i8>bit)));
  return codes;
}

// @ts-ignore: decorator
@inline
function mask16(bits: u32): v128 {
  const each = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const spread = i8x16.swizzle(i16x8.splat(<i16>bits), i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
  return i8x16.eq(v128.and(spread, each), each);
}

// @ts-ignore: decorator
@inline
function lowHalf(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function highHalf(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @ts-ignore: decorator
@inline
function eightRows(a: v128, b: v128, c: v128, d: v128, bits: u32, other: usize, out: usize): void {
  const ab = lowPairs(a, b);
  const cd = lowPairs(c, d);
  const ab2 = highPairs(a, b);
  const cd2 = highPairs(c, d);
  keepRows(v128.shuffle<i32>(ab, cd, 0, 4, 1, 5), bits, other, out);
  keepRows(v128.shuffle<i32>(ab, cd, 2, 6, 3, 7), bits >> 2, other + 16, out + 16);
  keepRows(v128.shuffle<i32>(ab2, cd2, 0, 4, 1, 5), bits >> 4, other + 32, out + 32);
  keepRows(v128.shuffle<i32>(ab2, cd2, 2, 6, 3, 7), bits >> 6, other + 48, out + 48);
}

// @ts-ignore: decorator
@inline
function keepRows(codes: v128, bits: u32, other: usize, out: usize): void {
  const choice = i64x2(1, 2);
  if ((bits & 3) == 3) v128.store(out, codes);
  else v128.store(out, v128.bitselect(codes, v128.load(other), i64x2.eq(v128.and(i64x2.splat(<i64>bits), choice), choice)));
}

// @ts-ignore: decorator
@inline
function planeAt(planes: usize, count: i32, plane: i32): v128 {
  return plane < count ? v128.load(planes + <usize>plane * SET) : i8x16.splat(0);
}

/** Eight bits of eight rows, a byte a bit, as a byte a row. */
// @ts-ignore: decorator
@inline
function turned(x: v128): v128 {
  let t = v128.and(v128.xor(x, i64x2.shr_u(x, 7)), i64x2.splat(0x00aa00aa00aa00aa));
  x = v128.xor(x, v128.xor(t, i64x2.shl(t, 7)));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 14)), i64x2.splat(0x0000cccc0000cccc));
  x = v128.xor(x, v128.xor(t, i64x2.shl(t, 14)));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 28)), i64x2.splat(0x00000000f0f0f0f0));
  return v128.xor(x, v128.xor(t, i64x2.shl(t, 28)));
}

// @ts-ignore: decorator
@inline
function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Up to eight bits of the numbers of 128 rows, a byte a row. */
function numbersOf(planes: usize, count: i32, out: usize): void {
  turnBits(
    planeAt(planes, count, 0),
    planeAt(planes, count, 1),
    planeAt(planes, count, 2),
    planeAt(planes, count, 3),
    planeAt(planes, count, 4),
    planeAt(planes, count, 5),
    planeAt(planes, count, 6),
    planeAt(planes, count, 7),
    out,
  );
}

/** The bits of 128 rows' numbers, lowest first, as a byte a row. */
// @ts-ignore: decorator
@inline
function turnBits(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, out: usize): void {
  fourBytes(lowHalf(a, b), lowHalf(c, d), lowHalf(e, f), lowHalf(g, h), out);
  fourBytes(highHalf(a, b), highHalf(c, d), highHalf(e, f), highHalf(g, h), out + 64);
}

// @ts-ignore: decorator
@inline
function fourBytes(ab: v128, cd: v128, ef: v128, gh: v128, out: usize): void {
  const abcd = lowPairs(ab, cd);
  const efgh = lowPairs(ef, gh);
  const abcd2 = highPairs(ab, cd);
  const efgh2 = highPairs(ef, gh);
  v128.store(out, turned(v128.shuffle<i32>(abcd, efgh, 0, 4, 1, 5)));
  v128.store(out + 16, turned(v128.shuffle<i32>(abcd, efgh, 2, 6, 3, 7)));
  v128.store(out + 32, turned(v128.shuffle<i32>(abcd2, efgh2, 0, 4, 1, 5)));
  v128.store(out + 48, turned(v128.shuffle<i32>(abcd2, efgh2, 2, 6, 3, 7)));
}

/**
 * The reasons of the rows in the mask, four codes of 16 bits a row, and `others` of the other rows; `planes` is the number of bits of the largest code.
 * `scratch`: 1,024 bytes.
 */
export function writeReasons(mask: usize, places: usize, planes: i32, others: usize, reasons: usize, scratch: usize, n: i32): void {
  const size = <usize>(planes + 1) * SET;
  const low = min<i32>(planes, 8);
  const high = planes - low;
  const above: usize = 8 * SET;
  memory.fill(scratch, 0, 1024);
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += SET, places += 4 * size) {
    for (let place: usize = 0, codes = scratch; place < 4; place++, codes += 128) {
      const first = places + place * size + SET;
      numbersOf(first, low, codes);
      if (high > 0) numbersOf(first + above, high, codes + 512);
    }
    for (let k: usize = 0; k < SET; k += 2, reasons += 128, others += 128) {
      const bits = <u32>load<u16>(mask + byte + k);
      if (bits == 0) {
        if (reasons != others) memory.copy(reasons, others, 128);
        continue;
      }
      const codes = scratch + (k << 3);
      const a = v128.load(codes);
      const b = v128.load(codes + 128);
      const c = v128.load(codes + 256);
      const d = v128.load(codes + 384);
      const a2 = v128.load(codes + 512);
      const b2 = v128.load(codes + 640);
      const c2 = v128.load(codes + 768);
      const d2 = v128.load(codes + 896);
      eightRows(lowHalf(a, a2), lowHalf(b, b2), lowHalf(c, c2), lowHalf(d, d2), bits, others, reasons);
      eightRows(highHalf(a, a2), highHalf(b, b2), highHalf(c, c2), highHalf(d, d2), bits >> 8, others + 64, reasons + 64);
    }
  }
}

/** Bytes of one rule in the table of `sequentialReasons`. */
const RULE: usize = 32;

/**
 * Under `sequential`, the reasons of the rules that moved the limit in the decision's direction, largest step first, ties in order, as the first
 * that their rows are told. A rule: u32 fired, i32 kind of step (as in `step`; negative: none), f64 constant, u32 amounts (0: the constant),
 * i32 reason, u32 rows that are told this reason (added to). `scratch` holds 8 bytes a rule.
 */
export function sequentialReasons(
  mask: usize,
  rises: usize,
  before: usize,
  rules: usize,
  ruleCount: i32,
  scratch: usize,
  places: usize,
  planes: i32,
  n: i32,
): void {
  const size = <usize>(planes + 1) * SET;
  for (let i = 0; i < n; i += 64) {
    const byte = <usize>i >> 3;
    for (let word = load<u64>(mask + byte); word != 0; word &= word - 1) {
      const index = ctz(word);
      const bit = (<u64>1) << index;
      const row = <usize>i + <usize>index;
      const up = (load<u64>(rises + byte) & bit) != 0;
      let limit = load<f64>(before + (row << 3));
      for (let r = 0; r < ruleCount; r++) {
        const rule = rules + <usize>r * RULE;
        let size: f64 = 0;
        const kind = load<i32>(rule + 4);
        if (kind >= 0 && (load<u64>(<usize>load<u32>(rule) + byte) & bit) != 0) {
          const amounts = <usize>load<u32>(rule + 16);
          const after = stepped(kind, limit, amounts == 0 ? load<f64>(rule + 8) : load<f64>(amounts + (row << 3)));
          size = up ? after - limit : limit - after;
          limit = after;
        }
        store<f64>(scratch + (<usize>r << 3), size);
      }
      for (let place = 0; place < 4; ) {
        let largest: f64 = 0;
        let chosen = -1;
        for (let r = 0; r < ruleCount; r++) {
          const size = load<f64>(scratch + (<usize>r << 3));
          if (size > largest) {
            largest = size;
            chosen = r;
          }
        }
        if (chosen < 0) break;
        store<f64>(scratch + (<usize>chosen << 3), 0);
        const known = <usize>load<u32>(rules + <usize>chosen * RULE + 24) + byte;
        if ((load<u64>(known) & bit) != 0) continue;
        store<u64>(known, load<u64>(known) | bit);
        let plane = places + ((<usize>i >> 7) << 2) * size + <usize>place * size + (byte & 8);
        store<u64>(plane, load<u64>(plane) | bit);
        for (let code = load<i32>(rules + <usize>chosen * RULE + 20); code != 0; code >>= 1) {
          plane += SET;
          if (code & 1) store<u64>(plane, load<u64>(plane) | bit);
        }
        place++;
      }
    }
  }
}

// --- two versions side by side ------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function same(a: usize, b: usize): v128 {
  return i64x2.eq(v128.load(a), v128.load(b));
}

/** Sixteen rows of eight bytes that differ. Missing numbers are one NaN, and zero has one sign: equal bytes are equal values. */
// @ts-ignore: decorator
@inline
function unequal16(a: usize, b: usize): u64 {
  return (
    narrow32(
      pair(same(a, b), same(a + 16, b + 16)),
      pair(same(a + 32, b + 32), same(a + 48, b + 48)),
      pair(same(a + 64, b + 64), same(a + 80, b + 80)),
      pair(same(a + 96, b + 96), same(a + 112, b + 112)),
    ) ^ 0xffff
  );
}

/** Rows whose limit, decision or available credit differs, and rows with the same limit and decision and other reasons. */
export function shifts(
  valid: usize,
  limitsA: usize,
  limitsB: usize,
  availableA: usize,
  availableB: usize,
  decisionsA: usize,
  decisionsB: usize,
  reasonsA: usize,
  reasonsB: usize,
  shifted: usize,
  reasonShifted: usize,
  n: i32,
): void {
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += 2) {
    const at = byte << 6;
    const decision = <u64>(<u32>i8x16.bitmask(i8x16.ne(v128.load(decisionsA + (byte << 3)), v128.load(decisionsB + (byte << 3)))));
    const moved = unequal16(limitsA + at, limitsB + at) | decision;
    const known = <u64>load<u16>(valid + byte);
    store<u16>(shifted + byte, <u16>((moved | unequal16(availableA + at, availableB + at)) & known));
    store<u16>(reasonShifted + byte, <u16>(unequal16(reasonsA + at, reasonsB + at) & ~moved & known));
  }
}

/** Cells of the table, decision of A × 6 + decision of B, and one for rows that are not to be added; the doubles of each: limits of A and B, available credit of A and B, count, one unused. */
const CELLS = 36;
const CELL: usize = 48;
/** Neighbouring rows add to tables of their own, so that none waits for the one before. */
const LANES: usize = 4;
const LANE: usize = 37 * CELL;
/** Where the cells' numbers of 64 rows stand in `scratch`. */
const NUMBERS: usize = 7168;

// @ts-ignore: decorator
@inline
function addToCell(cell: usize, limits: v128, available: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), limits));
  v128.store(cell + 16, f64x2.add(v128.load(cell + 16), available));
  store<f64>(cell + 32, load<f64>(cell + 32) + 1);
}

// @ts-ignore: decorator
@inline
function cellNumbers(decisionsA: usize, decisionsB: usize, bits: u32): v128 {
  const a = v128.load(decisionsA);
  const twice = i8x16.add(a, a);
  const number = i8x16.add(i8x16.add(i8x16.add(twice, twice), twice), v128.load(decisionsB));
  return v128.bitselect(number, i8x16.splat(<i8>CELLS), mask16(bits));
}

// @ts-ignore: decorator
@inline
function addPair(row: usize, numbers: usize, lanes: usize, limitsA: usize, limitsB: usize, availableA: usize, availableB: usize): void {
  const at = row << 3;
  const zero = f64x2.splat(0);
  const a = v128.load(limitsA + at);
  const b = v128.load(limitsB + at);
  const openA = f64x2.pmax(zero, v128.load(availableA + at));
  const openB = f64x2.pmax(zero, v128.load(availableB + at));
  const first = lanes + <usize>load<u8>(numbers) * CELL;
  const second = lanes + LANE + <usize>load<u8>(numbers + 1) * CELL;
  addToCell(first, v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(openA, openB, 0, 2));
  addToCell(second, v128.shuffle<i64>(a, b, 1, 3), v128.shuffle<i64>(openA, openB, 1, 3));
}

// @ts-ignore: decorator
@inline
function both(a: usize, b: usize): v128 {
  return f64x2.replace_lane(v128.load64_zero(a), 1, load<f64>(b));
}

/** Above so many rows of 64, all 64 are gone through. */
const MANY: u64 = 16;

/**
 * Adds (`sign` 1) or takes away (−1) the rows of the mask in a table of 36 cells, by decision of A × 6 + decision of B: i64 count, limit A,
 * limit B, available A, available B. Exact to 2^63. `scratch`: 7,232 bytes. A missing available credit counts as 0.
 */
export function tally(
  mask: usize,
  decisionsA: usize,
  decisionsB: usize,
  limitsA: usize,
  limitsB: usize,
  availableA: usize,
  availableB: usize,
  table: usize,
  sign: i32,
  scratch: usize,
  n: i32,
): void {
  memory.fill(scratch, 0, LANES * LANE);
  const numbers = scratch + NUMBERS;
  for (let i: usize = 0; i < <usize>n; i += 64, mask += 8) {
    let word = load<u64>(mask);
    if (popcnt(word) > MANY) {
      for (let k: usize = 0; k < 64; k += 16)
        v128.store(numbers + k, cellNumbers(decisionsA + i + k, decisionsB + i + k, <u32>load<u16>(mask + (k >> 3))));
      for (let k: usize = 0; k < 64; k += 4) {
        addPair(i + k, numbers + k, scratch, limitsA, limitsB, availableA, availableB);
        addPair(i + k + 2, numbers + k + 2, scratch + 2 * LANE, limitsA, limitsB, availableA, availableB);
      }
      continue;
    }
    for (; word != 0; word &= word - 1) {
      const row = i + <usize>ctz(word);
      const at = row << 3;
      const cell = scratch + (<usize>load<u8>(decisionsA + row) * 6 + <usize>load<u8>(decisionsB + row)) * CELL;
      addToCell(cell, both(limitsA + at, limitsB + at), f64x2.pmax(f64x2.splat(0), both(availableA + at, availableB + at)));
    }
  }
  const times = <f64>sign;
  for (let c = 0; c < CELLS; c++) {
    const cell = table + <usize>c * 40;
    for (let lane: usize = 0; lane < LANES; lane++) {
      const from = scratch + lane * LANE + <usize>c * CELL;
      store<i64>(cell, load<i64>(cell) + <i64>(times * load<f64>(from + 32)));
      for (let k: usize = 0; k < 32; k += 8) store<i64>(cell + 8 + k, load<i64>(cell + 8 + k) + <i64>(times * load<f64>(from + k)));
    }
  }
}

// --- plans --------------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function word(at: usize): i32 {
  return load<i32>(at);
}

// @ts-ignore: decorator
@inline
function double(at: usize): f64 {
  return load<f64>(at);
}

/** Adds to the words whose addresses are listed. */
export function advance(list: usize, count: i32, bytes: i32): void {
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    const at = <usize>load<u32>(list);
    store<i32>(at, load<i32>(at) + bytes);
  }
}

/** Works through instructions for n rows: the number of an operation, as in plan.ts, and its arguments. */
export function runPlan(start: usize, end: usize, n: i32): void {
  for (let at = start; at < end; ) {
    switch (load<u32>(at)) {
      case 0:
        range8(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 1:
        range16(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 2:
        range32(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 3:
        range64(word(at + 4), double(at + 8), double(at + 16), word(at + 24), n);
        at += 28;
        break;
      case 4:
        codes8(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 5:
        codes32(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 6:
        order64(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 7:
        equal32(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 8:
        holds(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), n);
        at += 28;
        break;
      case 9:
        widen8(word(at + 4), word(at + 8), n);
        at += 12;
        break;
      case 10:
        widen16(word(at + 4), double(at + 8), word(at + 16), n);
        at += 20;
        break;
      case 11:
        widen32(word(at + 4), double(at + 8), word(at + 16), n);
        at += 20;
        break;
      case 12:
        map8(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 13:
        map32(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 14:
        add(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 15:
        subtract(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 16:
        multiply(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 17:
        divide(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 18:
        least(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 19:
        greatest(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 20:
        unary(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 21:
        select32(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 22:
        default64(word(at + 4), double(at + 8), word(at + 16), n);
        at += 20;
        break;
      case 23:
        combine(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 24:
        takeFirst(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 25:
        choose(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 26:
        differing(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 27:
        clear(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 28:
        copyRows(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 29:
        hundredths(word(at + 4), word(at + 8), n);
        at += 12;
        break;
      case 30:
        copyWhere(word(at + 4), word(at + 8), word(at + 12), n);
        at += 16;
        break;
      case 31:
        blend(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 32:
        setWhere(word(at + 4), double(at + 8), word(at + 16), n);
        at += 20;
        break;
      case 33:
        step(word(at + 4), word(at + 8), double(at + 12), word(at + 20), word(at + 24), word(at + 28), n);
        at += 32;
        break;
      case 34:
        share(word(at + 4), double(at + 8), word(at + 16), word(at + 20), n);
        at += 24;
        break;
      case 35:
        tryLowest(word(at + 4), word(at + 8), double(at + 12), word(at + 20), word(at + 24), word(at + 28), word(at + 32), word(at + 36), n);
        at += 40;
        break;
      case 36:
        takeLowest(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), n);
        at += 28;
        break;
      case 37:
        settle(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), word(at + 28), word(at + 32), word(at + 36), double(at + 40), double(at + 48), double(at + 56), double(at + 64), word(at + 72), word(at + 76), word(at + 80), n);
        at += 84;
        break;
      case 38:
        available(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 39:
        decisions(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), word(at + 28), n);
        at += 32;
        break;
      case 40:
        tellReasons(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), n);
        at += 24;
        break;
      case 41:
        markRows(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 42:
        markedNumbers(word(at + 4), word(at + 8), word(at + 12), word(at + 16), n);
        at += 20;
        break;
      case 43:
        writeReasons(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), n);
        at += 28;
        break;
      case 44:
        sequentialReasons(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), word(at + 28), word(at + 32), n);
        at += 36;
        break;
      case 45:
        shifts(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), word(at + 28), word(at + 32), word(at + 36), word(at + 40), word(at + 44), n);
        at += 48;
        break;
      case 46:
        tally(word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20), word(at + 24), word(at + 28), word(at + 32), word(at + 36), word(at + 40), n);
        at += 44;
        break;
      default:
        unreachable();
    }
  }
}
