/**
 * The kernels' signatures, and how they are had: WebAssembly where it may be compiled, else plain TypeScript. Addresses are bytes
 * in the memory; what each kernel means stands in reference.ts and assembly/kernels.ts.
 */
import { createReferenceKernels } from "./reference.ts";
import { KERNELS, SHARED_KERNELS } from "./wasm.ts";

type Address = number;

export interface Kernels {
  range8(column: Address, low: number, high: number, out: Address, n: number): void;
  range16(column: Address, low: number, high: number, out: Address, n: number): void;
  range32(column: Address, low: number, high: number, out: Address, n: number): void;
  range64(column: Address, low: number, high: number, out: Address, n: number): void;
  codes8(column: Address, table: Address, out: Address, n: number): void;
  codes32(column: Address, table: Address, size: number, out: Address, n: number): void;
  holds(bytes: number, codes: Address, starts: Address, members: Address, texts: Address, out: Address, n: number): void;
  order64(operator: number, a: Address, b: Address, out: Address, n: number): void;
  equal32(a: Address, b: Address, out: Address, n: number): void;
  decimals(numbers: Address, divisor: number, out: Address, inexact: Address, n: number): void;
  shorten(bytes: number, column: Address, out: Address, n: number): void;
  scale32(column: Address, factor: number, n: number): void;
  recode(codes: Address, table: Address, out: Address, n: number): void;
  nullify(bytes: number, nulls: Address, column: Address, n: number): void;
  onesOf(bytes: Address, out: Address, n: number): void;
  widen8(column: Address, out: Address, n: number): void;
  widen16(column: Address, divisor: number, out: Address, n: number): void;
  widen32(column: Address, divisor: number, out: Address, n: number): void;
  map8(column: Address, table: Address, out: Address, n: number): void;
  map32(column: Address, table: Address, out: Address, n: number): void;
  add(a: Address, b: Address, out: Address, n: number): void;
  subtract(a: Address, b: Address, out: Address, n: number): void;
  multiply(a: Address, b: Address, out: Address, n: number): void;
  divide(a: Address, b: Address, out: Address, n: number): void;
  least(a: Address, b: Address, out: Address, n: number): void;
  greatest(a: Address, b: Address, out: Address, n: number): void;
  unary(operator: number, a: Address, out: Address, n: number): void;
  select32(bits: Address, a: Address, b: Address, out: Address, n: number): void;
  default64(a: Address, value: number, out: Address, n: number): void;
  combine(operator: number, a: Address, b: Address, out: Address, n: number): void;
  takeFirst(a: Address, left: Address, out: Address, n: number): void;
  choose(mask: Address, a: Address, b: Address, out: Address, n: number): void;
  differing(a: Address, b: Address, out: Address, n: number): void;
  clear(sets: Address, count: number, stride: number, n: number): void;
  copyRows(bits: number, from: Address, out: Address, n: number): void;
  fill(value: number, out: Address, bytes: number): void;
  copy(from: Address, out: Address, bytes: number): void;
  count(bits: Address, n: number): number;
  pick(bytes: number, column: Address, rows: Address, out: Address, count: number): void;
  entries(bytes: number, table: Address, known: number, codes: Address, out: Address, count: number): void;
  place(bytes: number, values: Address, rows: Address, column: Address, count: number): void;
  pickBits(bits: Address, rows: Address, out: Address, count: number): void;
  placeBits(bits: Address, rows: Address, out: Address, count: number): void;
  hundredths(a: Address, out: Address, n: number): void;
  copyWhere(mask: Address, a: Address, out: Address, n: number): void;
  blend(mask: Address, a: Address, b: Address, out: Address, n: number): void;
  setWhere(mask: Address, value: number, out: Address, n: number): void;
  step(mask: Address, kind: number, constant: number, amounts: Address, limits: Address, beyond: Address, n: number): void;
  share(mask: Address, basisPoints: number, limits: Address, beyond: Address, n: number): void;
  tryLowest(
    mask: Address,
    kind: number,
    constant: number,
    amounts: Address,
    before: Address,
    best: Address,
    rules: Address,
    rule: number,
    n: number,
  ): void;
  takeLowest(mask: Address, best: Address, rules: Address, limits: Address, applied: Address, stride: number, n: number): void;
  settle(
    mask: Address,
    cut: number,
    before: Address,
    limits: Address,
    guardrails: Address,
    guardrailCount: number,
    numbers: Address,
    shares: Address,
    beyond: Address,
    unit: number,
    leastAmount: number,
    leastBasisPoints: number,
    deepBasisPoints: number,
    moved: Address,
    deep: Address,
    scratch: Address,
    n: number,
  ): void;
  available(limits: Address, balances: Address, frozen: Address, out: Address, n: number): void;
  decisions(
    valid: Address,
    frozen: Address,
    referred: Address,
    falls: Address,
    holds: Address,
    rises: Address,
    out: Address,
    n: number,
  ): void;
  tellReasons(list: Address, count: number, fresh: number, places: Address, planes: number, n: number): void;
  markRows(mask: Address, code: number, planes: Address, stride: number, n: number): void;
  markedNumbers(planes: Address, count: number, stride: number, out: Address, n: number): void;
  writeReasons(mask: Address, places: Address, planes: number, others: Address, reasons: Address, scratch: Address, n: number): void;
  sequentialReasons(
    mask: Address,
    rises: Address,
    before: Address,
    rules: Address,
    ruleCount: number,
    scratch: Address,
    places: Address,
    planes: number,
    n: number,
  ): void;
  shifts(
    valid: Address,
    limitsA: Address,
    limitsB: Address,
    availableA: Address,
    availableB: Address,
    decisionsA: Address,
    decisionsB: Address,
    reasonsA: Address,
    reasonsB: Address,
    shifted: Address,
    reasonShifted: Address,
    n: number,
  ): void;
  tally(
    mask: Address,
    decisionsA: Address,
    decisionsB: Address,
    limitsA: Address,
    limitsB: Address,
    availableA: Address,
    availableB: Address,
    table: Address,
    sign: number,
    scratch: Address,
    n: number,
  ): void;
  advance(list: Address, count: number, bytes: number): void;
  runPlan(start: Address, end: Address, n: number): void;
}

/** One growing memory. `buffer` is another object after it grew. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
  /** Makes the memory at least this long. Throws a RangeError where the machine has no more. */
  reserve(bytes: number): void;
}

/** Kernels with the memory that they work in. */
export interface KernelSet {
  readonly kind: "wasm" | "reference";
  readonly kernels: Kernels;
  readonly memory: KernelMemory;
}

/** What is known of WebAssembly here: it is in every place that this code runs, and in none of the type libraries that the domain may name. */
interface WebAssemblyLike {
  compile(bytes: Uint8Array): Promise<object>;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
  Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
}

interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

const PAGE = 65_536;
const MOST_PAGES = 65_536;

export interface KernelOptions {
  /** Over a memory that threads can share. */
  readonly shared?: boolean;
  /** `reference`: plain TypeScript, whatever the place allows. */
  readonly kind?: "wasm" | "reference";
}

const modules = new Map<string, Promise<object>>();

/** Kernels over a memory of their own. Plain TypeScript where WebAssembly (with 128-bit vectors) cannot be compiled, as where a page's policy forbids it. */
export async function loadKernels({ shared = false, kind }: KernelOptions = {}): Promise<KernelSet> {
  const wasm = (globalThis as { readonly WebAssembly?: WebAssemblyLike }).WebAssembly;
  if (kind === "reference" || wasm === undefined) return createReferenceSet();
  try {
    const text = shared ? SHARED_KERNELS : KERNELS;
    const compiling = modules.get(text) ?? wasm.compile(fromBase64(text));
    modules.set(text, compiling);
    return instanceOf(wasm, await compiling, shared);
  } catch (error) {
    if (kind === "wasm") throw error;
    return createReferenceSet();
  }
}

function instanceOf(wasm: WebAssemblyLike, module: object, shared: boolean): KernelSet {
  const memory = new wasm.Memory(shared ? { initial: 2, maximum: MOST_PAGES, shared } : { initial: 2 });
  const { exports } = new wasm.Instance(module, { env: { memory } });
  return {
    kind: "wasm",
    kernels: exports as Kernels,
    memory: {
      get buffer() {
        return memory.buffer;
      },
      reserve(bytes) {
        const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
        if (missing > 0) memory.grow(missing);
      },
    },
  };
}

function createReferenceSet(): KernelSet {
  let buffer = new ArrayBuffer(PAGE);
  const memory: KernelMemory = {
    get buffer() {
      return buffer;
    },
    reserve(bytes) {
      if (bytes <= buffer.byteLength) return;
      const longer = new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE);
      new Uint8Array(longer).set(new Uint8Array(buffer));
      buffer = longer;
    },
  };
  return { kind: "reference", kernels: createReferenceKernels(memory), memory };
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function fromBase64(text: string): Uint8Array {
  const digits = text.replaceAll("=", "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    held = (held << 6) | DIGITS.indexOf(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
    held &= 0xffff;
  }
  return bytes;
}
