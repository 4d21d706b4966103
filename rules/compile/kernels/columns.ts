/**
 * Raw columns → typed columns in the kernels' memory, as narrow as their values allow: whole numbers in 8, 16 or 32 bits, money as
 * hundredths in 32, numbers of few decimals in 16 or 32, other numbers as doubles, texts and lists as codes. In: a batch, and the facts that each version declares on
 * each column. Out: the columns, and the rows that may be invalid (a few too many; `readFacts` has the last word).
 */
import { checkFactValue } from "#rules/evaluate";
import type { Fact, FactValue } from "#rules/policy";
import type { Address, Arena } from "./arena.ts";
import { Dictionary } from "./dictionary.ts";
import type { Column } from "../program.ts";
import type { Kernels } from "./kernels.ts";
import { SwiftLoader } from "./swift-load.ts";
import type { RawBatch, RawColumn } from "./types.ts";

export type StoredKind = "i8" | "i16" | "i32" | "f64" | "codes8" | "codes32";

/** A column as it stands in memory. Null is the least value, NaN, 255 or −1. */
export interface StoredColumn {
  readonly kind: StoredKind;
  readonly address: Address;
  /** What a whole number is divided by to give the value: 100 for money as hundredths, more for decimals. */
  readonly divisor: number;
  /** Whether a row may be null. */
  readonly nulls: boolean;
  /** Of codes; booleans have none, and the codes 0 and 1. */
  readonly dictionary: Dictionary | null;
}

export const BYTES: Readonly<Record<StoredKind, number>> = { i8: 1, i16: 2, i32: 4, f64: 8, codes8: 1, codes32: 4 };
/** The least value of a narrow column stands for null. */
export const NOTHING = { i8: -128, i16: -32_768, i32: -(2 ** 31) } as const;
const NULL_8 = 255;
/** Codes that fit beside null in a byte. */
const MOST_8 = 255;

interface Width {
  readonly kind: StoredKind;
  readonly divisor: number;
}

/** From narrow to wide; a column begins with the first and takes the next where a value does not fit. */
const WIDTHS: Readonly<Record<Bounds["holds"], readonly Width[]>> = {
  whole: [
    { kind: "i8", divisor: 1 },
    { kind: "i16", divisor: 1 },
    { kind: "i32", divisor: 1 },
    { kind: "f64", divisor: 1 },
  ],
  money: [
    { kind: "i32", divisor: 100 },
    { kind: "f64", divisor: 1 },
  ],
  numbers: [
    { kind: "i16", divisor: 100 },
    { kind: "i16", divisor: 10_000 },
    { kind: "i32", divisor: 10_000 },
    { kind: "i32", divisor: 1_000_000 },
    { kind: "f64", divisor: 1 },
  ],
  mixed: [{ kind: "f64", divisor: 1 }],
};

/** The typed columns of one program. A column that had to be widened stays wide. */
export class ColumnStore {
  private readonly stored: (StoredColumn | undefined)[] = [];
  private readonly swift: SwiftLoader;
  /** A column value by value; made when first needed. */
  private spreadRows: { readonly numbers: Float64Array; readonly nulls: Uint8Array } | null = null;
  /** Grows whenever a plan made before no longer fits. */
  layout = 0;

  constructor(
    private readonly arena: Arena,
    kernels: Kernels,
    readonly capacity: number,
  ) {
    this.swift = new SwiftLoader(arena, kernels);
  }

  column(index: number): StoredColumn {
    const column = this.stored[index];
    if (column === undefined) throw new Error(`column ${index} is not loaded`);
    return column;
  }

  has(index: number): boolean {
    return this.stored[index] !== undefined;
  }

  /** Whether a column tells apart all texts that a program asks for. */
  suits(index: number, interesting: ReadonlySet<string> | null): boolean {
    const dictionary = this.stored[index]?.dictionary;
    if (!dictionary || dictionary.interesting === null) return true;
    return interesting !== null && [...interesting].every((text) => dictionary.interesting?.has(text));
  }

  /** Loads one column; calls `suspect` with each row whose value some version may refuse. */
  load(
    index: number,
    column: Column,
    facts: readonly Fact[],
    interesting: ReadonlySet<string> | null,
    batch: RawBatch,
    suspect: (row: number) => void,
  ): void {
    const raw = batch.columns.get(column.fact);
    if (column.type === "number") this.loadNumbers(index, column, facts, raw, batch.rows, suspect);
    else if (column.type === "boolean") this.loadBooleans(index, column, facts, raw, batch.rows, suspect);
    else this.loadTexts(index, column, facts, interesting, raw, batch.rows, suspect);
  }

  /** Takes some rows of some of another store's columns, as they stand there; `rows` is the address of their numbers. */
  gather(from: ColumnStore, wanted: Iterable<number>, kernels: Kernels, rows: Address, count: number): void {
    for (const index of wanted) {
      const column = from.column(index);
      const bytes = BYTES[column.kind];
      const address = this.arena.allocate(this.capacity * bytes);
      this.stored[index] = { ...column, address };
      kernels.pick(bytes, column.address, rows, address, count);
    }
    this.layout++;
  }

  /** Gives its memory back. Not to be used any more. */
  dispose(): void {
    this.swift.dispose();
    for (const column of this.stored) if (column !== undefined) this.arena.release(column.address, this.capacity * BYTES[column.kind]);
    this.stored.length = 0;
  }

  private place(index: number, { kind, divisor }: Width, nulls: boolean, dictionary: Dictionary | null): StoredColumn {
    const known = this.stored[index];
    const holes = nulls || known?.nulls === true;
    if (known && known.kind === kind && known.divisor === divisor && known.dictionary === dictionary && known.nulls === holes) return known;
    const fits = known?.kind === kind;
    if (known && !fits) this.arena.release(known.address, this.capacity * BYTES[known.kind]);
    const address = fits ? known.address : this.arena.allocate(this.capacity * BYTES[kind]);
    const made = { kind, divisor, dictionary, address, nulls: holes };
    this.stored[index] = made;
    this.layout++;
    return made;
  }

  // --- numbers ---------------------------------------------------------------------------------

  private loadNumbers(
    index: number,
    column: Column,
    facts: readonly Fact[],
    raw: RawColumn | undefined,
    rows: number,
    suspect: (row: number) => void,
  ): void {
    const check = boundsOf(facts);
    if (raw?.kind === "numbers" && this.loadSwiftly(index, raw, rows, check)) return;
    if (raw?.kind === "coded-numbers") {
      if (!this.loadCoded(index, raw, rows, check)) this.loadNumbers(index, column, facts, spelledOut(raw), rows, suspect);
      return;
    }
    const nulls = this.spread(raw, column.fill, rows, check.nullable, suspect);
    const [widths, known] = [WIDTHS[check.holds], this.stored[index]];
    const from = known === undefined ? 0 : widths.findIndex(({ kind, divisor }) => kind === known.kind && divisor === known.divisor);
    for (const width of widths.slice(Math.max(0, from)))
      if (this.fits(this.place(index, width, nulls, null), nulls, rows, check, suspect)) return;
  }

  private loadSwiftly(index: number, raw: Extract<RawColumn, { kind: "numbers" }>, rows: number, check: Bounds): boolean {
    return this.widths(index, check).some((width) =>
      this.swift.numbers(raw, rows, this.place(index, width, raw.nulls !== null, null), check),
    );
  }

  private loadCoded(index: number, raw: CodedNumbers, rows: number, check: Bounds): boolean {
    return this.widths(index, check).some((width) => this.swift.coded(raw, rows, this.place(index, width, raw.nulls, null), check));
  }

  /** The widths to try: from that which the column has. */
  private widths(index: number, { holds }: Bounds): readonly Width[] {
    const [widths, known] = [WIDTHS[holds], this.stored[index]];
    const from = known === undefined ? 0 : widths.findIndex(({ kind, divisor }) => kind === known.kind && divisor === known.divisor);
    return widths.slice(Math.max(0, from));
  }

  private spreadOut(): { readonly numbers: Float64Array; readonly nulls: Uint8Array } {
    this.spreadRows ??= { numbers: new Float64Array(this.capacity), nulls: new Uint8Array(this.capacity) };
    return this.spreadRows;
  }

  /** Lays a raw column out as doubles and null marks; what is no number counts as null, and is suspect. Gives whether there are nulls. */
  private spread(
    raw: RawColumn | undefined,
    fill: FactValue | undefined,
    rows: number,
    nullable: boolean,
    suspect: (row: number) => void,
  ): boolean {
    const { numbers, nulls } = this.spreadOut();
    if (raw?.kind === "numbers") {
      numbers.set(raw.values.length > rows ? raw.values.subarray(0, rows) : raw.values);
      if (raw.nulls === null) return false;
      nulls.set(raw.nulls.length > rows ? raw.nulls.subarray(0, rows) : raw.nulls);
      if (!nullable) for (let row = 0; row < rows; row++) if (nulls[row] === 1) suspect(row);
      return true;
    }
    let any = false;
    forEachValue(raw, rows, (row, given) => {
      const value = given === undefined ? fill : given;
      const isNumber = typeof value === "number";
      numbers[row] = isNumber ? value : 0;
      nulls[row] = isNumber ? 0 : 1;
      if (isNumber) return;
      any = true;
      if (value !== null || !nullable) suspect(row);
    });
    return any;
  }

  /** Writes the numbers into a column; false where one of them is valid and does not fit. */
  private fits(
    { kind, address, divisor }: StoredColumn,
    holes: boolean,
    rows: number,
    check: Bounds,
    suspect: (row: number) => void,
  ): boolean {
    const { arena } = this;
    const { numbers, nulls: marks } = this.spreadOut();
    const nulls = holes ? marks : null;
    switch (kind) {
      case "i8":
        return writeWhole(arena.i8(address, rows), NOTHING.i8, numbers, nulls, rows, check, suspect);
      case "i16":
      case "i32": {
        const out = arena[kind](address, rows);
        return divisor === 1
          ? writeWhole(out, NOTHING[kind], numbers, nulls, rows, check, suspect)
          : writeDecimals(out, NOTHING[kind], divisor, numbers, nulls, rows, check, suspect);
      }
      default:
        writeDoubles(arena.f64(address, rows), numbers, nulls, rows, check, suspect);
        return true;
    }
  }

  // --- booleans --------------------------------------------------------------------------------

  private loadBooleans(
    index: number,
    column: Column,
    facts: readonly Fact[],
    raw: RawColumn | undefined,
    rows: number,
    suspect: (row: number) => void,
  ): void {
    const stored = this.place(index, { kind: "codes8", divisor: 1 }, true, null);
    const nullable = facts.every((fact) => fact.nullable);
    if (raw?.kind === "booleans" && (nullable || raw.nulls === null)) {
      this.swift.booleans(raw.values, raw.nulls, rows, stored.address);
      return;
    }
    const out = this.arena.u8(stored.address, rows);
    forEachValue(raw, rows, (row, given) => {
      const value = given === undefined ? column.fill : given;
      out[row] = typeof value === "boolean" ? Number(value) : NULL_8;
      if (typeof value !== "boolean" && (value !== null || !nullable)) suspect(row);
    });
  }

  // --- texts and lists -------------------------------------------------------------------------

  private loadTexts(
    index: number,
    column: Column,
    facts: readonly Fact[],
    interesting: ReadonlySet<string> | null,
    raw: RawColumn | undefined,
    rows: number,
    suspect: (row: number) => void,
  ): void {
    const known = this.stored[index];
    const kept = known !== undefined && known.dictionary !== null && this.suits(index, interesting);
    const dictionary = kept ? (known.dictionary as Dictionary) : new Dictionary(facts, interesting);
    const before = dictionary.values.length;
    if (raw?.kind === "codes" && raw.codes instanceof Uint8Array && this.recode(index, column, facts, raw, raw.codes, dictionary, rows))
      return;
    if (raw === undefined && this.alike(index, column, facts, dictionary, rows)) return;
    const codes = codesOf(raw, column, facts, dictionary, rows, suspect);
    const kind = dictionary.values.length > MOST_8 || (kept && known.kind === "codes32") ? "codes32" : "codes8";
    const stored = this.place(index, { kind, divisor: 1 }, true, dictionary);
    if (dictionary.values.length !== before) this.layout++;
    if (kind === "codes32") this.arena.i32(stored.address, rows).set(codes);
    else {
      const out = this.arena.u8(stored.address, rows);
      for (let row = 0; row < rows; row++) out[row] = codes[row] as number;
    }
  }

  /** One code for all rows, where no borrower gives any; false where they need a second look. */
  private alike(index: number, column: Column, facts: readonly Fact[], dictionary: Dictionary, rows: number): boolean {
    const before = dictionary.values.length;
    const { code, valid } = entryReader(column, facts, dictionary)(undefined);
    if (!valid || dictionary.values.length > MOST_8 || this.stored[index]?.kind === "codes32") return false;
    const { address } = this.place(index, { kind: "codes8", divisor: 1 }, true, dictionary);
    if (dictionary.values.length !== before) this.layout++;
    this.arena.u8(address, rows).fill(code);
    return true;
  }

  /** Codes by codes; false where a row needs a second look. */
  private recode(
    index: number,
    column: Column,
    facts: readonly Fact[],
    raw: Extract<RawColumn, { kind: "codes" }>,
    codes: Uint8Array,
    dictionary: Dictionary,
    rows: number,
  ): boolean {
    const before = dictionary.values.length;
    const entries = raw.dictionary.map(entryReader(column, facts, dictionary));
    if (dictionary.values.length > MOST_8 || this.stored[index]?.kind === "codes32") return false;
    const stored = this.place(index, { kind: "codes8", divisor: 1 }, true, dictionary);
    if (dictionary.values.length !== before) this.layout++;
    const [numbers, refused] = [entries.map(({ code }) => code), entries.map(({ valid }) => !valid)];
    return this.swift.codes(codes, numbers, refused, rows, stored.address);
  }
}

/** What a value's code is, −1 for null, and whether all versions take it; a value that is no text of this column counts as null. */
function entryReader(
  column: Column,
  facts: readonly Fact[],
  dictionary: Dictionary,
): (given: FactValue | undefined) => { readonly code: number; readonly valid: boolean } {
  const nullable = facts.every((fact) => fact.nullable);
  return (given) => {
    const value = given === undefined ? column.fill : given;
    if (value === null) return { code: -1, valid: nullable };
    if (value === undefined || Array.isArray(value) !== (column.type === "texts")) return { code: -1, valid: false };
    return dictionary.entryOf(value) ?? { code: -1, valid: false };
  };
}

/** Codes by row, −1 for null; a value that is no text of this column counts as null, and is suspect. */
function codesOf(
  raw: RawColumn | undefined,
  column: Column,
  facts: readonly Fact[],
  dictionary: Dictionary,
  rows: number,
  suspect: (row: number) => void,
): Int32Array {
  const codes = new Int32Array(rows);
  const read = entryReader(column, facts, dictionary);
  if (raw === undefined) {
    const { code, valid } = read(undefined);
    if (!valid) for (let row = 0; row < rows; row++) suspect(row);
    return codes.fill(code);
  }
  if (raw.kind === "codes") {
    const entries = raw.dictionary.map(read);
    for (let row = 0; row < rows; row++) {
      const entry = entries[raw.codes[row] as number];
      codes[row] = entry?.code ?? -1;
      if (entry?.valid !== true) suspect(row);
    }
    return codes;
  }
  forEachValue(raw, rows, (row, given) => {
    const { code, valid } = read(given);
    codes[row] = code;
    if (!valid) suspect(row);
  });
  return codes;
}

/** Visits every row's value as JSON; undefined where the borrower gives none. */
function forEachValue(raw: RawColumn | undefined, rows: number, visit: (row: number, value: FactValue | undefined) => void): void {
  for (let row = 0; row < rows; row++) visit(row, valueAt(raw, row));
}

/** The value of one row as JSON; undefined where the borrower gives none. */
export function valueAt(raw: RawColumn | undefined, row: number): FactValue | undefined {
  if (raw === undefined) return undefined;
  switch (raw.kind) {
    case "numbers":
      return raw.nulls?.[row] === 1 ? null : raw.values[row];
    case "coded-numbers":
      return raw.numbers[raw.codes[row] as number] ?? null;
    case "booleans":
      return raw.nulls?.[row] === 1 ? null : raw.values[row] === 1;
    case "codes":
      return raw.dictionary[raw.codes[row] as number];
    case "values":
      return raw.values[row];
    default:
      return raw satisfies never;
  }
}

type CodedNumbers = Extract<RawColumn, { kind: "coded-numbers" }>;

/** The same numbers by row instead of by code. */
export function spelledOut({ codes, numbers, nulls }: CodedNumbers): Extract<RawColumn, { kind: "numbers" }> {
  const values = Float64Array.from(codes, (code) => numbers[code] ?? 0);
  return { kind: "numbers", values, nulls: nulls ? Uint8Array.from(codes, (code) => Number(code >= numbers.length)) : null };
}

// --- writing numbers -----------------------------------------------------------------------------

/** What all versions allow: suspect is whatever one of them refuses. */
interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly nullable: boolean;
  /** What all of them read: whole numbers, money, any numbers; or not all the same. */
  readonly holds: "whole" | "money" | "numbers" | "mixed";
  /** Whether a value must be looked at as each fact's own. */
  readonly refuses: (value: number) => boolean;
}

const MONEY_MAX = 1e12;

function boundsOf(facts: readonly Fact[]): Bounds {
  const all = (type: Fact["type"]) => facts.length > 0 && facts.every((fact) => fact.type === type);
  const holds = all("integer") ? "whole" : all("money") ? "money" : all("number") ? "numbers" : "mixed";
  const most = holds === "money" ? MONEY_MAX : Number.MAX_VALUE;
  return {
    min: Math.max(-most, ...facts.map((fact) => fact.min ?? -Number.MAX_VALUE)),
    max: Math.min(most, ...facts.map((fact) => fact.max ?? Number.MAX_VALUE)),
    nullable: facts.every((fact) => fact.nullable),
    holds,
    refuses: (value) => facts.some((fact) => checkFactValue(fact, value) !== null),
  };
}

function writeWhole(
  out: Int8Array | Int16Array | Int32Array,
  nothing: number,
  numbers: Float64Array,
  nulls: Uint8Array | null,
  rows: number,
  { min, max }: Bounds,
  suspect: (row: number) => void,
): boolean {
  const most = -1 - nothing;
  for (let row = 0; row < rows; row++) {
    if (nulls !== null && nulls[row] === 1) {
      out[row] = nothing;
      continue;
    }
    const value = numbers[row] as number;
    if (value > nothing && value <= most) {
      out[row] = value;
      if (!(value >= min && value <= max) || Math.trunc(value) !== value) suspect(row);
    } else if (Number.isSafeInteger(value)) return false;
    else {
      out[row] = nothing;
      suspect(row);
    }
  }
  return true;
}

/** Numbers of few decimals, money among them, as whole numbers of the last. */
function writeDecimals(
  out: Int16Array | Int32Array,
  nothing: number,
  divisor: number,
  numbers: Float64Array,
  nulls: Uint8Array | null,
  rows: number,
  { min, max, holds }: Bounds,
  suspect: (row: number) => void,
): boolean {
  const most = -1 - nothing;
  for (let row = 0; row < rows; row++) {
    if (nulls !== null && nulls[row] === 1) {
      out[row] = nothing;
      continue;
    }
    const value = numbers[row] as number;
    const whole = Math.round(value * divisor);
    const exact = whole / divisor === value;
    if (!(value >= min && value <= max) || (!exact && holds === "money")) suspect(row);
    if (exact && whole > nothing && whole <= most) out[row] = whole;
    else if (holds === "money" ? exact && Math.abs(value) <= MONEY_MAX : Number.isFinite(value)) return false;
    else out[row] = nothing;
  }
  return true;
}

function writeDoubles(
  out: Float64Array,
  numbers: Float64Array,
  nulls: Uint8Array | null,
  rows: number,
  { min, max, holds, refuses }: Bounds,
  suspect: (row: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    if (nulls !== null && nulls[row] === 1) {
      out[row] = Number.NaN;
      continue;
    }
    const value = (numbers[row] as number) + 0;
    out[row] = value;
    if (!(value >= min && value <= max)) {
      suspect(row);
      out[row] = Number.isFinite(value) ? value : Number.NaN;
    } else if (holds !== "numbers" && refuses(value)) suspect(row);
  }
}
