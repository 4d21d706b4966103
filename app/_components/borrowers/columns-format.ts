/**
 * Borrowers in columns as bytes, for the way from the server to the page: four bytes with the length of a JSON head, the head, then the
 * columns as typed arrays at multiples of eight bytes. Law: what is decoded has the same value in every row as what was encoded.
 */
import { type NumberArray, type RawColumn, spelledOut } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import type { BorrowerColumns } from "./borrower-columns";

const ARRAYS = { f64: Float64Array, i32: Int32Array, i16: Int16Array, u8: Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;
type Packed = Float64Array | Int32Array | Int16Array | Uint8Array;

interface Place {
  readonly array: ArrayName;
  /** Bytes after the head. */
  readonly at: number;
}

/** A value as a list of one, nothing as an empty list. */
type Given = readonly FactValue[];

interface ColumnHead {
  readonly fact: string;
  readonly kind: "numbers" | "booleans" | "codes";
  readonly values: Place;
  readonly nulls: Place | null;
  readonly dictionary: readonly Given[];
}

interface Head extends Pick<BorrowerColumns, "of" | "names" | "usualObserved"> {
  readonly columns: readonly ColumnHead[];
  readonly observed: readonly { readonly column: string; readonly values: Place }[];
}

const ALIGNMENT = 8;

// --- encoding ------------------------------------------------------------------------------------

export function encodeColumns({ of, names, usualObserved, batch, observed }: BorrowerColumns): Uint8Array<ArrayBuffer> {
  const body = new Body();
  const columns = [...batch.columns].map(([fact, column]) => headOf(fact, column, body));
  const later = [...observed].map(([column, values]) => ({ column, values: body.add(values) }));
  const head: Head = { of, names, usualObserved, columns, observed: later };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const start = aligned(4 + text.length);
  const bytes = new Uint8Array(start + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  body.writeTo(bytes, start);
  return bytes;
}

class Body {
  private readonly arrays: Packed[] = [];
  length = 0;

  add(values: Packed): Place {
    const at = this.length;
    this.arrays.push(values);
    this.length = aligned(at + values.byteLength);
    return { array: nameOf(values), at };
  }

  writeTo(bytes: Uint8Array, start: number): void {
    let at = start;
    for (const { buffer, byteOffset, byteLength } of this.arrays) {
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      at += aligned(byteLength);
    }
  }
}

function headOf(fact: string, column: RawColumn, body: Body): ColumnHead {
  switch (column.kind) {
    case "numbers":
      return plain(fact, "numbers", narrowed(column.values, column.nulls), column.nulls, body);
    case "coded-numbers":
      return headOf(fact, spelledOut(column), body);
    case "booleans":
      return plain(fact, "booleans", column.values, column.nulls, body);
    case "codes":
      return coded(fact, narrowed(column.codes, null), column.dictionary, body);
    case "values":
      return headOfValues(fact, column.values, body);
    default:
      return column satisfies never;
  }
}

function plain(fact: string, kind: "numbers" | "booleans", values: Packed, nulls: Uint8Array | null, body: Body): ColumnHead {
  return { fact, kind, values: body.add(values), nulls: nulls && body.add(nulls), dictionary: [] };
}

function coded(fact: string, codes: Packed, dictionary: readonly (FactValue | undefined)[], body: Body): ColumnHead {
  const given = dictionary.map((value): Given => (value === undefined ? [] : [value]));
  return { fact, kind: "codes", values: body.add(codes), nulls: null, dictionary: given };
}

/** Numbers and nulls as numbers, everything else as codes of the values that occur. */
function headOfValues(fact: string, values: readonly (FactValue | undefined)[], body: Body): ColumnHead {
  if (values.every((value) => value === null || typeof value === "number")) {
    const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
    const numbers = Float64Array.from(values, (value) => Number(value));
    return plain(fact, "numbers", narrowed(numbers, nulls), nulls, body);
  }
  const codes = new Map<string, number>();
  const dictionary: (FactValue | undefined)[] = [];
  const rows = Int32Array.from(values, (value) => {
    const key = JSON.stringify(value) ?? "";
    const code = codes.get(key) ?? dictionary.length;
    if (code === dictionary.length) dictionary.push(value);
    codes.set(key, code);
    return code;
  });
  return coded(fact, narrowed(rows, null), dictionary, body);
}

/** The same numbers in the narrowest array that holds them; what a null's place holds does not matter. */
function narrowed(values: NumberArray | Uint16Array, nulls: Uint8Array | null): Packed {
  let [least, most, whole] = [0, 0, true];
  for (let row = 0; row < values.length && whole; row++) {
    if (nulls?.[row] === 1) continue;
    const value = values[row] as number;
    whole = Number.isInteger(value) && !Object.is(value, -0);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (!whole || least < -(2 ** 31) || most >= 2 ** 31) return Float64Array.from(values);
  if (least >= 0 && most <= 255) return Uint8Array.from(values);
  return least >= -32768 && most <= 32767 ? Int16Array.from(values) : Int32Array.from(values);
}

function nameOf(values: Packed): ArrayName {
  if (values instanceof Float64Array) return "f64";
  if (values instanceof Int32Array) return "i32";
  return values instanceof Int16Array ? "i16" : "u8";
}

// --- decoding ------------------------------------------------------------------------------------

/** Views into the buffer, which must stay as it is. */
export function decodeColumns(buffer: ArrayBuffer): BorrowerColumns {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Head;
  const start = aligned(4 + length);
  const rows = head.names.length;
  const arrayAt = ({ array, at }: Place) => new ARRAYS[array](buffer, start + at, rows);
  return {
    of: head.of,
    names: head.names,
    usualObserved: head.usualObserved,
    batch: { rows, columns: new Map(head.columns.map((column) => [column.fact, columnOf(column, arrayAt)])) },
    observed: new Map(head.observed.map(({ column, values }) => [column, arrayAt(values) as Float64Array])),
  };
}

function columnOf({ kind, values, nulls, dictionary }: ColumnHead, arrayAt: (place: Place) => Packed): RawColumn {
  const absent = nulls && (arrayAt(nulls) as Uint8Array);
  if (kind === "numbers") return { kind, values: arrayAt(values), nulls: absent };
  if (kind === "booleans") return { kind, values: arrayAt(values) as Uint8Array, nulls: absent };
  const codes = arrayAt(values);
  return { kind, codes: codes instanceof Uint8Array ? codes : Int32Array.from(codes), dictionary: dictionary.map(([value]) => value) };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
