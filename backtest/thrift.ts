/** Bytes, and Thrift's compact protocol as far as Parquet's metadata need it (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */

export class ByteWriter {
  private buffer = new Uint8Array(256);
  length = 0;

  u8(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }

  u32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.u8((value >>> shift) & 255);
  }

  /** A whole number that is not negative, seven bits a byte, lowest first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.u8((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.u8(rest);
  }

  bytes(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const wider = new Uint8Array(2 * (this.length + bytes));
    wider.set(this.buffer.subarray(0, this.length));
    this.buffer = wider;
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Writes structs field by field, in ascending order of the field's number. Numbers are not negative. */
export class Thrift {
  private readonly writer = new ByteWriter();
  private last = 0;

  struct(fields: () => void): void {
    const outer = this.last;
    this.last = 0;
    fields();
    this.writer.u8(0);
    this.last = outer;
  }

  private field(id: number, type: number): void {
    this.writer.u8(((id - this.last) << 4) | type);
    this.last = id;
  }

  i32(id: number, value: number): void {
    this.field(id, I32);
    this.writer.varint(2 * value);
  }

  i64(id: number, value: number): void {
    this.field(id, I64);
    this.writer.varint(2 * value);
  }

  text(id: number, value: string): void {
    this.field(id, BINARY);
    this.binary(value);
  }

  private binary(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.writer.varint(bytes.length);
    this.writer.bytes(bytes);
  }

  nested(id: number, fields: () => void): void {
    this.field(id, STRUCT);
    this.struct(fields);
  }

  list<T>(id: number, items: readonly T[], fields: (item: T, index: number) => void): void {
    this.listHead(id, STRUCT, items.length);
    items.forEach((item, index) => void this.struct(() => fields(item, index)));
  }

  i32List(id: number, values: readonly number[]): void {
    this.listHead(id, I32, values.length);
    for (const value of values) this.writer.varint(2 * value);
  }

  textList(id: number, values: readonly string[]): void {
    this.listHead(id, BINARY, values.length);
    for (const value of values) this.binary(value);
  }

  private listHead(id: number, type: number, size: number): void {
    this.field(id, LIST);
    if (size < 15) this.writer.u8((size << 4) | type);
    else {
      this.writer.u8(0xf0 | type);
      this.writer.varint(size);
    }
  }

  done(): Uint8Array {
    return this.writer.done();
  }
}
