import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelsModule } from "../../../cli/tasks/kernels.mjs";
import { Arena } from "./arena.ts";
import { type Kernels, type KernelSet, loadKernels } from "./kernels.ts";
import { OPERATIONS, type Operation, Plan } from "./plan.ts";

it("wasm.ts is what assembly/kernels.ts gives", { timeout: 60_000 }, async () => {
  const here = (text: string) => text.match(/"[A-Za-z0-9+/=]{100,}"/g);
  const written = here(readFileSync(new URL("./wasm.ts", import.meta.url), "utf8"));
  expect(written).toHaveLength(2);
  expect(written).toEqual(here(await kernelsModule()));
});

// --- each kernel, in WebAssembly and in plain TypeScript, on the same memory ----------------------

const ROWS = 256;
const WORDS = ROWS / 8;
/** Blocks of memory, far enough apart for the widest argument. */
const BLOCK = 8192;
const block = (i: number) => 1024 + i * BLOCK;
const [A, B, C, D, E, F, G] = [block(0), block(1), block(2), block(3), block(4), block(5), block(6)];
const [OUT, OUT2, OUT3] = [block(8), block(9), block(10)];
const SCRATCH = block(12);
const END = block(20);

type Fill = "bytes" | "bits" | "numbers" | "money" | "codes" | "decisions" | "shorts" | "ids";

/** A memory with a kind of content in each of the blocks, the same for the same numbers. */
function memoryOf(fills: readonly Fill[], random: () => number): ArrayBuffer {
  const buffer = new ArrayBuffer(END);
  fills.forEach((fill, i) => {
    const [bytes, numbers, ints] = [
      new Uint8Array(buffer, block(i), BLOCK),
      new Float64Array(buffer, block(i), ROWS),
      new Int32Array(buffer, block(i), ROWS),
    ];
    if (fill === "bytes" || fill === "bits" || fill === "shorts")
      for (let k = 0; k < ROWS * 8; k++) bytes[k] = Math.floor(random() * 256) * (random() < 0.8 ? 1 : 0);
    if (fill === "decisions") for (let k = 0; k < ROWS; k++) bytes[k] = Math.floor(random() * 6);
    if (fill === "numbers")
      for (let k = 0; k < ROWS; k++) numbers[k] = NUMBERS[Math.floor(random() * NUMBERS.length)] ?? random() * 100 - 50;
    if (fill === "money") for (let k = 0; k < ROWS; k++) numbers[k] = Math.floor(random() ** 3 * 2 ** 34);
    if (fill === "codes" || fill === "ids") for (let k = 0; k < ROWS; k++) ints[k] = Math.floor(random() * 12) - 1;
  });
  return buffer;
}

const NUMBERS = [Number.NaN, 0, -0, 1, -1, 0.005, 1.005, -2.675, 1e300, -1e300, 2.5, -2.5, 50, 100, undefined, undefined, undefined];

type Call = readonly [name: string, fills: readonly Fill[], call: (k: Kernels, random: () => number) => void];

const whole = (random: () => number, least: number, most: number) => Math.floor(least + random() * (most - least + 1));
const CALLS: readonly Call[] = [
  ["range8", ["bytes"], (k, r) => k.range8(A, r() < 0.3 ? -128 : whole(r, -128, 20), r() < 0.3 ? 127 : whole(r, -20, 127), OUT, ROWS)],
  [
    "range16",
    ["shorts"],
    (k, r) => k.range16(A, r() < 0.3 ? -32_768 : whole(r, -32_768, 2000), r() < 0.3 ? 32_767 : whole(r, -2000, 32_767), OUT, ROWS),
  ],
  [
    "range32",
    ["bytes"],
    (k, r) => k.range32(A, r() < 0.3 ? -(2 ** 31) : whole(r, -(2 ** 31), 0), r() < 0.3 ? 2 ** 31 - 1 : whole(r, 0, 2 ** 31 - 1), OUT, ROWS),
  ],
  [
    "range64",
    ["numbers"],
    (k, r) => k.range64(A, r() < 0.3 ? Number.NEGATIVE_INFINITY : r() * 4 - 2, r() < 0.3 ? Number.POSITIVE_INFINITY : r() * 60, OUT, ROWS),
  ],
  ["codes8", ["bytes", "bits"], (k) => k.codes8(A, B, OUT, ROWS)],
  ["codes32", ["codes", "bits"], (k) => k.codes32(A, B, 9, OUT, ROWS)],
  ...[1, 4].map(
    (bytes): Call => [
      `holds with codes of ${bytes} bytes`,
      ["codes", "codes", "ids"],
      (k) => {
        const starts = viewOf(k, SCRATCH, 258);
        starts.set(starts.map((_, i) => Math.min(i, 100) * 2));
        k.holds(bytes, A, SCRATCH, B, C, OUT, ROWS);
      },
    ],
  ),
  ...[0, 1, 2].map((operator): Call => [`order64 ${operator}`, ["numbers", "numbers"], (k) => k.order64(operator, A, B, OUT, ROWS)]),
  ["equal32", ["ids", "ids"], (k) => k.equal32(A, B, OUT, ROWS)],
  ...[100, 10_000].map((divisor): Call => [`decimals ${divisor}`, ["numbers"], (k) => k.decimals(A, divisor, OUT, OUT2, ROWS)]),
  ["decimals of money", ["money"], (k) => k.decimals(A, 1, OUT, OUT2, ROWS)],
  ...[1, 2].map((bytes): Call => [`shorten ${bytes}`, ["ids"], (k) => k.shorten(bytes, A, OUT, ROWS)]),
  ["scale32", ["ids"], (k) => k.scale32(A, 100, ROWS)],
  ["recode", ["bytes", "bytes"], (k) => k.recode(A, B, OUT, ROWS)],
  ...[0, 1, 2, 4, 8].map((bytes): Call => [`nullify ${bytes}`, ["decisions", "bytes"], (k) => k.nullify(bytes, A, B, ROWS)]),
  ["onesOf", ["decisions"], (k) => k.onesOf(A, OUT, ROWS)],
  ["widen8", ["bytes"], (k) => k.widen8(A, OUT, ROWS)],
  ...[1, 100, 10_000].map((divisor): Call => [`widen16 ${divisor}`, ["shorts"], (k) => k.widen16(A, divisor, OUT, ROWS)]),
  ...[1, 100, 10_000].map((divisor): Call => [`widen32 ${divisor}`, ["bytes"], (k) => k.widen32(A, divisor, OUT, ROWS)]),
  ["map8", ["bytes", "bytes"], (k) => k.map8(A, B, OUT, ROWS)],
  ["map32", ["codes", "bytes"], (k) => k.map32(A, B, OUT, ROWS)],
  ...(["add", "subtract", "multiply", "divide", "least", "greatest"] as const).map(
    (name): Call => [name, ["numbers", "numbers"], (k) => k[name](A, B, OUT, ROWS)],
  ),
  ...[0, 1, 2, 3].map((operator): Call => [`unary ${operator}`, ["numbers"], (k) => k.unary(operator, A, OUT, ROWS)]),
  ["select32", ["bits", "ids", "ids"], (k) => k.select32(A, B, C, OUT, ROWS)],
  ["default64", ["numbers"], (k) => k.default64(A, 3.5, OUT, ROWS)],
  ...[0, 1, 2, 3].map((operator): Call => [`combine ${operator}`, ["bits", "bits"], (k) => k.combine(operator, A, B, OUT, ROWS)]),
  ["takeFirst", ["bits", "bits", "bits"], (k) => k.takeFirst(A, B, C, ROWS)],
  ["choose", ["bits", "bits", "bits"], (k) => k.choose(A, B, C, OUT, ROWS)],
  ["differing", ["bits", "bits", "bits"], (k) => k.differing(A, B, C, ROWS)],
  ["clear", ["bits"], (k) => k.clear(A, 3, 2 * WORDS, ROWS / 2)],
  ...[1, 64].map((width): Call => [`copyRows ${width}`, ["bytes"], (k) => k.copyRows(width, A, OUT, ROWS)]),
  ["fill", [], (k) => k.fill(7, OUT, WORDS)],
  ["copy", ["bytes"], (k) => k.copy(A, OUT, 8 * ROWS)],
  ...[1, 2, 4, 8].map((bytes): Call => [`pick ${bytes}`, ["bytes", "decisions"], (k) => k.pick(bytes, A, spread(k, B), OUT, 40)]),
  ...[1, 8].map((bytes): Call => [`place ${bytes}`, ["bytes", "decisions"], (k) => k.place(bytes, A, spread(k, B), OUT, 40)]),
  ...[1, 2, 4, 8].flatMap((bytes) =>
    [16, 100, ROWS].map((known): Call => {
      return [
        `entries ${bytes} of ${known}`,
        ["bytes", "decisions"],
        (k) => k.entries(bytes, A, known, shorts(k, B, known, bytes < 4), OUT, 41),
      ];
    }),
  ),
  ["pickBits", ["bits", "decisions"], (k) => k.pickBits(A, spread(k, B), OUT, 100)],
  ["placeBits", ["bits", "decisions", "bits"], (k) => k.placeBits(A, spread(k, B), C, 100)],
  ["hundredths", ["numbers"], (k) => k.hundredths(A, OUT, ROWS)],
  ["copyWhere", ["bits", "numbers", "numbers"], (k) => k.copyWhere(A, B, C, ROWS)],
  ["blend", ["bits", "money", "money"], (k) => k.blend(A, B, C, OUT, ROWS)],
  [
    "markRows and markedNumbers",
    ["bits", "bits"],
    (k) => {
      k.combine(2, A, B, A, ROWS);
      k.markRows(A, 5, OUT2, WORDS, ROWS);
      k.markRows(B, 130, OUT2, WORDS, ROWS);
      k.markedNumbers(OUT2, 8, WORDS, OUT, ROWS);
    },
  ],
  ["setWhere", ["bits", "numbers"], (k) => k.setWhere(A, 12, B, ROWS)],
  ...[0, 1, 2, 3, 4].map(
    (kind): Call => [`step ${kind}`, ["bits", "money", "bits"], (k) => k.step(A, kind, kind < 2 ? 2500 : 123_456, 0, B, C, ROWS)],
  ),
  ...[2, 3, 4].map(
    (kind): Call => [`step ${kind} by amounts`, ["bits", "money", "bits", "numbers"], (k) => k.step(A, kind, 0, D, B, C, ROWS)],
  ),
  ["share up", ["bits", "money", "bits"], (k) => k.share(A, 100_000, B, C, ROWS)],
  ["share down", ["bits", "money", "bits"], (k) => k.share(A, -3333, B, C, ROWS)],
  [
    "tryLowest and takeLowest",
    ["bits", "money", "bits"],
    (k) => {
      k.setWhere(A, Number.POSITIVE_INFINITY, C, ROWS);
      k.tryLowest(A, 1, 1250, 0, B, C, D, 0, ROWS);
      k.tryLowest(A, 3, 70_000, 0, B, C, D, 1, ROWS);
      k.takeLowest(A, C, D, E, OUT, WORDS, ROWS);
    },
  ],
  ...[0, 1].flatMap((cut) =>
    [false, true].flatMap((shared) =>
      [2, 15].map((guardrails): Call => {
        const name = `settle limits that ${cut === 1 ? "fall" : "rise"}${shared ? " by a share" : ""} under ${guardrails} guardrails`;
        return [name, ["bits", "money", "money", "bits", "money", "decisions"], (k) => void settled(k, cut, shared, guardrails)];
      }),
    ),
  ),
  ["available", ["money", "numbers", "bits"], (k) => k.available(A, B, C, OUT, ROWS)],
  ["decisions", ["bits", "bits", "bits", "bits", "bits", "bits"], (k) => k.decisions(A, B, C, D, E, F, OUT, ROWS)],
  ...[
    { planes: 3, high: 1 },
    { planes: 8, high: 63 },
    { planes: 11, high: 340 },
  ].map(
    ({ planes, high }): Call => [
      `tellReasons and writeReasons with codes of ${planes} bits`,
      ["bits", "bits", "bits", "bits", "bits", "bits", "bytes"],
      (k) => {
        const four = (...rows: number[]) => rows.flatMap((one, i) => [one, i % 2 === 0 ? OUT2 : 0]);
        viewOf(k, OUT3, 27).set([...four(A, B, C, D), high, ...four(E, A, B, C), high - 1, ...four(B, E, D, A), high]);
        k.tellReasons(OUT3, 2, 1, SCRATCH, planes, ROWS);
        k.tellReasons(OUT3 + 72, 1, 0, SCRATCH, planes, ROWS);
        k.writeReasons(F, SCRATCH, planes, G, OUT, SCRATCH + BLOCK, ROWS);
      },
    ],
  ),
  [
    "shifts",
    ["bits", "money", "money", "money", "money", "decisions", "decisions"],
    (k) => {
      k.copy(B, C, ROWS * 4);
      k.copy(D, E, ROWS * 6);
      k.copy(F, G, ROWS / 2);
      k.shifts(A, B, C, D, E, F, G, B, D, OUT, OUT2, ROWS);
    },
  ],
  [
    "tally",
    ["bits", "decisions", "decisions", "money", "money", "money", "numbers"],
    (k) => k.tally(A, B, C, D, E, F, F, OUT3, 1, SCRATCH, ROWS),
  ],
];

/** Limits in `C` that a share of up to 5,000 basis points moves, under guardrails for all rows and for some, with bounds of rows and for all. */
function settled(k: Kernels, cut: number, shared: boolean, count: number): void {
  k[cut === 1 ? "least" : "greatest"](B, C, C, ROWS);
  const words = viewOf(k, G, count * 6);
  const numbers = new Float64Array(words.buffer, G, count * 3 + 6);
  for (let g = 0; g < count; g++) {
    words.set([g % 3 === 1 ? D : 0, g % 4 === 0 ? E : 0, 0, 0, OUT3 + g * WORDS, 0], g * 6);
    numbers[g * 3 + 1] = cut === 1 ? 2 ** 26 * g : 2 ** 33 / (g + 1);
  }
  const shares = [0, 1, 100, 1000, 2500, 5000].map((share) => (cut === 1 ? -share : share));
  numbers.set(shares, count * 3);
  const added = shared ? ([F, G + count * 24] as const) : ([0, 0] as const);
  k.settle(A, cut, B, C, G, count, ...added, OUT3 + count * WORDS, 5000, 20_000, 150, 2000, OUT, OUT2, SCRATCH, ROWS);
}

/** Row numbers in `B`, every third, as `pick` and its like take them. */
function spread(k: Kernels, at: number): number {
  const list = viewOf(k, at, 100);
  list.set(list.map((_, i) => (i * 7) % ROWS));
  return at;
}

/** Codes of 16 bits in `B`, some of them the last where the memory reaches so far, as `entries` takes them. */
function shorts(k: Kernels, at: number, known: number, some: boolean): number {
  const list = new Uint16Array(buffers.get(k) as ArrayBufferLike, at, 100);
  list.set(list.map((_, i) => (some && i % 5 === 3 ? 0xffff : (i * 7) % known)));
  return at;
}

function viewOf(k: Kernels, at: number, words: number): Uint32Array {
  return new Uint32Array(buffers.get(k) as ArrayBufferLike, at, words);
}
const buffers = new WeakMap<Kernels, ArrayBufferLike>();

/** `planned`: each call is an instruction. */
async function afterwards(kind: "wasm" | "reference", planned: boolean, [, fills, call]: Call, seed: number): Promise<Uint8Array> {
  const set = await loadKernels({ kind });
  set.memory.reserve(END + BLOCK);
  const random = generator(seed);
  new Uint8Array(set.memory.buffer).set(new Uint8Array(memoryOf(fills, random)));
  const kernels = planned ? inPlans(set) : set.kernels;
  buffers.set(kernels, set.memory.buffer);
  call(kernels, random);
  return new Uint8Array(set.memory.buffer, 0, SCRATCH).slice();
}

function inPlans({ kernels, memory }: KernelSet): Kernels {
  const arena = new Arena(memory);
  const planned = Object.keys(OPERATIONS).map((operation) => {
    const call = (...operands: number[]) =>
      new Plan([{ operation: operation as Operation, operands: operands.slice(0, -1) }], [], kernels, arena, () => END).run(
        0,
        0,
        operands.at(-1) as number,
      );
    return [operation, call] as const;
  });
  return { ...kernels, ...Object.fromEntries(planned) };
}

/** Missing numbers have no sign, and zeros need none. */
function sameNumber(a: Uint8Array, b: Uint8Array, byte: number): boolean {
  const [x = 1, y = 2] = [a, b].map((bytes) => new Float64Array(bytes.buffer, byte - (byte % 8), 1)[0] as number);
  return x === y || (Number.isNaN(x) && Number.isNaN(y));
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("a kernel leaves the same memory in WebAssembly and in plain TypeScript", () => {
  const ways = [
    ["wasm", false],
    ["wasm", true],
    ["reference", true],
  ] as const;
  it.each(
    CALLS.flatMap((call) =>
      ways.map(([kind, planned]) => [`${call[0]}, ${kind}${planned ? " in a plan" : ""}`, kind, planned, call] as const),
    ),
  )("%s", async (_, kind, planned, call) => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 0xffff_ffff }), async (seed) => {
        const [a, b] = [await afterwards(kind, planned, call, seed), await afterwards("reference", false, call, seed)];
        const differs = a.findIndex((byte, i) => byte !== b[i] && !sameNumber(a, b, i));
        expect(
          differs < 0 ? "the same" : `differs in block ${Math.floor((differs - 1024) / BLOCK)} at byte ${(differs - 1024) % BLOCK}`,
        ).toBe("the same");
      }),
      { numRuns: 25, seed: 5 },
    );
  });
  it("and a plan moves on from tile to tile, in columns by themselves", async () => {
    const { kernels, memory } = await loadKernels({ kind: "wasm" });
    memory.reserve(END + BLOCK);
    const column = { address: A, bytes: 1, column: true };
    const instruction = { operation: "range8", operands: [column, 1, 1, { address: OUT, bytes: 1 / 8 }] } as const;
    let next = END;
    const plan = new Plan([instruction], [{ at: B, place: column }], kernels, new Arena(memory), (bytes) => {
      next += 512;
      return next - Math.max(512, bytes);
    });
    new Uint8Array(memory.buffer, A + 1024, 128).fill(1);
    plan.run(256, 1024, 128);
    expect([...new Uint32Array(memory.buffer, OUT, 12)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1].map((word) => word >>> 0));
    expect(new Uint32Array(memory.buffer, B, 1)[0]).toBe(A + 1024);
    plan.run(0, 0, 128);
    expect([...new Uint32Array(memory.buffer, OUT, 4)]).toEqual([0, 0, 0, 0]);
  });
  it("and every kernel is tried, but those of whole rows of rules, which the laws of outcomes try", async () => {
    const { kernels } = await loadKernels({ kind: "reference" });
    const tried = new Set(CALLS.flatMap(([name]) => name.split(" ")));
    expect(Object.keys(kernels).filter((name) => !tried.has(name))).toEqual(["count", "sequentialReasons", "advance", "runPlan"]);
  });
});
