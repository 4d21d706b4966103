/** The memory in which the pages of a file are taken apart, and the functions that do (assembly/pages.ts). */
import { PAGES } from "./wasm.ts";

/** A place in the memory, as large as was asked for so far. */
export interface Region {
  address: number;
  bytes: number;
}

/** Of assembly/pages.ts, which says what they do. */
interface PageFunctions {
  snappy(at: number, end: number, start: number, stop: number): number;
  levels(at: number, end: number, width: number, count: number, out: number): number;
  codes(at: number, end: number, width: number, count: number, entries: number, out: number): number;
  lookUp(bytes: number, dictionary: number, codes: number, count: number, out: number): void;
  nullsOf(levels: number, rows: number, out: number): number;
  spread(bytes: number, values: number, nulls: number, rows: number, present: number): void;
  bits(at: number, count: number, out: number): void;
  narrow(bytes: number, from: number, count: number, out: number): number;
}

const BLOCK = 1 << 16;
/** What the functions may read or write beyond. */
const SLACK = 64;

let compiled: WebAssembly.Module | null = null;

export class PageMemory {
  readonly functions: PageFunctions;
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private used = 64;
  /** A page as it stands in the file, and decompressed; its levels of repetition and definition; its codes. */
  readonly packed = this.region();
  readonly page = this.region();
  readonly levels = [this.region(), this.region()] as const;
  readonly codes = this.region();

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(PAGES, "base64"));
    this.functions = new WebAssembly.Instance(compiled, { env: { memory: this.memory } }).exports as unknown as PageFunctions;
  }

  region(): Region {
    return { address: 0, bytes: 0 };
  }

  /** Makes a region so large. What it held is lost, and every view of the memory that was given, if it was smaller. */
  reserve(region: Region, bytes: number): void {
    if (region.address > 0 && bytes <= region.bytes) return;
    // Pages of a column are much alike: what is left behind stays small.
    const size = region.bytes === 0 ? bytes : Math.max(bytes, 2 * region.bytes);
    region.address = this.used;
    region.bytes = size;
    this.used = Math.ceil((this.used + size + SLACK) / 16) * 16;
    const missing = this.used - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / BLOCK));
  }

  /** A view, valid until a region grows. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }
}
