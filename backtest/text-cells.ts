/**
 * Texts of a DuckDB vector without a string for each row. A text is 16 bytes: its length and, up to 12 bytes, the bytes
 * themselves, else four of them and an address. Short texts are looked up by those bytes; long ones are read once for
 * each address in a chunk, so that what Parquet stores as a dictionary costs one reading an entry.
 */
import { isMarked } from "#rules/compile";
import type { FactValue } from "#rules/policy";

/** One text column of a chunk. */
export interface TextVector {
  /** Four words a row. */
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** The whole text of a row. */
  textAt(row: number): string;
}

/** Rows of a chunk, from one to before the other. */
export interface ChunkRows {
  readonly from: number;
  readonly to: number;
}

const SHORT = 12;
/** Dictionaries larger than this begin anew with the next batch. */
export const MOST_KEPT = 1 << 15;
const decoder = new TextDecoder();

export class TextCodes {
  /** By code; 0 is what an absent text stands for. */
  dictionary: (FactValue | undefined)[];
  private keys = new Uint32Array(4 * 64);
  private slots = new Int32Array(128);
  private codes: number[] = [];
  private readonly longTexts = new Map<string, number>();

  /** `read` says what a text means; `absent` what no text means. */
  constructor(
    private readonly read: (text: string) => FactValue | undefined,
    private readonly absent: null | undefined,
  ) {
    this.dictionary = [absent];
  }

  /** To be called before each batch. Gives whether the codes begin anew. */
  begin(): boolean {
    if (this.dictionary.length <= MOST_KEPT) return false;
    this.dictionary = [this.absent];
    this.keys = new Uint32Array(4 * 64);
    this.slots = new Int32Array(128);
    this.codes = [];
    this.longTexts.clear();
    return true;
  }

  /** Writes the codes of a chunk's rows; rows whose validity bit is 0 get code 0. */
  encode(vector: TextVector, { from, to }: ChunkRows, validity: Uint32Array | null, codes: Int32Array, offset: number): void {
    const { words } = vector;
    const addresses = new Map<string, number>();
    for (let row = from; row < to; row++) {
      const at = offset + row - from;
      if (validity !== null && !isMarked(validity, row)) codes[at] = 0;
      else if ((words[4 * row] as number) <= SHORT) codes[at] = this.shortCode(vector, row);
      else codes[at] = this.longCode(vector, row, addresses);
    }
  }

  private shortCode(vector: TextVector, row: number): number {
    const { words } = vector;
    const at = 4 * row;
    const a = words[at] as number;
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const d = words[at + 3] as number;
    const { keys, slots } = this;
    const mask = slots.length - 1;
    let slot = hash(a, b, c, d) & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      const k = 4 * (entry - 1);
      if (keys[k] === a && keys[k + 1] === b && keys[k + 2] === c && keys[k + 3] === d) return this.codes[entry - 1] as number;
      slot = (slot + 1) & mask;
    }
    return this.addShort(vector, row);
  }

  private addShort(vector: TextVector, row: number): number {
    const start = 16 * row + 4;
    const text = decoder.decode(vector.bytes.subarray(start, start + (vector.words[4 * row] as number)));
    const code = this.codeOf(text);
    const entry = this.codes.push(code);
    if (4 * entry > this.keys.length) this.keys = widened(this.keys);
    this.keys.set(vector.words.subarray(4 * row, 4 * row + 4), 4 * (entry - 1));
    if (2 * entry > this.slots.length) this.rehash();
    else this.place(entry);
    return code;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let entry = 1; entry <= this.codes.length; entry++) this.place(entry);
  }

  private place(entry: number): void {
    const [k, mask] = [4 * (entry - 1), this.slots.length - 1];
    let slot = hash(this.keys[k] as number, this.keys[k + 1] as number, this.keys[k + 2] as number, this.keys[k + 3] as number) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry;
  }

  private longCode(vector: TextVector, row: number, addresses: Map<string, number>): number {
    const at = 4 * row;
    const address = `${vector.words[at]} ${vector.words[at + 2]} ${vector.words[at + 3]}`;
    const known = addresses.get(address);
    if (known !== undefined) return known;
    const text = vector.textAt(row);
    const code = this.longTexts.get(text) ?? this.codeOf(text);
    this.longTexts.set(text, code);
    addresses.set(address, code);
    return code;
  }

  private codeOf(text: string): number {
    return this.dictionary.push(this.read(text)) - 1;
  }
}

function widened(keys: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * keys.length);
  wider.set(keys);
  return wider;
}

function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x27d4eb2f) ^ Math.imul(c, 0x165667b1);
  h = Math.imul(h ^ (h >>> 13), 0x9e3779b1) ^ Math.imul(d, 0x85ebca77);
  return (h ^ (h >>> 16)) >>> 0;
}

// --- numbers written as text -----------------------------------------------------------------------

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

/**
 * The number that a short text of digits with at most one point and a sign is: exact, since its digits are a whole
 * number below 2^53 and it is divided once by a power of ten. NaN for every other text.
 */
export function plainNumber({ words, bytes }: TextVector, row: number): number {
  const length = words[4 * row] as number;
  if (length === 0 || length > SHORT) return Number.NaN;
  const start = 16 * row + 4;
  let at = start;
  const end = start + length;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let digits = 0;
  let decimals = 0;
  let point = 0;
  const first = at;
  for (; at < end; at++) {
    const byte = (bytes[at] as number) - 48;
    if (byte >= 0 && byte <= 9) {
      digits = digits * 10 + byte;
      decimals += point;
    } else if (byte === -2 && point === 0 && at > first) point = 1;
    else return Number.NaN;
  }
  if (at === first) return Number.NaN;
  const size = decimals === 0 ? digits : digits / (POWERS[decimals] as number);
  return negative ? -size : size;
}
