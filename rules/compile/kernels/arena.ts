/** Room in the kernels' memory: blocks aligned to 64 bytes, zeroed when handed out, given back by size. */
import type { KernelMemory } from "./kernels.ts";

export type Address = number;

const ALIGNMENT = 64;
/** Address 0 means "none" to the kernels, and the first bytes are the compiler's. */
const START = 1024;
const LEAST_STEP = 1 << 20;
const SCARCE = 1 << 30;

export class Arena {
  private end = START;
  private readonly unused = new Map<number, Address[]>();
  private seen: ArrayBufferLike;
  private bytes: Uint8Array;

  constructor(private readonly memory: KernelMemory) {
    this.seen = memory.buffer;
    this.bytes = new Uint8Array(this.seen);
  }

  /** A block of zeros. */
  allocate(bytes: number): Address {
    const size = roundUp(Math.max(bytes, 1));
    const known = this.unused.get(size)?.pop();
    const address = known ?? this.extend(size);
    this.u8(address, size).fill(0);
    return address;
  }

  /** Gives a block back; `bytes` as it was asked for. */
  release(address: Address, bytes: number): void {
    const size = roundUp(Math.max(bytes, 1));
    const list = this.unused.get(size);
    if (list) list.push(address);
    else this.unused.set(size, [address]);
  }

  /** Bytes in use or given back. */
  get size(): number {
    return this.end;
  }

  u8(address: Address, length: number): Uint8Array {
    return this.whole().subarray(address, address + length);
  }

  u16(address: Address, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, address, length);
  }

  i8(address: Address, length: number): Int8Array {
    return new Int8Array(this.memory.buffer, address, length);
  }

  i16(address: Address, length: number): Int16Array {
    return new Int16Array(this.memory.buffer, address, length);
  }

  u32(address: Address, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  i32(address: Address, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  f64(address: Address, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  i64(address: Address, length: number): BigInt64Array {
    return new BigInt64Array(this.memory.buffer, address, length);
  }

  private whole(): Uint8Array {
    if (this.seen !== this.memory.buffer) {
      this.seen = this.memory.buffer;
      this.bytes = new Uint8Array(this.seen);
    }
    return this.bytes;
  }

  private extend(size: number): Address {
    const address = this.end;
    this.end += size;
    const { byteLength } = this.memory.buffer;
    if (this.end > byteLength) this.memory.reserve(Math.max(this.end, byteLength + stepFrom(byteLength)));
    return address;
  }
}

/** In few steps, each of which is a new buffer to the collector of garbage, as long as memory is not scarce. */
function stepFrom(bytes: number): number {
  return bytes < SCARCE ? Math.max(LEAST_STEP, bytes / 2) : LEAST_STEP;
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
