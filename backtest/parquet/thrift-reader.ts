/** Reads Thrift's compact protocol into plain values: a struct is a map by field number, a list an array, bytes are views. */

export type ThriftValue = boolean | number | Uint8Array | ThriftStruct | readonly ThriftValue[];
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const STRUCT = 12;

/** Nothing in a Parquet file is nested deeper. */
const DEEPEST = 32;

export class ThriftReader {
  private depth = 0;

  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  struct(): ThriftStruct {
    if (++this.depth > DEEPEST) throw new RangeError("its metadata are nested too deeply");
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      const type = head & 15;
      id = head >> 4 === 0 ? this.whole() : id + (head >> 4);
      fields.set(id, type === TRUE || type === FALSE ? type === TRUE : this.value(type));
    }
    this.depth--;
    return fields;
  }

  private value(type: number): ThriftValue {
    if (type === TRUE || type === FALSE) return this.byte() === TRUE;
    if (type === BYTE) return (this.byte() << 24) >> 24;
    if (type > BYTE && type <= I64) return this.whole();
    if (type === DOUBLE) return this.binary(8);
    if (type === BINARY) return this.binary(this.varint());
    if (type === LIST || type === SET) return this.list();
    if (type === STRUCT) return this.struct();
    throw new RangeError("its metadata are damaged");
  }

  private list(): ThriftValue[] {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    if (size > this.bytes.length) throw new RangeError("its metadata are damaged");
    return Array.from({ length: size }, () => this.value(head & 15));
  }

  private binary(size: number): Uint8Array {
    if (this.at + size > this.bytes.length) throw new RangeError("its metadata end too early");
    const from = this.at;
    this.at += size;
    return this.bytes.subarray(from, this.at);
  }

  /** Of 64 bits: exact to 2^53. */
  private varint(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
      if (scale > 2 ** 63) throw new RangeError("its metadata are damaged");
    }
  }

  /** Zigzag: 0, −1, 1, −2, … */
  private whole(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError("its metadata end too early");
    return byte;
  }
}

export function wholeIn(struct: ThriftStruct, field: number): number | null {
  const value = struct.get(field);
  return typeof value === "number" ? value : null;
}

export function bytesIn(struct: ThriftStruct, field: number): Uint8Array | null {
  const value = struct.get(field);
  return value instanceof Uint8Array ? value : null;
}

export function structIn(struct: ThriftStruct, field: number): ThriftStruct | null {
  const value = struct.get(field);
  return value instanceof Map ? value : null;
}

export function listIn(struct: ThriftStruct, field: number): readonly ThriftValue[] {
  const value = struct.get(field);
  return Array.isArray(value) ? value : [];
}

export function structsIn(struct: ThriftStruct, field: number): ThriftStruct[] {
  return listIn(struct, field).flatMap((one) => (one instanceof Map ? [one] : []));
}
