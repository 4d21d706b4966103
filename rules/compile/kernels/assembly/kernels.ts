/**
 * The kernels, in AssemblyScript: compiled by `npm run kernels` into ../wasm.ts, never at run time. Each does one thing to the
 * rows of a tile. Arguments are addresses in one memory; `n` is a number of rows, a multiple of 128. A bit set has one bit a row,
 * lowest first. Numbers are doubles with NaN for null; narrow columns have their least value for null; codes have 255 or −1.
 * Money is whole hundredths in doubles, from 0 to FAST: there every product below is exact. `reference.ts` says the same in plain TypeScript.
 */

/** 2^36 hundredths: times 100,000 basis points this stays below 2^53. */
const FAST: f64 = 68719476736.0;

// --- columns and numbers → bits -----------------------------------------------------------------

// @ts-expect-error: decorator
@inline
function within16(at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return v128.and(i16x8.ge_s(x, low), i16x8.le_s(x, high));
}

// @ts-expect-error: decorator
@inline
function sixteen16(at: usize, low: v128, high: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(within16(at, low, high), within16(at + 16, low, high))));
}

/** low ≤ x ≤ high. */
export function range16(column: usize, low: i32, high: i32, out: usize, n: i32): void {
  const l = i16x8.splat(<i16>low);
  const h = i16x8.splat(<i16>high);
  const end = column + (<usize>n << 1);
  for (; column < end; column += 128, out += 8) {
    store<u64>(out, sixteen16(column, l, h) | (sixteen16(column + 32, l, h) << 16) | (sixteen16(column + 64, l, h) << 32) | (sixteen16(column + 96, l, h) << 48));
  }
}

// @ts-expect-error: decorator
@inline
function within32(at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return v128.and(i32x4.ge_s(x, low), i32x4.le_s(x, high));
}

// @ts-expect-error: decorator
@inline
function narrow32(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d))));
}

// @ts-expect-error: decorator
@inline
function sixteen32(at: usize, l: v128, h: v128): u64 {
  return narrow32(within32(at, l, h), within32(at + 16, l, h), within32(at + 32, l, h), within32(at + 48, l, h));
}

/** low ≤ x ≤ high. */
export function range32(column: usize, low: i32, high: i32, out: usize, n: i32): void {
  const l = i32x4.splat(low);
  const h = i32x4.splat(high);
  const end = column + (<usize>n << 2);
  for (; column < end; column += 256, out += 8) {
    store<u64>(out, sixteen32(column, l, h) | (sixteen32(column + 64, l, h) << 16) | (sixteen32(column + 128, l, h) << 32) | (sixteen32(column + 192, l, h) << 48));
  }
}

// @ts-expect-error: decorator
@inline
function within64(at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at);
  return v128.and(f64x2.ge(x, low), f64x2.le(x, high));
}

/** Two masks of two rows as one of four. */
// @ts-expect-error: decorator
@inline
function pair(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-expect-error: decorator
@inline
function four64(at: usize, l: v128, h: v128): v128 {
  return pair(within64(at, l, h), within64(at + 16, l, h));
}

// @ts-expect-error: decorator
@inline
function sixteen64(at: usize, l: v128, h: v128): u64 {
  return narrow32(four64(at, l, h), four64(at + 32, l, h), four64(at + 64, l, h), four64(at + 96, l, h));
}

/** low ≤ x ≤ high; false for NaN. */
export function range64(column: usize, low: f64, high: f64, out: usize, n: i32): void {
  const l = f64x2.splat(low);
  const h = f64x2.splat(high);
  const end = column + (<usize>n << 3);
  for (; column < end; column += 512, out += 8) {
    store<u64>(out, sixteen64(column, l, h) | (sixteen64(column + 128, l, h) << 16) | (sixteen64(column + 256, l, h) << 32) | (sixteen64(column + 384, l, h) << 48));
  }
}

// @ts-expect-error: decorator
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

// @ts-expect-error: decorator
@inline
function ordered(operator: i32, a: usize, b: usize): v128 {
  const x = v128.load(a);
  const y = v128.load(b);
  return operator == 0 ? f64x2.lt(x, y) : operator == 1 ? f64x2.le(x, y) : f64x2.eq(x, y);
}

/** 0: a < b, 1: a ≤ b, 2: a = b; false where either is NaN. */
export function order64(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
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

// --- columns → numbers --------------------------------------------------------------------------

/** Whole numbers as doubles; the least value is NaN. */
export function widen16(column: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = <i32>load<i16>(column + (i << 1));
    store<f64>(out + (i << 3), x == -32768 ? NaN : <f64>x);
  }
}

/** Whole numbers over a divisor as doubles; the least value is NaN. */
export function widen32(column: usize, divisor: f64, out: usize, n: i32): void {
  const d = f64x2.splat(divisor);
  const nothing = i32x4.splat(i32.MIN_VALUE);
  const nan = f64x2.splat(NaN);
  for (let end = column + (<usize>n << 2); column < end; column += 16, out += 32) {
    const x = v128.load(column);
    const missing = i32x4.eq(x, nothing);
    v128.store(out, v128.bitselect(nan, f64x2.div(f64x2.convert_low_i32x4_s(x), d), i64x2.extend_low_i32x4_s(missing)));
    const y = v128.shuffle<i64>(x, x, 1, 1);
    v128.store(out + 16, v128.bitselect(nan, f64x2.div(f64x2.convert_low_i32x4_s(y), d), i64x2.extend_high_i32x4_s(missing)));
  }
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

// @ts-expect-error: decorator
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
export function select64(bits: usize, a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i += 64, bits += 8) {
    let word = load<u64>(bits);
    for (let j: usize = 0; j < 64; j++, word >>= 1) {
      const at = (i + j) << 3;
      store<u64>(out + at, word & 1 ? load<u64>(a + at) : load<u64>(b + at));
    }
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

/** 0: a and b, 1: a or b, 2: a and not b, 3: not (a and b). */
export function combine(operator: i32, a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n >> 3); out < end; out += 16, a += 16, b += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    v128.store(out, operator == 0 ? v128.and(x, y) : operator == 1 ? v128.or(x, y) : operator == 2 ? v128.andnot(x, y) : v128.not(v128.and(x, y)));
  }
}

/** out: a where the mask is set, else out. */
export function merge(mask: usize, a: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n >> 3); out < end; out += 16, a += 16, mask += 16)
    v128.store(out, v128.bitselect(v128.load(a), v128.load(out), v128.load(mask)));
}

/** out: out or (a exclusive-or b). */
export function differing(a: usize, b: usize, out: usize, n: i32): void {
  for (let end = out + (<usize>n >> 3); out < end; out += 16, a += 16, b += 16)
    v128.store(out, v128.or(v128.load(out), v128.xor(v128.load(a), v128.load(b))));
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

// --- money --------------------------------------------------------------------------------------

/** Hundredths of a number: half away from zero. */
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
    v128.store(out, v128.or(up, v128.and(x, sign)));
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

/** out: the value where the bit is set. */
export function setWhere(mask: usize, value: f64, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, out += 512)
    for (let word = load<u64>(mask); word != 0; word &= word - 1) store<f64>(out + <usize>(ctz(word) << 3), value);
}

/** What a step makes of a limit. 0: + %, 1: − %, 2: + amount, 3: − amount, 4: set; a missing or negative amount has no effect. */
// @ts-expect-error: decorator
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
const GUARDRAIL: usize = 32;

/**
 * Hold, guardrails, rounding, least change, for the rows that a rule moved. `holds` is 0 or the rows where a hold was applied.
 * A guardrail: i32 direction (0 rise, 1 cut), u32 rows where it applies (0: all), f64 bound, u32 bounds (0: the constant), u32 rows that it
 * bound (added to). `deep` is in basis points, or negative. Gives the rows that rise, fall, and fall deep.
 */
export function settle(
  mask: usize,
  before: usize,
  limits: usize,
  guardrails: usize,
  guardrailCount: i32,
  holds: usize,
  unit: f64,
  leastAmount: f64,
  leastBasisPoints: f64,
  deepBasisPoints: f64,
  rises: usize,
  falls: usize,
  deep: usize,
  n: i32,
): void {
  const end = guardrails + <usize>guardrailCount * GUARDRAIL;
  for (let i = 0; i < n; i += 64) {
    const byte = <usize>i >> 3;
    let up: u64 = 0;
    let down: u64 = 0;
    let far: u64 = 0;
    for (let word = load<u64>(mask + byte); word != 0; word &= word - 1) {
      const index = ctz(word);
      const bit = (<u64>1) << index;
      const at = (<usize>i + <usize>index) << 3;
      const from = load<f64>(before + at);
      let limit = load<f64>(limits + at);
      if (holds != 0 && limit > from && (load<u64>(holds + byte) & bit) != 0) limit = from;
      for (let g = guardrails; g < end; g += GUARDRAIL) {
        const cut = load<i32>(g) == 1;
        if (cut ? limit >= from : limit <= from) continue;
        const when = <usize>load<u32>(g + 4);
        if (when != 0 && (load<u64>(when + byte) & bit) == 0) continue;
        const bounds = <usize>load<u32>(g + 16);
        const bound = bounds == 0 ? load<f64>(g + 8) : load<f64>(bounds + at);
        if (!(cut ? bound > limit : bound < limit)) continue;
        limit = cut ? (bound < from ? bound : from) : bound > from ? bound : from;
        const bound_ = <usize>load<u32>(g + 20) + byte;
        store<u64>(bound_, load<u64>(bound_) | bit);
      }
      if (limit > from) {
        limit = floor<f64>(limit / unit) * unit;
        if (limit < from) limit = from;
      } else if (limit < from) {
        limit = ceil<f64>(limit / unit) * unit;
        if (limit > from) limit = from;
      }
      const change = abs<f64>(limit - from);
      if (change < leastAmount || change * 10000.0 < from * leastBasisPoints) limit = from;
      store<f64>(limits + at, limit);
      if (limit > from) up |= bit;
      else if (limit < from) {
        down |= bit;
        if (deepBasisPoints >= 0 && change * 10000.0 >= from * deepBasisPoints) far |= bit;
      }
    }
    store<u64>(rises + byte, up);
    store<u64>(falls + byte, down);
    store<u64>(deep + byte, far);
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
      const open = f64x2.max(f64x2.sub(v128.load(limits), balance), zero);
      const closed = i64x2.eq(v128.and(i64x2.splat(<i64>word), choice), choice);
      v128.store(out, v128.bitselect(f64x2.sub(balance, balance), open, closed));
    }
  }
}

// @ts-expect-error: decorator
@inline
function mask16(bits: u32): v128 {
  const each = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const spread = i8x16.swizzle(i16x8.splat(<i16>bits), i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
  return i8x16.eq(v128.and(spread, each), each);
}

/** A decision's number a row: freeze 0, refer 1, decrease 2, hold 3, maintain 4, increase 5; 255 where there is no outcome. */
export function decisions(valid: usize, frozen: usize, referred: usize, falls: usize, holds: usize, rises: usize, out: usize, n: i32): void {
  for (let byte: usize = 0; byte < <usize>n >> 3; byte += 2, out += 16) {
    let code = i8x16.splat(4);
    code = v128.bitselect(i8x16.splat(5), code, mask16(load<u16>(rises + byte)));
    code = v128.bitselect(i8x16.splat(3), code, mask16(load<u16>(holds + byte)));
    code = v128.bitselect(i8x16.splat(2), code, mask16(load<u16>(falls + byte)));
    code = v128.bitselect(i8x16.splat(1), code, mask16(load<u16>(referred + byte)));
    code = v128.bitselect(i8x16.splat(0), code, mask16(load<u16>(frozen + byte)));
    v128.store(out, v128.bitselect(code, i8x16.splat(-1), mask16(load<u16>(valid + byte))));
  }
}

// --- reasons ------------------------------------------------------------------------------------

// @ts-expect-error: decorator
@inline
function withReason(reasons: u64, code: u64): u64 {
  if (reasons == 0) return code;
  const shift = (79 - clz(reasons)) & ~15;
  return shift >= 64 ? reasons : reasons | (code << shift);
}

/** Adds a reason, of which a row holds four, where the mask is set and `told` is not yet; then it is. */
export function addReason(mask: usize, told: usize, code: i32, reasons: usize, n: i32): void {
  for (let i = 0; i < n; i += 64, mask += 8, told += 8, reasons += 512) {
    const known = load<u64>(told);
    let word = load<u64>(mask) & ~known;
    if (word == 0) continue;
    store<u64>(told, known | word);
    for (; word != 0; word &= word - 1) {
      const at = reasons + <usize>(ctz(word) << 3);
      store<u64>(at, withReason(load<u64>(at), <u64>code));
    }
  }
}

/** Bytes of one rule in the table of `sequentialReasons`. */
const RULE: usize = 32;

/**
 * Under `sequential`, the reasons of the rules that moved the limit in the decision's direction, largest step first, ties in order.
 * A rule: u32 fired, i32 kind of step (as in `step`; negative: none), f64 constant, u32 amounts (0: the constant), i32 reason,
 * u32 rows that are told this reason (added to). `scratch` holds 8 bytes a rule.
 */
export function sequentialReasons(mask: usize, rises: usize, before: usize, rules: usize, ruleCount: i32, scratch: usize, reasons: usize, n: i32): void {
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
      let found: u64 = load<u64>(reasons + (row << 3));
      for (let told = 0; told < 4; ) {
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
        const code = load<i32>(rules + <usize>chosen * RULE + 20);
        const known = <usize>load<u32>(rules + <usize>chosen * RULE + 24) + byte;
        if ((load<u64>(known) & bit) != 0) continue;
        store<u64>(known, load<u64>(known) | bit);
        found = withReason(found, <u64>code);
        told++;
      }
      store<u64>(reasons + (row << 3), found);
    }
  }
}

// --- two versions side by side ------------------------------------------------------------------

// @ts-expect-error: decorator
@inline
function unequal(a: usize, b: usize): v128 {
  const x = v128.load(a);
  const y = v128.load(b);
  return v128.andnot(f64x2.ne(x, y), v128.and(f64x2.ne(x, x), f64x2.ne(y, y)));
}

// @ts-expect-error: decorator
@inline
function unequal16(a: usize, b: usize): u64 {
  return narrow32(
    pair(unequal(a, b), unequal(a + 16, b + 16)),
    pair(unequal(a + 32, b + 32), unequal(a + 48, b + 48)),
    pair(unequal(a + 64, b + 64), unequal(a + 80, b + 80)),
    pair(unequal(a + 96, b + 96), unequal(a + 112, b + 112)),
  );
}

// @ts-expect-error: decorator
@inline
function otherReasons16(a: usize, b: usize): u64 {
  return narrow32(
    pair(i64x2.ne(v128.load(a), v128.load(b)), i64x2.ne(v128.load(a + 16), v128.load(b + 16))),
    pair(i64x2.ne(v128.load(a + 32), v128.load(b + 32)), i64x2.ne(v128.load(a + 48), v128.load(b + 48))),
    pair(i64x2.ne(v128.load(a + 64), v128.load(b + 64)), i64x2.ne(v128.load(a + 80), v128.load(b + 80))),
    pair(i64x2.ne(v128.load(a + 96), v128.load(b + 96)), i64x2.ne(v128.load(a + 112), v128.load(b + 112))),
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
    store<u16>(reasonShifted + byte, <u16>(otherReasons16(reasonsA + at, reasonsB + at) & ~moved & known));
  }
}

/**
 * Adds (`sign` 1) or takes away (−1) the rows of the mask in a table of 36 cells, by decision of A × 6 + decision of B:
 * i64 count, limit A, limit B, available A, available B. Sums are exact to 2^63.
 */
export function tally(mask: usize, decisionsA: usize, decisionsB: usize, limitsA: usize, limitsB: usize, availableA: usize, availableB: usize, table: usize, sign: i32, n: i32): void {
  const times = <i64>sign;
  for (let i = 0; i < n; i += 64, mask += 8) {
    for (let word = load<u64>(mask); word != 0; word &= word - 1) {
      const row = <usize>i + <usize>ctz(word);
      const at = row << 3;
      const cell = table + (<usize>load<u8>(decisionsA + row) * 6 + <usize>load<u8>(decisionsB + row)) * 40;
      store<i64>(cell, load<i64>(cell) + times);
      store<i64>(cell + 8, load<i64>(cell + 8) + times * <i64>load<f64>(limitsA + at));
      store<i64>(cell + 16, load<i64>(cell + 16) + times * <i64>load<f64>(limitsB + at));
      store<i64>(cell + 24, load<i64>(cell + 24) + times * <i64>load<f64>(availableA + at));
      store<i64>(cell + 32, load<i64>(cell + 32) + times * <i64>load<f64>(availableB + at));
    }
  }
}
