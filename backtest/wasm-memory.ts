/** WebAssembly of our own with a memory in which places are given out. */
import { Spare } from "./spare.ts";

/** A place in the memory, as large as was asked for so far. */
export interface Region {
  address: number;
  bytes: number;
}

const BLOCK = 1 << 16;
/** What the functions may read or write beyond a region. */
const SLACK = 64;

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly functions: unknown;
}

interface Known {
  readonly module: WebAssembly.Module;
  readonly spare: Spare<Instance>;
}

/** By text. */
const known = new Map<string, Known>();

export class WasmMemory<Functions> {
  readonly functions: Functions;
  private readonly spare: Spare<Instance>;
  private readonly instance: Instance;
  private used = SLACK;

  /** `text`: the module in base64. The memory may hold what the one before it left. */
  constructor(text: string) {
    const { module, spare } = knownOf(text);
    this.spare = spare;
    this.instance = spare.take() ?? instanceOf(module);
    this.functions = this.instance.functions as Functions;
  }

  /** Leaves the memory to the next one of its kind: nothing of it may be used any more. */
  close(): void {
    this.spare.give(this.instance);
  }

  region(): Region {
    return { address: 0, bytes: 0 };
  }

  /** Makes a region so large. What it held is lost, and every view of the memory that was given, if it was smaller. */
  reserve(region: Region, bytes: number): void {
    if (region.address > 0 && bytes <= region.bytes) return;
    // What is asked for is much alike each time: what is left behind stays small.
    const size = region.bytes === 0 ? bytes : Math.max(bytes, 2 * region.bytes);
    region.address = this.used;
    region.bytes = size;
    this.used = Math.ceil((this.used + size + SLACK) / 16) * 16;
    const { memory } = this.instance;
    const missing = this.used - memory.buffer.byteLength;
    // Each step is a new buffer to the collector of garbage, and many of them wake it.
    if (missing > 0) memory.grow(Math.ceil(Math.max(missing, memory.buffer.byteLength) / BLOCK));
  }

  /** A view, valid until a region grows. */
  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, address, length);
  }

  get buffer(): ArrayBuffer {
    return this.instance.memory.buffer;
  }
}

function knownOf(text: string): Known {
  const found = known.get(text) ?? {
    module: new WebAssembly.Module(Buffer.from(text, "base64")),
    spare: new Spare<Instance>(({ memory }) => memory.buffer.byteLength),
  };
  known.set(text, found);
  return found;
}

function instanceOf(module: WebAssembly.Module): Instance {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return { memory, functions: new WebAssembly.Instance(module, { env: { memory } }).exports };
}
