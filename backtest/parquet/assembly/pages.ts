/**
 * What is done to every value of a Parquet page, in AssemblyScript: compiled by `npm run kernels` into ../wasm.ts. Arguments are addresses in one
 * memory, in which at least 64 bytes follow whatever is read or written. What is damaged gives false or a negative number.
 */

/** Bytes that a short element takes or gives at most, and more. */
const AHEAD: usize = 32;

/** Snappy's raw format (https://github.com/google/snappy/blob/main/format_description.txt) from `at` to `end`, decompressed to fill `start` to `stop`. */
export function snappy(at: usize, end: usize, start: usize, stop: usize): bool {
  let expected: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (at >= end || shift > 28) return false;
    const byte = <u64>load<u8>(at++);
    expected |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  if (expected != <u64>(stop - start)) return false;
  let out = start;
  const before = end - min<usize>(end - at, AHEAD);
  const below = stop - min<usize>(stop - out, AHEAD);
  while (at < end) {
    while (at < before && out < below) {
      // Short ones, of which there are most, in sight of neither end.
      const tag = <usize>load<u8>(at);
      let length = (tag >> 2) + 1;
      if ((tag & 3) == 0) {
        if (length > 16) break;
        v128.store(out, v128.load(at + 1));
        at += length + 1;
      } else if ((tag & 3) == 2) {
        const distance = <usize>load<u16>(at + 1);
        if (length > 16 || distance < 16 || distance > out - start) break;
        v128.store(out, v128.load(out - distance));
        at += 3;
      } else {
        if ((tag & 3) == 3) break;
        length = 4 + ((tag >> 2) & 7);
        const distance = ((tag >> 5) << 8) | <usize>load<u8>(at + 1);
        if (distance < 16 || distance > out - start) break;
        v128.store(out, v128.load(out - distance));
        at += 2;
      }
      out += length;
    }
    const tag = <u32>load<u8>(at++);
    let length: usize = (tag >> 2) + 1;
    if ((tag & 3) == 0) {
      if (length > 60) {
        const more: usize = length - 60;
        length = (load<u32>(at) & (0xffffffff >> (32 - 8 * <u32>more))) + 1;
        at += more;
      }
      if (at > end || length > end - at || length > stop - out || length == 0) return false;
      if (length <= 64) for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(at + i));
      else memory.copy(out, at, length);
      at += length;
      out += length;
      continue;
    }
    let distance: usize = 0;
    if ((tag & 3) == 1) {
      length = 4 + ((tag >> 2) & 7);
      distance = ((tag >> 5) << 8) | <u32>load<u8>(at);
      at += 1;
    } else if ((tag & 3) == 2) {
      distance = <usize>load<u16>(at);
      at += 2;
    } else {
      distance = <usize>load<u32>(at);
      at += 4;
    }
    if (at > end || distance == 0 || distance > out - start || length > stop - out) return false;
    if (distance >= 16) for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(out + i - distance));
    else if (distance >= 8) for (let i: usize = 0; i < length; i += 8) store<u64>(out + i, load<u64>(out + i - distance));
    else for (let i: usize = 0; i < length; i++) store<u8>(out + i, load<u8>(out + i - distance));
    out += length;
  }
  return out == stop;
}

// --- runs of one number, and packed groups of eight: levels, dictionary codes and newer booleans ----------------------

// @ts-ignore: decorator
@inline
function put(bytes: i32, out: usize, i: usize, value: u32): void {
  if (bytes == 1) store<u8>(out + i, <u8>value);
  else if (bytes == 2) store<u16>(out + (i << 1), <u16>value);
  else store<u32>(out + (i << 2), value);
}

/** The first 64 bytes of the memory, which are no one's: for eight numbers side by side, the bytes that each is in, and what moves it to the top of its lane. */
const BYTES_OF: usize = 0;
const FACTORS: usize = 32;

// @ts-ignore: decorator
@inline
function prepare(width: u32): void {
  for (let i: u32 = 0; i < 8; i++) {
    if (width <= 8) {
      const bit = i * width;
      store<u8>(BYTES_OF + (i << 1), <u8>(bit >> 3));
      store<u8>(BYTES_OF + (i << 1) + 1, <u8>((bit >> 3) + 1));
      store<u16>(FACTORS + (i << 1), <u16>((<u32>1) << (16 - width - (bit & 7))));
    } else {
      const bit = i * width - (i < 4 ? 0 : (width >> 1) << 3);
      for (let k: u32 = 0; k < 4; k++) store<u8>(BYTES_OF + (i << 2) + k, <u8>((bit >> 3) + k));
      store<u32>(FACTORS + (i << 2), (<u32>1) << (32 - width - (bit & 7)));
    }
  }
}

/** Numbers of `width` bits, lowest first, eight at a time: up to seven more than `count` are written. */
// @ts-ignore: decorator
@inline
function unpack(bytes: i32, at: usize, width: u32, count: usize, out: usize, to: usize): void {
  let i: usize = 0;
  if (width <= 8) {
    const spread = v128.load(BYTES_OF);
    const factors = v128.load(FACTORS);
    for (; i < count; i += 8, at += width) {
      const eight = i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(at), spread), factors), <i32>(16 - width));
      if (bytes == 1) store<i64>(out + to + i, i64x2.extract_lane(i8x16.narrow_i16x8_u(eight, eight), 0));
      else if (bytes == 2) v128.store(out + ((to + i) << 1), eight);
      else {
        v128.store(out + ((to + i) << 2), i32x4.extend_low_i16x8_u(eight));
        v128.store(out + ((to + i) << 2) + 16, i32x4.extend_high_i16x8_u(eight));
      }
    }
  } else if (width <= 16) {
    const low = v128.load(BYTES_OF);
    const high = v128.load(BYTES_OF + 16);
    const first = v128.load(FACTORS);
    const second = v128.load(FACTORS + 16);
    for (; i < count; i += 8, at += width) {
      const a = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(at), low), first), <i32>(32 - width));
      const b = i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(at + (width >> 1)), high), second), <i32>(32 - width));
      if (bytes == 2) v128.store(out + ((to + i) << 1), i16x8.narrow_i32x4_u(a, b));
      else {
        v128.store(out + ((to + i) << 2), a);
        v128.store(out + ((to + i) << 2) + 16, b);
      }
    }
  } else {
    const mask: u64 = ((<u64>1) << width) - 1;
    for (let bit: usize = 0; i < count; i++, bit += width)
      put(bytes, out, to + i, <u32>((load<u64>(at + (bit >> 3)) >> (<u64>(bit & 7))) & mask));
  }
}

// @ts-ignore: decorator
@inline
function readRuns(bytes: i32, at: usize, end: usize, width: u32, count: usize, out: usize): i32 {
  const whole = <usize>((width + 7) >> 3);
  prepare(width);
  for (let filled: usize = 0; filled < count; ) {
    let head: u64 = 0;
    for (let shift: u64 = 0; ; shift += 7) {
      if (at >= end || shift > 35) return -1;
      const byte = <u64>load<u8>(at++);
      head |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    const left = <u64>(count - filled);
    if ((head & 1) == 0) {
      const length = <usize>min<u64>(left, head >> 1);
      if (whole > end - at) return -1;
      const value = <u32>(load<u64>(at) & (((<u64>1) << (<u64>whole << 3)) - 1));
      at += whole;
      if (length == count) return <i32>value + 1;
      if (bytes == 1) memory.fill(out + filled, <u8>value, length);
      else for (let i: usize = 0; i < length; i++) put(bytes, out, filled + i, value);
      filled += length;
    } else {
      const length = <usize>min<u64>(left, (head >> 1) << 3);
      const size = ((<u64>length) * (<u64>width) + 7) >> 3;
      if (size > <u64>(end - at)) return -1;
      unpack(bytes, at, width, length, out, filled);
      at += <usize>min<u64>((head >> 1) * <u64>width, <u64>(end - at));
      filled += length;
    }
  }
  return 0;
}

/** Levels, a byte each. Gives 0, or the number that all are, plus one: then nothing is written. */
export function levels(at: usize, end: usize, width: u32, count: usize, out: usize): i32 {
  return readRuns(1, at, end, width, count, out);
}

/** Codes of a dictionary, 32 bits each. Gives 0; −1 where one is not below `entries`. */
export function codes(at: usize, end: usize, width: u32, count: usize, entries: u32, out: usize): i32 {
  if (width > 24) return -1;
  const alike = readRuns(4, at, end, width, count, out);
  if (alike < 0) return -1;
  if (alike > 0) {
    const each = i32x4.splat(alike - 1);
    for (let i: usize = 0; i < count; i += 4) v128.store(out + (i << 2), each);
  }
  let most = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= count; i += 4) most = i32x4.max_u(most, v128.load(out + (i << 2)));
  let last = max<u32>(max<u32>(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)), max<u32>(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)));
  for (; i < count; i++) last = max<u32>(last, load<u32>(out + (i << 2)));
  return count > 0 && last >= entries ? -1 : 0;
}

/** The same in 16 bits each, of at most 16 bits in the file. */
export function shortCodes(at: usize, end: usize, width: u32, count: usize, entries: u32, out: usize): i32 {
  if (width > 16) return -1;
  const alike = readRuns(2, at, end, width, count, out);
  if (alike < 0) return -1;
  if (alike > 0) {
    const each = i16x8.splat(<i16>(alike - 1));
    for (let i: usize = 0; i < count; i += 8) v128.store(out + (i << 1), each);
  }
  let most = i16x8.splat(0);
  let i: usize = 0;
  for (; i + 8 <= count; i += 8) most = i16x8.max_u(most, v128.load(out + (i << 1)));
  let last: u32 = 0;
  most = i16x8.max_u(most, v128.shuffle<i64>(most, most, 1, 0));
  most = i16x8.max_u(most, v128.shuffle<i32>(most, most, 1, 0, 3, 2));
  last = max<u32>(i16x8.extract_lane_u(most, 0), i16x8.extract_lane_u(most, 1));
  for (; i < count; i++) last = max<u32>(last, load<u16>(out + (i << 1)));
  return count > 0 && last >= entries ? -1 : 0;
}

/** How many of the levels are 1. */
export function onesOf(levels: usize, rows: usize): usize {
  let ones: usize = 0;
  for (let i: usize = 0; i < rows; i++) ones += load<u8>(levels + i) & 1;
  return ones;
}

/** What stands for null among codes of 16 bits. */
const NO_CODE: u16 = 0xffff;

/** Moves codes that stand one after the other to the rows whose level is 1, in place; the others are `NO_CODE`. */
export function spreadCodes(codes: usize, levels: usize, rows: usize, present: usize): void {
  let from = codes + (present << 1);
  for (let row = rows; row > 0; ) {
    row--;
    const level = <usize>(load<u8>(levels + row) & 1);
    from -= level << 1;
    store<u16>(codes + (row << 1), select<u16>(load<u16>(from), NO_CODE, level != 0));
  }
}

/** Adds to all codes but `NO_CODE`, in place. */
export function raiseCodes(codes: usize, count: usize, by: i32): void {
  const nothing = i16x8.splat(-1);
  const more = i16x8.splat(<i16>by);
  for (let i: usize = 0; i + 8 <= count; i += 8) {
    const at = codes + (i << 1);
    const eight = v128.load(at);
    v128.store(at, i16x8.add(eight, v128.andnot(more, i16x8.eq(eight, nothing))));
  }
  for (let i: usize = count & ~7; i < count; i++) {
    const code = load<u16>(codes + (i << 1));
    if (code != NO_CODE) store<u16>(codes + (i << 1), code + <u16>by);
  }
}

/** Entries of a dictionary by codes; values of 1, 2, 4 or 8 bytes. */
export function lookUp(bytes: i32, dictionary: usize, codes: usize, count: usize, out: usize): void {
  if (bytes == 1) for (let i: usize = 0; i < count; i++) store<u8>(out + i, load<u8>(dictionary + load<u32>(codes + (i << 2))));
  else if (bytes == 2) for (let i: usize = 0; i < count; i++) store<u16>(out + (i << 1), load<u16>(dictionary + (<usize>load<u32>(codes + (i << 2)) << 1)));
  else if (bytes == 4) for (let i: usize = 0; i < count; i++) store<u32>(out + (i << 2), load<u32>(dictionary + (<usize>load<u32>(codes + (i << 2)) << 2)));
  else for (let i: usize = 0; i < count; i++) store<u64>(out + (i << 3), load<u64>(dictionary + (<usize>load<u32>(codes + (i << 2)) << 3)));
}

// --- rows ---------------------------------------------------------------------------------------

/** Whether each row is null, a byte each, by its level; gives how many are not. */
export function nullsOf(levels: usize, rows: usize, out: usize): usize {
  let present: usize = 0;
  for (let i: usize = 0; i < rows; i++) {
    const level = load<u8>(levels + i) & 1;
    present += level;
    store<u8>(out + i, 1 - level);
  }
  return present;
}

/** Moves values that stand one after the other to the rows that are not null, in place. */
export function spread(bytes: i32, values: usize, nulls: usize, rows: usize, present: usize): void {
  for (let row = rows; row > present; ) {
    row--;
    if (load<u8>(nulls + row) != 0) continue;
    present--;
    if (bytes == 1) store<u8>(values + row, load<u8>(values + present));
    else if (bytes == 2) store<u16>(values + (row << 1), load<u16>(values + (present << 1)));
    else if (bytes == 4) store<u32>(values + (row << 2), load<u32>(values + (present << 2)));
    else store<u64>(values + (row << 3), load<u64>(values + (present << 3)));
  }
}

/** A number for the rows that are null, in place. */
export function fillNulls(values: usize, nulls: usize, rows: usize, value: i32): void {
  for (let i: usize = 0; i < rows; i++) store<i32>(values + (i << 2), select<i32>(value, load<i32>(values + (i << 2)), load<u8>(nulls + i) != 0));
}

/** Bits as bytes, lowest first; up to 15 more than `count` are written. */
export function bits(at: usize, count: usize, out: usize): void {
  const each = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const spread = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  for (let i: usize = 0; i < count; i += 16) {
    const sixteen = v128.and(i8x16.swizzle(v128.load(at + (i >> 3)), spread), each);
    v128.store(out + i, v128.and(i8x16.eq(sixteen, each), i8x16.splat(1)));
  }
}

/** Whole numbers of 32 bits in 1, 2 or 4 bytes, or as doubles (8); false where one does not fit. */
export function narrow(bytes: i32, from: usize, count: usize, out: usize): bool {
  let differs: i32 = 0;
  if (bytes == 8) for (let i: usize = 0; i < count; i++) store<f64>(out + (i << 3), <f64>load<i32>(from + (i << 2)));
  else if (bytes == 4) memory.copy(out, from, count << 2);
  else
    for (let i: usize = 0; i < count; i++) {
      const x = load<i32>(from + (i << 2));
      if (bytes == 1) {
        store<u8>(out + i, <u8>x);
        differs |= x ^ <i32>(<u8>x);
      } else {
        store<i16>(out + (i << 1), <i16>x);
        differs |= x ^ <i32>(<i16>x);
      }
    }
  return differs == 0;
}
