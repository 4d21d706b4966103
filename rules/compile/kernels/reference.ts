/**
 * The kernels in plain TypeScript: what each means, and the fallback where WebAssembly is not to be had. The same arguments as in
 * assembly/kernels.ts: addresses in one memory, `n` rows (a multiple of 128), bit sets of one bit a row, NaN for null.
 */
import type { KernelMemory, Kernels } from "./kernels.ts";
import { OPERATIONS, type Operation } from "./plan.ts";

/** 2^36 hundredths: times 100,000 basis points this stays below 2^53. */
export const FAST = 2 ** 36;
const GUARDRAIL = 24;
const RULE = 32;
const FOUR = 36;
const SET = 16;
const PLANNED = Object.entries(OPERATIONS);

interface Views {
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
}

/** Kernels over a memory. They hold no state but the memory. */
export function createReferenceKernels(memory: KernelMemory): Kernels {
  let views = viewsOf(memory.buffer);
  let seen = memory.buffer;
  const v = (): Views => {
    if (seen !== memory.buffer) {
      seen = memory.buffer;
      views = viewsOf(seen);
    }
    return views;
  };

  /** Sets the bits of n rows by a test. */
  const bits = (out: number, n: number, test: (row: number) => boolean): void => {
    const { u32 } = v();
    for (let word = 0; word < n >> 5; word++) {
      let set = 0;
      for (let i = 0; i < 32; i++) if (test((word << 5) + i)) set |= 1 << i;
      u32[(out >> 2) + word] = set;
    }
  };
  const numbers = (out: number, n: number, compute: (row: number) => number): void => {
    const { f64 } = v();
    for (let row = 0; row < n; row++) f64[(out >> 3) + row] = compute(row);
  };
  const isSet = (u32: Uint32Array, set: number, row: number): boolean => ((at(u32, (set >> 2) + (row >> 5)) >>> (row & 31)) & 1) === 1;
  const setBit = (u32: Uint32Array, set: number, row: number): void => {
    const word = (set >> 2) + (row >> 5);
    u32[word] = at(u32, word) | (1 << (row & 31));
  };
  /** Visits the rows of a mask in order. */
  const rows = (mask: number, n: number, visit: (row: number) => void): void => {
    const { u32 } = v();
    for (let word = 0; word < n >> 5; word++) {
      for (let set = at(u32, (mask >> 2) + word); set !== 0; set &= set - 1) visit((word << 5) + 31 - Math.clz32(set & -set));
    }
  };
  const binary =
    (compute: (x: number, y: number) => number) =>
    (a: number, b: number, out: number, n: number): void => {
      const { f64 } = v();
      numbers(out, n, (row) => compute(at(f64, (a >> 3) + row), at(f64, (b >> 3) + row)));
    };
  const amountOf = (constant: number, amounts: number, row: number): number =>
    amounts === 0 ? constant : at(v().f64, (amounts >> 3) + row);

  const kernels: Kernels = {
    range8(column, low, high, out, n) {
      const { i8 } = v();
      bits(out, n, (row) => at(i8, column + row) >= low && at(i8, column + row) <= high);
    },
    range16(column, low, high, out, n) {
      const { i16 } = v();
      bits(out, n, (row) => at(i16, (column >> 1) + row) >= low && at(i16, (column >> 1) + row) <= high);
    },
    range32(column, low, high, out, n) {
      const { i32 } = v();
      bits(out, n, (row) => at(i32, (column >> 2) + row) >= low && at(i32, (column >> 2) + row) <= high);
    },
    range64(column, low, high, out, n) {
      const { f64 } = v();
      bits(out, n, (row) => at(f64, (column >> 3) + row) >= low && at(f64, (column >> 3) + row) <= high);
    },
    codes8(column, table, out, n) {
      const { u8 } = v();
      bits(out, n, (row) => {
        const code = at(u8, column + row);
        return ((at(u8, table + (code & 15) + 16 * (code >> 7)) >> ((code >> 4) & 7)) & 1) === 1;
      });
    },
    codes32(column, table, size, out, n) {
      const { u8, i32 } = v();
      bits(out, n, (row) => {
        const code = at(i32, (column >> 2) + row) + 1;
        return code >= 0 && code <= size && at(u8, table + code) !== 0;
      });
    },
    holds(bytes, codes, starts, members, texts, out, n) {
      const { u8, i32, u32 } = v();
      bits(out, n, (row) => {
        const start = (starts >> 2) + 1 + (bytes === 1 ? at(u8, codes + row) : at(i32, (codes >> 2) + row));
        const own = i32.subarray((members >> 2) + at(u32, start), (members >> 2) + at(u32, start + 1));
        return own.includes(at(i32, (texts >> 2) + row));
      });
    },
    order64(operator, a, b, out, n) {
      const { f64 } = v();
      bits(out, n, (row) => {
        const [x, y] = [at(f64, (a >> 3) + row), at(f64, (b >> 3) + row)];
        return operator === 0 ? x < y : operator === 1 ? x <= y : x === y;
      });
    },
    equal32(a, b, out, n) {
      const { i32 } = v();
      bits(out, n, (row) => at(i32, (a >> 2) + row) === at(i32, (b >> 2) + row));
    },
    decimals(from, divisor, out, inexact, n) {
      const { f64, i32 } = v();
      bits(inexact, n, (row) => {
        const whole = roundEven(at(f64, (from >> 3) + row) * divisor);
        i32[(out >> 2) + row] = Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, whole));
        return !(whole / divisor === at(f64, (from >> 3) + row) && Math.abs(whole) < 2 ** 31);
      });
    },
    shorten(bytes, column, out, n) {
      const { i8, i16, i32 } = v();
      for (let row = 0; row < n; row++) {
        const whole = at(i32, (column >> 2) + row);
        if (bytes === 1) i8[out + row] = Math.max(-128, Math.min(127, whole));
        else i16[(out >> 1) + row] = Math.max(-32_768, Math.min(32_767, whole));
      }
    },
    scale32(column, factor, n) {
      const { i32 } = v();
      for (let row = 0; row < n; row++) i32[(column >> 2) + row] = Math.imul(at(i32, (column >> 2) + row), factor);
    },
    recode(codes, table, out, n) {
      const { u8 } = v();
      for (let row = 0; row < n; row++) u8[out + row] = at(u8, table + at(u8, codes + row));
    },
    nullify(bytes, nulls, column, n) {
      const { u8, i8, i16, i32, f64 } = v();
      const [view, shift, nothing] = (
        { 0: [u8, 0, 255], 1: [i8, 0, -128], 2: [i16, 1, -32_768], 4: [i32, 2, -(2 ** 31)], 8: [f64, 3, Number.NaN] } as const
      )[bytes as 0 | 1 | 2 | 4 | 8];
      for (let row = 0; row < n; row++) if (u8[nulls + row] === 1) view[(column >> shift) + row] = nothing;
    },
    onesOf(bytes, out, n) {
      const { u8 } = v();
      bits(out, n, (row) => u8[bytes + row] === 1);
    },
    widen8(column, out, n) {
      const { i8 } = v();
      numbers(out, n, (row) => (at(i8, column + row) === -128 ? Number.NaN : at(i8, column + row)));
    },
    widen16(column, divisor, out, n) {
      const { i16 } = v();
      numbers(out, n, (row) => (at(i16, (column >> 1) + row) === -32768 ? Number.NaN : at(i16, (column >> 1) + row) / divisor));
    },
    widen32(column, divisor, out, n) {
      const { i32 } = v();
      numbers(out, n, (row) => (at(i32, (column >> 2) + row) === -(2 ** 31) ? Number.NaN : at(i32, (column >> 2) + row) / divisor));
    },
    map8(column, table, out, n) {
      const { u8, i32 } = v();
      for (let row = 0; row < n; row++) i32[(out >> 2) + row] = at(i32, (table >> 2) + at(u8, column + row));
    },
    map32(column, table, out, n) {
      const { i32 } = v();
      for (let row = 0; row < n; row++) i32[(out >> 2) + row] = at(i32, (table >> 2) + at(i32, (column >> 2) + row) + 1);
    },
    add: binary((x, y) => finite(x + y)),
    subtract: binary((x, y) => finite(x - y)),
    multiply: binary((x, y) => finite(x * y)),
    divide: binary((x, y) => finite(x / y)),
    least: binary((x, y) => Math.min(x, y)),
    greatest: binary((x, y) => Math.max(x, y)),
    unary(operator, a, out, n) {
      const { f64 } = v();
      const compute = [(x: number) => -x, Math.abs, Math.floor, Math.ceil][operator] as (x: number) => number;
      numbers(out, n, (row) => compute(at(f64, (a >> 3) + row)));
    },
    select32(set, a, b, out, n) {
      const { u32, i32 } = v();
      for (let row = 0; row < n; row++) i32[(out >> 2) + row] = at(i32, ((isSet(u32, set, row) ? a : b) >> 2) + row);
    },
    default64(a, value, out, n) {
      const { f64 } = v();
      numbers(out, n, (row) => (Number.isNaN(at(f64, (a >> 3) + row)) ? value : at(f64, (a >> 3) + row)));
    },
    combine(operator, a, b, out, n) {
      const { u32 } = v();
      for (let word = 0; word < n >> 5; word++) {
        const [x, y] = [at(u32, (a >> 2) + word), at(u32, (b >> 2) + word)];
        u32[(out >> 2) + word] = operator === 0 ? x & y : operator === 1 ? x | y : operator === 2 ? x & ~y : ~(x & y);
      }
    },
    takeFirst(a, left, out, n) {
      const { u32 } = v();
      for (let word = 0; word < n >> 5; word++) {
        const [x, y] = [at(u32, (a >> 2) + word), at(u32, (left >> 2) + word)];
        u32[(out >> 2) + word] = at(u32, (out >> 2) + word) | (x & y);
        u32[(left >> 2) + word] = y & ~x;
      }
    },
    choose(mask, a, b, out, n) {
      const { u32 } = v();
      for (let word = 0; word < n >> 5; word++) {
        const m = at(u32, (mask >> 2) + word);
        u32[(out >> 2) + word] = (at(u32, (a >> 2) + word) & m) | (at(u32, (b >> 2) + word) & ~m);
      }
    },
    differing(a, b, out, n) {
      const { u32 } = v();
      for (let word = 0; word < n >> 5; word++)
        u32[(out >> 2) + word] = at(u32, (out >> 2) + word) | (at(u32, (a >> 2) + word) ^ at(u32, (b >> 2) + word));
    },
    clear(sets, count, stride, n) {
      for (let i = 0; i < count; i++) kernels.fill(0, sets + i * stride, n >> 3);
    },
    copyRows(width, from, out, n) {
      kernels.copy(from, out, (n * width) >> 3);
    },
    fill(value, out, bytes) {
      v().u8.fill(value, out, out + bytes);
    },
    copy(from, out, bytes) {
      v().u8.copyWithin(out, from, from + bytes);
    },
    count(set, n) {
      const { u32 } = v();
      let sum = 0;
      for (let word = 0; word < n >> 5; word++) sum += ones(at(u32, (set >> 2) + word));
      return sum;
    },
    pick(bytes, column, rows, out, count) {
      const { u8, u32 } = v();
      for (let i = 0; i < count; i++) {
        const from = column + at(u32, (rows >> 2) + i) * bytes;
        u8.copyWithin(out + i * bytes, from, from + bytes);
      }
    },
    entries(bytes, table, _known, codes, out, count) {
      const { u8 } = v();
      for (let i = 0; i < count; i++) {
        const from = table + (at(u8, codes + 2 * i) | (at(u8, codes + 2 * i + 1) << 8)) * bytes;
        u8.copyWithin(out + i * bytes, from, from + bytes);
      }
    },
    place(bytes, values, rows, column, count) {
      const { u8, u32 } = v();
      for (let i = 0; i < count; i++)
        u8.copyWithin(column + at(u32, (rows >> 2) + i) * bytes, values + i * bytes, values + (i + 1) * bytes);
    },
    pickBits(set, rows, out, count) {
      const { u32 } = v();
      for (let word = 0; word < Math.ceil(count / 64) * 2; word++) u32[(out >> 2) + word] = 0;
      for (let i = 0; i < count; i++) if (isSet(u32, set, at(u32, (rows >> 2) + i))) setBit(u32, out, i);
    },
    placeBits(set, rows, out, count) {
      const { u32 } = v();
      for (let i = 0; i < count; i++) {
        const row = at(u32, (rows >> 2) + i);
        const word = (out >> 2) + (row >> 5);
        u32[word] = isSet(u32, set, i) ? at(u32, word) | (1 << (row & 31)) : at(u32, word) & ~(1 << (row & 31));
      }
    },
    hundredths(a, out, n) {
      const { f64 } = v();
      numbers(out, n, (row) => {
        const x = at(f64, (a >> 3) + row);
        return (x < 0 ? -1 : 1) * Math.round(Math.abs(x) * 100) + 0;
      });
    },
    copyWhere(mask, a, out, n) {
      const { f64 } = v();
      rows(mask, n, (row) => {
        f64[(out >> 3) + row] = at(f64, (a >> 3) + row);
      });
    },
    blend(mask, a, b, out, n) {
      const { u32, f64 } = v();
      numbers(out, n, (row) => at(f64, ((isSet(u32, mask, row) ? a : b) >> 3) + row));
    },
    setWhere(mask, value, out, n) {
      const { f64 } = v();
      rows(mask, n, (row) => {
        f64[(out >> 3) + row] = value;
      });
    },
    step(mask, kind, constant, amounts, limits, beyond, n) {
      const { f64, u32 } = v();
      rows(mask, n, (row) => {
        const after = stepped(kind, at(f64, (limits >> 3) + row), amountOf(constant, amounts, row));
        if (after > FAST) setBit(u32, beyond, row);
        else f64[(limits >> 3) + row] = after;
      });
    },
    share(mask, basisPoints, limits, beyond, n) {
      const { f64, u32 } = v();
      rows(mask, n, (row) => {
        const limit = at(f64, (limits >> 3) + row);
        const after = limit + Math.trunc((limit * basisPoints) / 10_000);
        if (after > FAST) setBit(u32, beyond, row);
        else f64[(limits >> 3) + row] = after;
      });
    },
    tryLowest(mask, kind, constant, amounts, before, best, rules, rule, n) {
      const { f64, u16 } = v();
      rows(mask, n, (row) => {
        const after = stepped(kind, at(f64, (before >> 3) + row), amountOf(constant, amounts, row));
        if (after >= at(f64, (best >> 3) + row)) return;
        f64[(best >> 3) + row] = after;
        u16[(rules >> 1) + row] = rule;
      });
    },
    takeLowest(mask, best, rules, limits, applied, stride, n) {
      const { f64, u16, u32 } = v();
      rows(mask, n, (row) => {
        f64[(limits >> 3) + row] = at(f64, (best >> 3) + row);
        setBit(u32, applied + at(u16, (rules >> 1) + row) * stride, row);
      });
    },
    settle(
      mask,
      cut,
      before,
      limits,
      guardrails,
      guardrailCount,
      numbers,
      shares,
      beyond,
      unit,
      leastAmount,
      leastBasisPoints,
      deepBasisPoints,
      moved,
      deep,
      _scratch,
      n,
    ) {
      const { f64, u8, u32 } = v();
      for (const set of deep === 0 ? [moved] : [moved, deep]) kernels.fill(0, set, n >> 3);
      rows(mask, n, (row) => {
        const from = at(f64, (before >> 3) + row);
        let limit = at(f64, (limits >> 3) + row);
        if (numbers !== 0) limit += Math.trunc((limit * at(f64, (shares >> 3) + at(u8, numbers + row))) / 10_000);
        if (limit > FAST) setBit(u32, beyond, row);
        for (let g = 0; g < guardrailCount; g++) limit = guarded(guardrails + g * GUARDRAIL, cut === 1, row, from, limit);
        limit = cut === 1 ? Math.min(from, Math.ceil(limit / unit) * unit) : Math.max(from, Math.floor(limit / unit) * unit);
        const change = Math.abs(limit - from);
        if (change < leastAmount || change * 10_000 < from * leastBasisPoints) limit = from;
        f64[(limits >> 3) + row] = limit;
        if (limit === from) return;
        setBit(u32, moved, row);
        if (deep !== 0 && change * 10_000 >= from * deepBasisPoints) setBit(u32, deep, row);
      });
    },
    available(limits, balances, frozen, out, n) {
      const { f64, u32 } = v();
      numbers(out, n, (row) => {
        const balance = at(f64, (balances >> 3) + row);
        return isSet(u32, frozen, row) ? balance - balance : Math.max(at(f64, (limits >> 3) + row) - balance, 0);
      });
    },
    decisions(valid, frozen, referred, falls, holds, rises, out, n) {
      const { u8, u32 } = v();
      for (let row = 0; row < n; row++) {
        const code = [frozen, referred, falls, holds].findIndex((set) => isSet(u32, set, row));
        u8[out + row] = !isSet(u32, valid, row) ? 255 : code >= 0 ? code : isSet(u32, rises, row) ? 5 : 4;
      }
    },
    tellReasons(list, count, fresh, places, planes, n) {
      const { i32, u32 } = v();
      if (fresh === 1) kernels.fill(0, places, (n >> 3) * 4 * (planes + 1));
      for (let four = list; four < list + count * FOUR; four += FOUR) {
        for (let i = 0; i < 4; i++) {
          const told = at(u32, (four + 8 * i + 4) >> 2);
          rows(at(u32, (four + 8 * i) >> 2), n, (row) => {
            if (told !== 0 && isSet(u32, told, row)) return;
            if (told !== 0) setBit(u32, told, row);
            tell(row, at(i32, (four + 32) >> 2) * 4 + i, places, planes);
          });
        }
      }
    },
    markRows(mask, code, planes, stride, n) {
      const { u32 } = v();
      rows(mask, n, (row) => {
        for (let bit = 0; code >> bit !== 0; bit++) if (((code >> bit) & 1) === 1) setBit(u32, planes + bit * stride, row);
      });
    },
    markedNumbers(planes, count, stride, out, n) {
      const { u8, u32 } = v();
      for (let row = 0; row < n; row++) {
        let number = 0;
        for (let bit = 0; bit < count; bit++) if (isSet(u32, planes + bit * stride, row)) number |= 1 << bit;
        u8[out + row] = number;
      }
    },
    writeReasons(mask, places, planes, others, reasons, _scratch, n) {
      const { u16, u32 } = v();
      if (others !== reasons) kernels.copy(others, reasons, n * 8);
      rows(mask, n, (row) => {
        for (let place = 0; place < 4; place++) {
          let code = 0;
          for (let plane = 0; plane < planes; plane++)
            if (isSet(u32, planeOf(places, planes, place, row) + (1 + plane) * SET, row & 127)) code |= 1 << plane;
          u16[(reasons >> 1) + row * 4 + place] = code;
        }
      });
    },
    sequentialReasons(mask, rises, before, rules, ruleCount, _scratch, places, planes, n) {
      const { f64, i32, u32 } = v();
      rows(mask, n, (row) => {
        const up = isSet(u32, rises, row);
        let limit = at(f64, (before >> 3) + row);
        const moves: { readonly size: number; readonly code: number; readonly told: number }[] = [];
        for (let r = 0; r < ruleCount; r++) {
          const rule = rules + r * RULE;
          const kind = at(i32, (rule + 4) >> 2);
          if (kind < 0 || !isSet(u32, at(u32, rule >> 2), row)) continue;
          const after = stepped(kind, limit, amountOf(at(f64, (rule + 8) >> 3), at(u32, (rule + 16) >> 2), row));
          const size = up ? after - limit : limit - after;
          if (size > 0) moves.push({ size, code: at(i32, (rule + 20) >> 2), told: at(u32, (rule + 24) >> 2) });
          limit = after;
        }
        moves.sort((a, b) => b.size - a.size);
        for (const { code, told } of moves) {
          if (isSet(u32, told, row)) continue;
          if (!tell(row, code, places, planes)) break;
          setBit(u32, told, row);
        }
      });
    },
    shifts(valid, limitsA, limitsB, availableA, availableB, decisionsA, decisionsB, reasonsA, reasonsB, shifted, reasonShifted, n) {
      const { f64, u8, u32, i64 } = v();
      const differ = (a: number, b: number) => a !== b && !(Number.isNaN(a) && Number.isNaN(b));
      const moved = (row: number) =>
        at(u8, decisionsA + row) !== at(u8, decisionsB + row) || differ(at(f64, (limitsA >> 3) + row), at(f64, (limitsB >> 3) + row));
      bits(shifted, n, (row) => {
        const opened = differ(at(f64, (availableA >> 3) + row), at(f64, (availableB >> 3) + row));
        return isSet(u32, valid, row) && (moved(row) || opened);
      });
      bits(reasonShifted, n, (row) => isSet(u32, valid, row) && !moved(row) && i64[(reasonsA >> 3) + row] !== i64[(reasonsB >> 3) + row]);
    },
    tally(mask, decisionsA, decisionsB, limitsA, limitsB, availableA, availableB, table, sign, _scratch, n) {
      const { f64, u8, i64 } = v();
      rows(mask, n, (row) => {
        const cell = (table >> 3) + (at(u8, decisionsA + row) * 6 + at(u8, decisionsB + row)) * 5;
        const add = (i: number, amount: number) => {
          i64[cell + i] = (i64[cell + i] as bigint) + BigInt(sign) * BigInt(Number.isNaN(amount) ? 0 : amount);
        };
        add(0, 1);
        [limitsA, limitsB, availableA, availableB].forEach((column, i) => void add(i + 1, at(f64, (column >> 3) + row)));
      });
    },
    advance(list, count, bytes) {
      const { u32 } = v();
      for (const place of u32.subarray(list >> 2, (list >> 2) + count)) u32[place >> 2] = at(u32, place >> 2) + bytes;
    },
    runPlan(start, end, n) {
      for (let place = start; place < end; ) {
        const [operation, signature] = PLANNED[at(v().u32, place >> 2)] as [Operation, string];
        place += 4;
        const operands: number[] = [];
        for (const kind of signature) {
          operands.push(operandAt(kind, place));
          place += kind === "d" ? 8 : 4;
        }
        (kernels[operation] as (...operands: number[]) => void)(...operands, n);
      }
    },
  };

  function operandAt(kind: string, place: number): number {
    const { i32, u32 } = v();
    if (kind === "d") return new Float64Array(u32.slice(place >> 2, (place >> 2) + 2).buffer)[0] as number;
    return at(kind === "a" ? u32 : i32, place >> 2);
  }

  function guarded(g: number, cut: boolean, row: number, from: number, limit: number): number {
    const { f64, u32 } = v();
    if (cut ? limit >= from : limit <= from) return limit;
    const when = at(u32, g >> 2);
    if (when !== 0 && !isSet(u32, when, row)) return limit;
    const bound = amountOf(at(f64, (g + 8) >> 3), at(u32, (g + 4) >> 2), row);
    if (!(cut ? bound > limit : bound < limit)) return limit;
    setBit(u32, at(u32, (g + 16) >> 2), row);
    return cut ? Math.min(bound, from) : Math.max(bound, from);
  }

  /** Whether there was a place left. */
  function tell(row: number, code: number, places: number, planes: number): boolean {
    const { u32 } = v();
    for (let place = 0; place < 4; place++) {
      const taken = planeOf(places, planes, place, row);
      if (isSet(u32, taken, row & 127)) continue;
      setBit(u32, taken, row & 127);
      for (let plane = 0; plane < planes; plane++) if (((code >> plane) & 1) === 1) setBit(u32, taken + (1 + plane) * SET, row & 127);
      return true;
    }
    return false;
  }

  return kernels;
}

/** Where a place's bits stand for the 128 rows of a row's block. */
function planeOf(places: number, planes: number, place: number, row: number): number {
  return places + ((row >> 7) * 4 + place) * (planes + 1) * SET;
}

/** What a step makes of a limit; a missing or negative amount has no effect. */
function stepped(kind: number, limit: number, amount: number): number {
  if (kind <= 1) {
    const share = Math.floor((limit * amount) / 10_000);
    return kind === 0 ? limit + share : Math.max(limit - share, 0);
  }
  if (!(amount >= 0)) return limit;
  return kind === 2 ? limit + amount : kind === 3 ? Math.max(limit - amount, 0) : amount;
}

/** To the nearest whole number, halves to the even one. */
function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

function finite(x: number): number {
  return Number.isFinite(x) ? x : Number.NaN;
}

function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x5555_5555);
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333);
  return (((x + (x >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}

/** An entry that is there: addresses come from the plan, which made room for them. */
function at(view: { readonly [index: number]: number }, index: number): number {
  return view[index] as number;
}

function viewsOf(buffer: ArrayBufferLike): Views {
  return {
    u8: new Uint8Array(buffer),
    i8: new Int8Array(buffer),
    i16: new Int16Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f64: new Float64Array(buffer),
    i64: new BigInt64Array(buffer),
  };
}
