/**
 * The groups of a breakdown while rows are counted: which line of the figures each row belongs to. Line 0 is "not
 * known". Numbers stand in fine buckets that are merged afterwards; texts are themselves, or, where only some are listed, other.
 */
import { type Bits, isMarked, type RawColumn } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { bucketOf } from "./number-buckets.ts";

/** What a breakdown is by. `listed`: the texts that get a group of their own; null for all that occur. */
export interface BreakdownSpec {
  readonly by: string;
  readonly subject: "fact" | "derived" | "condition";
  readonly protected: boolean;
  readonly listed: readonly string[] | null;
}

/** A value of each row, as the source or the evaluator has it. */
export type GroupValues = Exclude<RawColumn, { readonly kind: "coded-numbers" }> | { readonly kind: "bits"; readonly bits: Bits };

/** A number's bucket, a text, true or false; null for not known, undefined for other. */
export type GroupKey = number | string | boolean | null | undefined;

export class GroupLines {
  readonly keys: GroupKey[] = [null];
  /** Whether every number so far is whole. */
  wholeNumbers = true;
  private readonly lines = new Map<GroupKey, number>([[null, 0]]);
  private readonly listed: ReadonlySet<string> | null;

  constructor(spec: BreakdownSpec) {
    this.listed = spec.listed === null ? null : new Set(spec.listed);
  }

  lineOfKey(key: GroupKey): number {
    const known = this.lines.get(key);
    if (known !== undefined) return known;
    this.lines.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }

  /** Writes the line of each of the first `count` rows that `index` names into `lines`, by row. */
  assign(values: GroupValues, index: Int32Array, count: number, lines: Int32Array): void {
    if (values.kind === "numbers") this.assignNumbers(values.values, values.nulls, index, count, lines);
    else assignEach(index, count, lines, this.lineReader(values));
  }

  private lineReader(values: Exclude<GroupValues, { kind: "numbers" }>): (row: number) => number {
    switch (values.kind) {
      case "booleans":
        return this.booleanLines(values.values, values.nulls);
      case "bits":
        return this.bitLines(values.bits);
      case "codes":
        return this.codeLines(values.codes, values.dictionary);
      case "values":
        return (row) => this.lineOf(values.values[row]);
      default:
        return values satisfies never;
    }
  }

  private assignNumbers(values: ArrayLike<number>, nulls: Uint8Array | null, index: Int32Array, count: number, lines: Int32Array): void {
    const small = this.smallIntegerLines();
    for (let k = 0; k < count; k++) {
      const row = index[k] as number;
      const value = values[row] as number;
      if (nulls !== null && nulls[row] === 1) lines[row] = 0;
      else if (value >= 0 && value < 100 && value === Math.floor(value)) lines[row] = small(value);
      else lines[row] = this.lineOfNumber(value);
    }
  }

  /** Whole numbers below 100 by table: most counts and codes are. */
  private smallIntegerLines(): (value: number) => number {
    const table = new Int32Array(100).fill(-1);
    return (value) => {
      if (table[value] === -1) table[value] = this.lineOfNumber(value);
      return table[value] as number;
    };
  }

  private lineOfNumber(value: number): number {
    if (!Number.isFinite(value)) return 0;
    if (this.wholeNumbers && !Number.isInteger(value)) this.wholeNumbers = false;
    return this.lineOfKey(bucketOf(value));
  }

  private booleanLines(values: Uint8Array, nulls: Uint8Array | null): (row: number) => number {
    const [no, yes] = [this.lineOfKey(false), this.lineOfKey(true)];
    return (row) => (nulls !== null && nulls[row] === 1 ? 0 : values[row] === 1 ? yes : no);
  }

  private bitLines(bits: Bits): (row: number) => number {
    const [no, yes] = [this.lineOfKey(false), this.lineOfKey(true)];
    return (row) => (isMarked(bits, row) ? yes : no);
  }

  /** Codes of a dictionary are looked up once each. */
  private codeLines(codes: ArrayLike<number>, dictionary: readonly (FactValue | undefined)[]): (row: number) => number {
    const table = new Int32Array(dictionary.length).fill(-1);
    return (row) => {
      const code = codes[row] as number;
      if (table[code] === -1) table[code] = this.lineOf(dictionary[code]);
      return table[code] as number;
    };
  }

  private lineOf(value: FactValue | undefined): number {
    if (value === null || value === undefined) return 0;
    if (typeof value === "number") return this.lineOfNumber(value);
    if (typeof value === "boolean") return this.lineOfKey(value);
    const text = textOfGroup(value);
    return this.lineOfKey(this.listed === null || this.listed.has(text) ? text : undefined);
  }
}

/** A text or a whole list as the label of its group. */
export function textOfGroup(value: string | readonly string[]): string {
  return typeof value === "string" ? value : value.length === 0 ? "none" : value.join(" | ");
}

function assignEach(index: Int32Array, count: number, lines: Int32Array, lineOf: (row: number) => number): void {
  for (let k = 0; k < count; k++) {
    const row = index[k] as number;
    lines[row] = lineOf(row);
  }
}
