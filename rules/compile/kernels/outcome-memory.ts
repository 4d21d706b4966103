/** Where outcomes are in the kernels' memory, and how a row's are read and written. */
import { DECISIONS, type Decision, type Outcome } from "#rules/evaluate";
import { fromHundredths, toHundredths } from "#rules/policy";
import type { Program, VersionProgram } from "../program.ts";
import type { Address, Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { Bits, OutcomeColumns } from "./types.ts";

/** The table of decisions against decisions: cells, and the 64-bit words of each. */
export const CELLS = DECISIONS.length ** 2;
export const CELL_WORDS = 5;

/** Where a version's outcomes are, for all rows. */
export interface VersionMemory {
  /** Limit before, limit after, available credit: doubles of hundredths. */
  readonly before: Address;
  readonly limits: Address;
  readonly available: Address;
  /** Bytes. */
  readonly decisions: Address;
  /** Eight bytes a row. */
  readonly reasons: Address;
  readonly fired: readonly Address[];
  /** One after the other, `stride` bytes apart. */
  readonly applied: Address;
  readonly bound: Address;
  readonly stride: number;
  readonly review: Address;
  /** Bits by decision: frozen, referred, falls, holds, rises. */
  readonly frozen: Address;
  readonly referred: Address;
  readonly falls: Address;
  readonly holds: Address;
  readonly rises: Address;
  /** Rows that the kernels did not decide. */
  readonly beyond: Address;
}

/** The outcomes of all versions of a program for the rows of a batch. */
export class OutcomeMemory {
  /** Empty until room is made. */
  versions: readonly VersionMemory[] = [];
  /** Rows that have an outcome, and those where the versions' differ. */
  readonly valid: Address;
  readonly shifted: Address;
  readonly reasonShifted: Address;
  readonly table: Address;
  private readonly bytes: number;

  constructor(
    public program: Program,
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    private readonly capacity: number,
  ) {
    this.bytes = capacity / 8;
    this.valid = arena.allocate(this.bytes);
    this.shifted = arena.allocate(this.bytes);
    this.reasonShifted = arena.allocate(this.bytes);
    this.table = arena.allocate(CELLS * CELL_WORDS * 8);
  }

  /** Baseline and candidate, or the one version twice. */
  get pair(): readonly [VersionMemory, VersionMemory] {
    return [this.versions[0] as VersionMemory, (this.versions[1] ?? this.versions[0]) as VersionMemory];
  }

  /** Makes room for the outcomes of the program's versions; those of one limit share the column of limits before. */
  allocate(): void {
    const made: VersionMemory[] = [];
    for (const version of this.program.versions) {
      const same = this.program.versions.findIndex(({ limit }) => limit.value === version.limit.value);
      made.push(this.allocateVersion(version, made[same]?.before ?? this.arena.allocate(this.capacity * 8)));
    }
    this.versions = made;
  }

  private allocateVersion({ rules, guardrails }: VersionProgram, before: Address): VersionMemory {
    const { arena, capacity, bytes } = this;
    return {
      before,
      limits: arena.allocate(capacity * 8),
      available: arena.allocate(capacity * 8),
      decisions: arena.allocate(capacity),
      reasons: arena.allocate(capacity * 8),
      fired: rules.map(() => arena.allocate(bytes)),
      applied: arena.allocate(Math.max(1, rules.length) * bytes),
      bound: arena.allocate(Math.max(1, guardrails.length) * bytes),
      stride: bytes,
      review: arena.allocate(bytes),
      frozen: arena.allocate(bytes),
      referred: arena.allocate(bytes),
      falls: arena.allocate(bytes),
      holds: arena.allocate(bytes),
      rises: arena.allocate(bytes),
      beyond: arena.allocate(bytes),
    };
  }

  /** Gives back the room of the versions. */
  release(): void {
    for (const before of new Set(this.versions.map((memory) => memory.before))) this.arena.release(before, this.capacity * 8);
    this.versions.forEach((memory, v) => void this.releaseVersion(memory, this.program.versions[v] as VersionProgram));
    this.versions = [];
  }

  private releaseVersion(memory: VersionMemory, { rules, guardrails }: VersionProgram): void {
    const { arena, capacity, bytes } = this;
    for (const key of ["limits", "available", "reasons"] as const) arena.release(memory[key], capacity * 8);
    arena.release(memory.decisions, capacity);
    arena.release(memory.applied, Math.max(1, rules.length) * bytes);
    arena.release(memory.bound, Math.max(1, guardrails.length) * bytes);
    for (const address of memory.fired) arena.release(address, bytes);
    for (const key of ["review", "frozen", "referred", "falls", "holds", "rises", "beyond"] as const) arena.release(memory[key], bytes);
  }

  /** Gives back all. Not to be used any more. */
  dispose(): void {
    this.release();
    for (const bits of [this.valid, this.shifted, this.reasonShifted]) this.arena.release(bits, this.bytes);
    this.arena.release(this.table, CELLS * CELL_WORDS * 8);
  }

  clearTable(): void {
    this.arena.u8(this.table, CELLS * CELL_WORDS * 8).fill(0);
  }

  sums(): bigint[] {
    return [...this.arena.i64(this.table, CELLS * CELL_WORDS)];
  }

  /** The outcomes of a version (0: baseline) as columns. */
  columns(version: number, rows: number): OutcomeColumns {
    const memory = this.versions[version] as VersionMemory;
    const program = this.program.versions[version] as VersionProgram;
    return {
      rows,
      valid: this.bits(this.valid, rows),
      limitBefore: this.arena.f64(memory.before, rows),
      limitAfter: this.arena.f64(memory.limits, rows),
      available: this.arena.f64(memory.available, rows),
      decision: this.arena.u8(memory.decisions, rows),
      review: this.bits(memory.review, rows),
      fired: memory.fired.map((bits) => this.bits(bits, rows)),
      applied: program.rules.map((_, r) => this.bits(memory.applied + r * memory.stride, rows)),
      bound: program.guardrails.map((_, g) => this.bits(memory.bound + g * memory.stride, rows)),
      reasons: this.arena.u16(memory.reasons, rows * 4),
    };
  }

  bits(address: Address, rows: number): Bits {
    return this.arena.u32(address, Math.ceil(rows / 32));
  }

  /** One row's outcome in the JSON shape of the policy document; null for a row that has none. */
  at(version: number, row: number): Outcome | null {
    if (!this.isSet(this.valid, row)) return null;
    const memory = this.versions[version] as VersionMemory;
    const { rules, guardrails } = this.program.versions[version] as VersionProgram;
    const named = (list: readonly { readonly name: string }[], bits: (i: number) => Address) =>
      list.flatMap(({ name }, i) => (this.isSet(bits(i), row) ? [name] : []));
    const available = this.numberAt(memory.available, row);
    return {
      limitBefore: fromHundredths(this.numberAt(memory.before, row)),
      limitAfter: fromHundredths(this.numberAt(memory.limits, row)),
      ...(Number.isNaN(available) ? {} : { available: fromHundredths(available) }),
      decision: DECISIONS[this.decisionAt(memory, row)] as Decision,
      fired: named(rules, (r) => memory.fired[r] as Address),
      applied: named(rules, (r) => memory.applied + r * memory.stride),
      bound: named(guardrails, (g) => memory.bound + g * memory.stride),
      reasons: [...this.arena.u16(memory.reasons + row * 8, 4)].flatMap((code) =>
        code === 0 ? [] : [this.program.reasons[code - 1] as string],
      ),
      review: this.isSet(memory.review, row),
    };
  }

  write(v: number, row: number, outcome: Outcome): void {
    const { arena } = this;
    const [version, memory] = [this.program.versions[v] as VersionProgram, this.versions[v] as VersionMemory];
    const code = DECISIONS.indexOf(outcome.decision);
    arena.f64(memory.limits, this.capacity)[row] = toHundredths(outcome.limitAfter);
    arena.f64(memory.available, this.capacity)[row] = outcome.available === undefined ? Number.NaN : toHundredths(outcome.available);
    arena.u8(memory.decisions, this.capacity)[row] = code;
    const reasons = arena.u16(memory.reasons + row * 8, 4).fill(0);
    outcome.reasons.forEach((reason, i) => {
      reasons[i] = this.program.reasons.indexOf(reason) + 1;
    });
    [memory.frozen, memory.referred, memory.falls, memory.holds, null, memory.rises].forEach((bits, decision) => {
      if (bits !== null) this.mark(bits, row, decision === code);
    });
    this.mark(memory.review, row, outcome.review);
    const [applied, bound] = [new Set(outcome.applied), new Set(outcome.bound)];
    version.rules.forEach(({ name }, r) => void this.mark(memory.applied + r * memory.stride, row, applied.has(name)));
    version.guardrails.forEach(({ name }, g) => void this.mark(memory.bound + g * memory.stride, row, bound.has(name)));
  }

  compare(row: number): void {
    const [a, b] = this.versions as [VersionMemory, VersionMemory];
    const differs = (key: "limits" | "available") => {
      const [x, y] = [this.numberAt(a[key], row), this.numberAt(b[key], row)];
      return x !== y && !(Number.isNaN(x) && Number.isNaN(y));
    };
    const decided = this.decisionAt(a, row) !== this.decisionAt(b, row);
    const reasons = (memory: VersionMemory) => this.arena.i64(memory.reasons + row * 8, 1)[0];
    this.mark(this.shifted, row, decided || differs("limits") || differs("available"));
    this.mark(this.reasonShifted, row, !decided && !differs("limits") && reasons(a) !== reasons(b));
  }

  /** Rows of the first `padded` that the kernels did not decide. */
  rowsBeyond(padded: number): number[] {
    const rows = new Set(this.versions.flatMap(({ beyond }) => this.rowsIn(beyond, padded)));
    return [...rows].sort((a, b) => a - b);
  }

  /** The rows of the first `padded` whose bit is set. Further on stands what a longer batch before has left. */
  rowsIn(bits: Address, padded: number): number[] {
    if (this.kernels.count(bits, padded) === 0) return [];
    const words = this.arena.u32(bits, padded / 32);
    const rows: number[] = [];
    words.forEach((word, i) => {
      for (let set = word; set !== 0; set &= set - 1) rows.push(i * 32 + 31 - Math.clz32(set & -set));
    });
    return rows;
  }

  isSet(bits: Address, row: number): boolean {
    return (((this.arena.u8(bits + (row >> 3), 1)[0] as number) >> (row & 7)) & 1) === 1;
  }

  private mark(bits: Address, row: number, on: boolean): void {
    const byte = this.arena.u8(bits + (row >> 3), 1);
    byte[0] = on ? (byte[0] as number) | (1 << (row & 7)) : (byte[0] as number) & ~(1 << (row & 7));
  }

  numberAt(column: Address, row: number): number {
    return this.arena.f64(column + row * 8, 1)[0] as number;
  }

  decisionAt(memory: VersionMemory, row: number): number {
    return this.arena.u8(memory.decisions + row, 1)[0] as number;
  }
}
