/**
 * What is done to every row of outcomes that are written, in AssemblyScript: compiled by `npm run kernels` into ../rows-wasm.ts. Arguments are
 * addresses in one memory, in which at least 64 bytes follow whatever is read or written. The lists of a row (which rules fired, …) are the bits of `width` words.
 */

// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Eight bytes of the k-th of `count` sets; zeros where there is none. */
// @ts-ignore: decorator
@inline
function bytesOf(sets: usize, k: i32, count: i32, stride: usize): v128 {
  return k < count ? v128.load64_zero(sets + <usize>k * stride) : i8x16.splat(0);
}

/** A byte of each of 16 sets → the bits of eight rows. */
// @ts-ignore: decorator
@inline
function eight<Part>(bytes: v128, step: usize, out: usize): usize {
  for (let row: usize = 8; row > 0; bytes = i8x16.shl(bytes, 1)) store<Part>(out + --row * step, <Part>i8x16.bitmask(bytes));
  return out + 8 * step;
}

/** Four bytes of each of 16 sets → the bits of 32 rows. `a` has those of every fourth set from 0 on, `b` from 1 on, and so forth. */
// @ts-ignore: decorator
@inline
function four<Part>(a: v128, b: v128, c: v128, d: v128, step: usize, out: usize): usize {
  const ac = low(a, c);
  const bd = low(b, d);
  const ac2 = high(a, c);
  const bd2 = high(b, d);
  out = eight<Part>(low(ac, bd), step, out);
  out = eight<Part>(high(ac, bd), step, out);
  out = eight<Part>(low(ac2, bd2), step, out);
  return eight<Part>(high(ac2, bd2), step, out);
}

/** Bits by rule, in at most 16 sets → `Part`s of words by row, of 64 rows. */
function partsOf<Part>(sets: usize, count: i32, stride: usize, step: usize, out: usize): void {
  const a0 = low(bytesOf(sets, 0, count, stride), bytesOf(sets, 8, count, stride));
  const a1 = low(bytesOf(sets, 1, count, stride), bytesOf(sets, 9, count, stride));
  const a2 = low(bytesOf(sets, 2, count, stride), bytesOf(sets, 10, count, stride));
  const a3 = low(bytesOf(sets, 3, count, stride), bytesOf(sets, 11, count, stride));
  const a4 = low(bytesOf(sets, 4, count, stride), bytesOf(sets, 12, count, stride));
  const a5 = low(bytesOf(sets, 5, count, stride), bytesOf(sets, 13, count, stride));
  const a6 = low(bytesOf(sets, 6, count, stride), bytesOf(sets, 14, count, stride));
  const a7 = low(bytesOf(sets, 7, count, stride), bytesOf(sets, 15, count, stride));
  out = four<Part>(low(a0, a4), low(a1, a5), low(a2, a6), low(a3, a7), step, out);
  four<Part>(high(a0, a4), high(a1, a5), high(a2, a6), high(a3, a7), step, out);
}

/** Bits by rule, in at most 32 sets `stride` bytes apart → a word by row, every `width` words; of 64 rows at a time. */
export function wordsOf(sets: usize, count: i32, stride: usize, rows: i32, width: usize, out: usize): void {
  const step = width << 2;
  for (let row = 0; row < rows; row += 64, sets += 8, out += 64 * step) {
    partsOf<u32>(sets, count, stride, step, out);
    if (count > 16) partsOf<u16>(sets + 16 * stride, count - 16, stride, step, out + 2);
  }
}

// @ts-ignore: decorator
@inline
function same(a: usize, b: usize, bytes: usize): bool {
  for (let i: usize = 0; i < bytes; i += 4) if (load<u32>(a + i) != load<u32>(b + i)) return false;
  return true;
}

// @ts-ignore: decorator
@inline
function hash(at: usize, bytes: usize): u32 {
  let h: u32 = 0x9e3779b9;
  for (let i: usize = 0; i < bytes; i += 4) {
    h = (h ^ load<u32>(at + i)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    h ^= h >>> 16;
  }
  return h;
}

/** How many slots the table of codes has at first. It is doubled where half of it is taken. */
const FIRST_SLOTS: u32 = 1024;

/**
 * The slot of a key in a table of `2 ** (64 - shift)` slots: where it is, or where it would be. A slot holds a key and its code plus 1,
 * which is 0 where it is free.
 */
// @ts-ignore: decorator
@inline
function slotOf<Key>(key: Key, slots: usize, shift: u64): usize {
  const last = (<usize>1 << <usize>(64 - shift)) - 1;
  let slot = <usize>((<u64>key * 0x9e3779b97f4a7c15) >> shift);
  let at = slots + slot * 2 * sizeof<Key>();
  while (load<Key>(at) != key && load<Key>(at, sizeof<Key>()) != 0) {
    slot = (slot + 1) & last;
    at = slots + slot * 2 * sizeof<Key>();
  }
  return at;
}

/** `codesOf` where all words of a row are one key. */
// @ts-ignore: decorator
@inline
function codesOfKeys<Key>(keys: usize, rows: usize, count: i32, most: u32, slots: usize, firsts: usize, out: usize): i32 {
  let slotCount = FIRST_SLOTS;
  let shift: u64 = 64 - <u64>ctz(slotCount);
  memory.fill(slots, 0, <usize>slotCount * 2 * sizeof<Key>());
  let found: u32 = 0;
  for (let i = 0; i < count; i++) {
    const row = <u32>rowAt(rows, i);
    const key = load<Key>(keys + <usize>row * sizeof<Key>());
    const slot = slotOf<Key>(key, slots, shift);
    let entry = <u32>load<Key>(slot, sizeof<Key>());
    if (entry == 0) {
      if (found == most) return -1;
      store<u32>(firsts + (<usize>found << 2), row);
      found++;
      entry = found;
      store<Key>(slot, key);
      store<Key>(slot, <Key>entry, sizeof<Key>());
      if (found > slotCount >> 1) {
        slotCount *= 2;
        shift--;
        memory.fill(slots, 0, <usize>slotCount * 2 * sizeof<Key>());
        for (let code: u32 = 0; code < found; code++) {
          const known = load<Key>(keys + <usize>load<u32>(firsts + (<usize>code << 2)) * sizeof<Key>());
          const free = slotOf<Key>(known, slots, shift);
          store<Key>(free, known);
          store<Key>(free, <Key>(code + 1), sizeof<Key>());
        }
      }
    }
    store<u32>(out + (<usize>i << 2), entry - 1);
  }
  return <i32>found;
}

/** `codesOf` where there are more words. */
// @ts-ignore: decorator
@inline
function codesOfMany(words: usize, width: usize, rows: usize, count: i32, most: u32, slots: usize, firsts: usize, out: usize): i32 {
  let slotCount = FIRST_SLOTS;
  while (slotCount < 2 * <u32>count) slotCount *= 2;
  memory.fill(slots, 0, <usize>slotCount << 2);
  const bytes = width << 2;
  const mask = slotCount - 1;
  let found: u32 = 0;
  for (let i = 0; i < count; i++) {
    const row = <u32>rowAt(rows, i);
    const at = words + <usize>row * bytes;
    let slot = hash(at, bytes) & mask;
    let entry = load<u32>(slots + (<usize>slot << 2));
    while (entry != 0 && !same(at, words + <usize>load<u32>(firsts + (<usize>(entry - 1) << 2)) * bytes, bytes)) {
      slot = (slot + 1) & mask;
      entry = load<u32>(slots + (<usize>slot << 2));
    }
    if (entry == 0) {
      if (found == most) return -1;
      store<u32>(firsts + (<usize>found << 2), row);
      found++;
      entry = found;
      store<u32>(slots + (<usize>slot << 2), entry);
    }
    store<u32>(out + (<usize>i << 2), entry - 1);
  }
  return <i32>found;
}

/**
 * Codes of equal rows of words, in the order in which they come; `rows` lists the rows (u32), or is 0 for all from 0 on. Writes the
 * first row of each code into `firsts`, and gives how many there are, or −1 where they are more than `most`. `slots`: room for the
 * table, 16 bytes a slot, of at least 1,024 slots, and of a power of two that is no less than twice the rows.
 */
export function codesOf(words: usize, width: usize, rows: usize, count: i32, most: u32, slots: usize, firsts: usize, out: usize): i32 {
  if (width == 1) return codesOfKeys<u32>(words, rows, count, most, slots, firsts, out);
  if (width == 2) return codesOfKeys<u64>(words, rows, count, most, slots, firsts, out);
  return codesOfMany(words, width, rows, count, most, slots, firsts, out);
}

/** A name in the table: the address of a bar with the name after it, the length of the name, and where it stood last in the texts, by itself and with a bar before. */
const NAME: usize = 16;
const NOWHERE: u32 = 0xffffffff;

/** Where the texts are, uncompressed; what is written moves it on. */
let position: u32 = 0;

/** Snappy's two kinds of elements (https://github.com/google/snappy/blob/main/format_description.txt): bytes as they are, and bytes that stood `distance` before. */
// @ts-ignore: decorator
@inline
function plain(from: usize, length: u32, out: usize): usize {
  const most = length - 1;
  if (most < 60) store<u8>(out++, <u8>(most << 2));
  else {
    store<u8>(out, 61 << 2);
    store<u16>(out + 1, <u16>most);
    out += 3;
  }
  for (let i: usize = 0; i < <usize>length; i += 16) v128.store(out + i, v128.load(from + i));
  return out + length;
}

// @ts-ignore: decorator
@inline
function again(distance: u32, length: u32, out: usize): usize {
  for (; length > 64; length -= 64, out += 3) {
    store<u8>(out, (63 << 2) | 2);
    store<u16>(out + 1, <u16>distance);
  }
  store<u8>(out, <u8>(((length - 1) << 2) | 2));
  store<u16>(out + 1, <u16>distance);
  return out + 3;
}

/** Adds a name, with a bar before it unless it is the first of its list. */
// @ts-ignore: decorator
@inline
function add(names: usize, place: usize, isFirst: bool, out: usize): usize {
  const name = names + place * NAME;
  const own = load<u32>(name + 4);
  const length = isFirst ? own : own + 1;
  const last = load<u32>(name + (isFirst ? 8 : 12));
  const distance = position - last;
  if (last == NOWHERE || distance > 0xffff) out = plain(<usize>load<u32>(name) + <usize>isFirst, length, out);
  else out = again(distance, length, out);
  if (!isFirst) store<u32>(name + 12, position);
  store<u32>(name + 8, isFirst ? position : position + 1);
  position += length;
  return out;
}

/**
 * The texts of lists as a plain page of Parquet has them, each after its length: the names whose bits are set, or (`areCodes`) whose numbers, from 1, stand in
 * 16 bits each, with bars between. In Snappy's elements: a name that stood there before is told by where. Gives where they end. `listed` is how many rows `firsts`
 * lists, `count` how many names the table has.
 */
export function textsOf(areCodes: bool, words: usize, width: usize, firsts: usize, listed: i32, names: usize, count: i32, out: usize): usize {
  for (let i = 0; i < count; i++) store<u64>(names + <usize>i * NAME + 8, 0xffffffffffffffff);
  position = 0;
  for (let i = 0; i < listed; i++) {
    const at = words + <usize>load<u32>(firsts + (<usize>i << 2)) * (width << 2);
    const length = out + 1;
    store<u8>(out, 3 << 2);
    out += 5;
    position += 4;
    const start = position;
    if (areCodes)
      for (let k: usize = 0; k < width << 2; k += 2) {
        const code = <usize>load<u16>(at + k);
        if (code != 0) out = add(names, code - 1, position == start, out);
      }
    else
      for (let k: usize = 0; k < width; k++)
        for (let word = load<u32>(at + (k << 2)); word != 0; word &= word - 1)
          out = add(names, (k << 5) + <usize>ctz(word), position == start, out);
    store<u32>(length, position - start);
  }
  return out;
}

/** How many bytes the texts are that were put together last. */
export function sizeOfTexts(): u32 {
  return position;
}

/** How many names lists have together. */
export function namesIn(areCodes: bool, words: usize, width: usize, firsts: usize, listed: i32): u32 {
  let names: u32 = 0;
  for (let i = 0; i < listed; i++) {
    const at = words + <usize>load<u32>(firsts + (<usize>i << 2)) * (width << 2);
    if (areCodes) for (let k: usize = 0; k < width << 2; k += 2) names += <u32>(load<u16>(at + k) != 0);
    else for (let k: usize = 0; k < width << 2; k += 4) names += popcnt(load<u32>(at + k));
  }
  return names;
}

// @ts-ignore: decorator
@inline
function rowAt(rows: usize, i: i32): usize {
  return rows == 0 ? <usize>i : <usize>load<u32>(rows + (<usize>i << 2));
}

/** Hundredths (f64) → currency. `rows` as for `codesOf`. */
export function amountsOf(hundredths: usize, rows: usize, count: i32, out: usize): void {
  const hundred = f64x2.splat(100);
  if (rows == 0)
    for (let i: usize = 0; i < <usize>count << 3; i += 16) v128.store(out + i, f64x2.div(v128.load(hundredths + i), hundred));
  else for (let i = 0; i < count; i++) store<f64>(out + (<usize>i << 3), load<f64>(hundredths + (rowAt(rows, i) << 3)) / 100);
}

/**
 * The same without what is not a number. Writes a bit a row, lowest first: 0 where it is left out; 1 after the last row, up to a whole
 * byte. Gives how many are left.
 */
export function presentOf(hundredths: usize, rows: usize, count: i32, levels: usize, out: usize): i32 {
  const start = out;
  for (let i = 0; i < count; i += 8, levels++) {
    const end = min<i32>(8, count - i);
    let bits: u32 = 0xff << end;
    for (let k = 0; k < end; k++) {
      const amount = load<f64>(hundredths + (rowAt(rows, i + k) << 3));
      const isThere = <u32>(amount == amount);
      store<f64>(out, amount / 100);
      out += <usize>isThere << 3;
      bits |= isThere << k;
    }
    store<u8>(levels, <u8>bits);
  }
  return <i32>((out - start) >> 3);
}

/** Bytes → codes (u32). `rows` as for `codesOf`. */
export function widened(bytes: usize, rows: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i++) store<u32>(out + (<usize>i << 2), <u32>load<u8>(bytes + rowAt(rows, i)));
}

/** Four codes of `width` bits each. */
// @ts-ignore: decorator
@inline
function joined(codes: usize, width: u64): u64 {
  const low = load<u32>(codes) | (load<u32>(codes, 4) << <u32>width);
  const high = load<u32>(codes, 8) | (load<u32>(codes, 12) << <u32>width);
  return <u64>low | (<u64>high << (2 * width));
}

/** Codes (u32) of `width` bits each, at most 16, lowest bits first, in whole groups of eight; gives where they end. */
export function pack(codes: usize, count: i32, width: u32, out: usize): usize {
  memory.fill(codes + (<usize>count << 2), 0, 32);
  const end = codes + (<usize>count << 2);
  const half = <usize>width >> 1;
  // Half of a group ends within a byte where the width is odd.
  const isOdd = (width & 1) == 1;
  for (; codes < end; codes += 32, out += width) {
    const low = joined(codes, width);
    const high = joined(codes + 16, width);
    store<u64>(out, low);
    store<u64>(out + half, isOdd ? (low >> (<u64>half << 3)) | (high << 4) : high);
  }
  return out;
}

