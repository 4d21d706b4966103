/**
 * The columnar evaluator: one or two versions on many borrowers at once. `load` takes borrowers in columns and says which of them
 * have no outcome; `run` evaluates; `update` takes an edited program and evaluates again only what the edit can alter. Bits of every condition and
 * all outcomes are kept for all rows; values live in scratch. The figures of a comparison are kept up to date with the outcomes.
 */
import { DECISIONS, type Decision, type Outcome, readFacts, resolve, derive } from "#rules/evaluate";
import { fromHundredths, type Facts, type FactValue, toHundredths } from "#rules/policy";
import { type ConditionNode, isValueNode, type NodeId, type Program, type RuleProgram, type VersionProgram } from "../program.ts";
import { moneyColumns, reachable, textsThatMatter } from "../reach.ts";
import { align, sameEffect } from "./alignment.ts";
import { type Address, Arena } from "./arena.ts";
import { ColumnStore, valueAt } from "./columns.ts";
import type { KernelSet } from "./kernels.ts";
import type { Place, Plan } from "./plan.ts";
import { beyondSteps, limitSteps, ResolutionMaker, type VersionMemory } from "./resolution.ts";
import { AND, AND_NOT, bytesOf, doublesOf, OR, rowsOf, StepMaker, TextNumbers } from "./steps.ts";
import { TILE } from "./tile.ts";
import type { Bits, OutcomeColumns, RawBatch, RejectedRow } from "./types.ts";

const GRAIN = 128;
const CELLS = DECISIONS.length ** 2;
const CELL_WORDS = 5;
const TALLY_SCRATCH = 6912;

/** One cell of the migration matrix; money in hundredths. */
export interface CellFigures {
  readonly baseline: Decision;
  readonly candidate: Decision;
  readonly borrowers: number;
  readonly limitBaseline: bigint;
  readonly limitCandidate: bigint;
  readonly availableBaseline: bigint;
  readonly availableCandidate: bigint;
}

/** The figures of a comparison, or of one version held against itself. */
export interface Figures {
  readonly borrowers: number;
  /** Rows without an outcome. */
  readonly errors: number;
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly review: { readonly baseline: number; readonly candidate: number };
  /** With borrowers, in the order of decisions. */
  readonly cells: readonly CellFigures[];
}

/** Above this share of changed rows, all are evaluated again. */
const WORTH_ALL = 1 / 16;

export class ColumnEvaluator {
  private readonly arena: Arena;
  private readonly columns: ColumnStore;
  private readonly texts = new TextNumbers();
  private readonly capacity: number;
  private readonly keeps: boolean;
  private readonly bytes: number;
  private readonly conditions = new Map<NodeId, Address>();
  /** Made with the first run. */
  private versions: VersionMemory[] = [];
  /** Where in the columns row 0 stands. */
  private offset = 0;
  /** What works through the tiles of `pass`. */
  private passing: ColumnEvaluator | null = null;
  private readonly valid: Address;
  private readonly shifted: Address;
  private readonly reasonShifted: Address;
  private readonly table: Address;
  private batch: RawBatch = { rows: 0, columns: new Map() };
  private rejectedRows = 0;
  /** How to evaluate a batch; null after an edit. */
  private whole: { readonly plan: Plan; readonly maker: StepMaker; readonly layout: number } | null = null;
  /** Where the rows stand in the batch's columns; null where each stands at its own number. */
  private places: Uint32Array | null = null;
  /** The layout of columns that the bits in memory were made from; null before the first run. */
  private madeFrom: number | null = null;

  /** `capacity`: the most rows of a batch. */
  constructor(
    private program: Program,
    private readonly set: KernelSet,
    capacity: number,
    {
      keepConditions = true,
      arena = new Arena(set.memory),
      columns,
    }: {
      /** Whether an edit is to come: the bits of conditions are kept for all rows. Without, all is evaluated with less memory and somewhat faster. */
      readonly keepConditions?: boolean;
      readonly arena?: Arena;
      readonly columns?: ColumnStore;
    } = {},
  ) {
    this.keeps = keepConditions;
    this.arena = arena;
    this.capacity = Math.max(GRAIN, Math.ceil(capacity / GRAIN) * GRAIN);
    this.bytes = this.capacity / 8;
    this.columns = columns ?? new ColumnStore(this.arena, set.kernels, this.capacity);
    this.valid = this.arena.allocate(this.bytes);
    this.shifted = this.arena.allocate(this.bytes);
    this.reasonShifted = this.arena.allocate(this.bytes);
    this.table = this.arena.allocate(CELLS * CELL_WORDS * 8);
  }

  /** `wasm`, or `reference` where that is not to be had. */
  get kind(): KernelSet["kind"] {
    return this.set.kind;
  }

  get rows(): number {
    return this.batch.rows;
  }

  /** Bytes of memory that columns, bits and outcomes take. */
  get size(): number {
    return this.arena.size;
  }

  // --- borrowers in ----------------------------------------------------------------------------

  /** Takes the rows to evaluate. Gives those that have no outcome under a version, with every reason. The batch must stay as it is until the next one. */
  load(batch: RawBatch): RejectedRow[] {
    if (batch.rows > this.capacity) throw new RangeError(`${batch.rows} rows are more than the ${this.capacity} that there is room for`);
    this.batch = batch;
    const suspects = this.loadColumns();
    const rejected = [...suspects].sort((a, b) => a - b).flatMap((row) => this.rejection(row) ?? []);
    const valid = this.arena.u32(this.valid, this.bytes / 4);
    markFirst(valid, batch.rows);
    for (const { row } of rejected) valid[row >> 5] = (valid[row >> 5] as number) & ~(1 << (row & 31));
    this.rejectedRows = rejected.length;
    return rejected;
  }

  /** Loads the columns; gives the rows that need a second look. */
  private loadColumns(): Set<number> {
    const suspects = new Set<number>();
    const matter = textsThatMatter(this.program);
    for (const [index, facts] of this.factsByColumn()) {
      const column = this.program.columns[index];
      if (column === undefined) continue;
      const interesting = matter.has(index) ? (matter.get(index) ?? null) : new Set<string>();
      this.columns.load(index, column, facts, interesting, this.batch, (row) => suspects.add(row));
    }
    return suspects;
  }

  private factsByColumn(): Map<number, VersionProgram["facts"][number]["fact"][]> {
    const found = new Map<number, VersionProgram["facts"][number]["fact"][]>();
    for (const { facts } of this.program.versions)
      for (const { fact, column } of facts) found.set(column, [...(found.get(column) ?? []), fact]);
    return found;
  }

  /** Gives its memory back to those that share it. Not to be used any more. */
  private dispose(): void {
    this.disposePassing();
    this.columns.dispose();
  }

  /** The same without the columns, which are another's. */
  private disposePassing(): void {
    this.whole?.maker.dispose();
    this.forgetConditions();
    this.releaseVersions(this.versions, this.program);
    for (const bits of [this.valid, this.shifted, this.reasonShifted]) this.arena.release(bits, this.bytes);
    this.arena.release(this.table, CELLS * CELL_WORDS * 8);
  }

  private rejection(row: number): RejectedRow | null {
    const given = this.factsAt(row);
    for (const [i, { policy, scenario }] of this.program.versions.entries()) {
      const read = readFacts(policy, scenario, given);
      if (!read.ok) return { row, side: i === 0 ? "baseline" : "candidate", errors: read.errors };
    }
    return null;
  }

  /** A row's facts as JSON, as the batch gives them. */
  factsAt(row: number): Facts {
    const facts: [string, FactValue][] = [];
    for (const [name, raw] of this.batch.columns) {
      const value = valueAt(raw, this.places === null ? row + this.offset : (this.places[row] as number));
      if (value !== undefined) facts.push([name, value]);
    }
    return Object.fromEntries(facts);
  }

  // --- evaluation ------------------------------------------------------------------------------

  /** Evaluates all rows. */
  run(): void {
    const plan = this.prepared();
    this.arena.u8(this.table, CELLS * CELL_WORDS * 8).fill(0);
    this.walk(plan);
    this.finishBeyond();
  }

  /**
   * Evaluates all rows a tile at a time and keeps no outcome: `visit` is shown each tile's, by an evaluator whose row 0 is row `from` here. Gives the
   * figures. For what passes by: it moves a third of the memory that `run` does.
   */
  pass(visit?: (tile: ColumnEvaluator, from: number) => void): Figures {
    this.passing ??= new ColumnEvaluator(this.program, this.set, TILE, { arena: this.arena, columns: this.columns, keepConditions: false });
    const tile = this.passing;
    const sums = new PassingSums();
    tile.arena.u8(tile.table, CELLS * CELL_WORDS * 8).fill(0);
    for (let from = 0; from < this.batch.rows; from += TILE) {
      tile.passTile(this, from, Math.min(TILE, this.batch.rows - from));
      sums.add(tile.counts(), tile.beyondTotals());
      visit?.(tile, from);
    }
    return sums.figures(this.batch.rows, this.rejectedRows, [...tile.arena.i64(tile.table, CELLS * CELL_WORDS)]);
  }

  private passTile(all: ColumnEvaluator, from: number, rows: number): void {
    this.offset = from;
    this.batch = { rows, columns: all.batch.columns };
    this.set.kernels.copy(all.valid + from / 8, this.valid, this.padded / 8);
    this.walk(this.prepared());
    this.finishBeyond();
  }

  /** The plan of all rows; made where there is none or the columns are stored otherwise. */
  private prepared(): Plan {
    if (this.versions.length === 0) this.versions = this.allocateVersions();
    this.madeFrom = this.columns.layout;
    if (this.whole?.layout === this.columns.layout) return this.whole.plan;
    this.whole?.maker.dispose();
    const maker = this.planAll();
    const plan = maker.plan();
    this.whole = { plan, maker, layout: this.columns.layout };
    return plan;
  }

  private finishBeyond(): void {
    this.program.versions.forEach((version, v) => void this.resolveBeyond(version, this.versions[v] as VersionMemory));
    this.compareBeyond();
  }

  private walk(plan: Plan): void {
    for (let row = 0; row < this.batch.rows; row += TILE) plan.run(row, row + this.offset, Math.min(TILE, this.padded - row));
  }

  private newMaker(): StepMaker {
    return new StepMaker(this.program, this.columns, this.arena, this.set.kernels, this.conditions, this.texts);
  }

  private planAll(): StepMaker {
    this.forgetConditions();
    const maker = this.newMaker();
    this.planConditions(maker);
    const valid = rowsOf(this.valid);
    this.program.versions.forEach(({ rules }, v) => {
      const { fired } = this.versions[v] as VersionMemory;
      rules.forEach(({ condition }, r) => void maker.combined(AND, maker.made(condition), valid, rowsOf(fired[r] as Address)));
    });
    this.planOutcomes(maker);
    return maker;
  }

  /** From the rules that fired to outcomes and figures. */
  private planOutcomes(maker: StepMaker): void {
    const valid = rowsOf(this.valid);
    this.program.versions.forEach((version, v) => {
      const memory = this.versions[v] as VersionMemory;
      const first = this.versions[0] as VersionMemory;
      if (v === 0 || memory.before !== first.before) limitSteps(version, memory, maker);
      beyondSteps(memory, maker, valid);
      const active = v === 0 ? valid : this.planCopy(maker, valid, this.program.versions[0] as VersionProgram, version, memory);
      new ResolutionMaker(version, memory, maker, this.arena, active, valid, active === valid ? memory : first).make();
    });
    this.planFigures(maker, valid);
  }

  /** Bits of conditions that the program reads and that are not made yet. */
  private planConditions(maker: StepMaker): void {
    const kept = this.keeps
      ? null
      : new Set(this.program.versions.flatMap(({ guardrails }) => guardrails.flatMap(({ when }) => when ?? [])));
    for (const id of reachable(this.program)) {
      const node = this.program.nodes[id];
      if (node === undefined || isValueNode(node) || this.conditions.has(id)) continue;
      if (kept !== null && !kept.has(id)) {
        maker.passingCondition(id, node as ConditionNode);
        continue;
      }
      const address = this.arena.allocate(this.bytes);
      this.conditions.set(id, address);
      maker.condition(node as ConditionNode, address);
    }
  }

  private forgetConditions(): void {
    for (const address of this.conditions.values()) this.arena.release(address, this.bytes);
    this.conditions.clear();
  }

  /** The candidate begins as the baseline's outcomes; gives the rows where it can differ. */
  private planCopy(maker: StepMaker, valid: Place, first: VersionProgram, version: VersionProgram, memory: VersionMemory): Place {
    const alignment = align(version, first);
    if (alignment === null) return valid;
    const from = this.versions[0] as VersionMemory;
    const differs = maker.bits();
    maker.push("clear", differs, 1, 0);
    const mark = (a: Place, b: Place) => maker.push("differing", a, b, differs);
    alignment.other.forEach((other, r) => {
      const own = rowsOf(memory.fired[r] as Address);
      if (other >= 0) mark(rowsOf(from.fired[other] as Address), own);
      else maker.combined(OR, differs, own, differs);
    });
    for (const r of alignment.missing) maker.combined(OR, differs, rowsOf(from.fired[r] as Address), differs);
    version.guardrails.forEach(({ when }, g) => {
      const other = first.guardrails[g]?.when ?? null;
      if (when !== null && other !== null && when !== other) mark(maker.made(other), maker.made(when));
    });
    const active = maker.combined(AND, differs, valid);
    const inherited = maker.combined(AND_NOT, rowsOf(from.beyond), active);
    maker.combined(OR, rowsOf(memory.beyond), inherited, rowsOf(memory.beyond));
    this.copyOutcomes(maker, from, memory, version, alignment.other);
    return active;
  }

  private copyOutcomes(maker: StepMaker, from: VersionMemory, to: VersionMemory, version: VersionProgram, others: readonly number[]): void {
    const bits = (a: Address, b: Address) => maker.copyBits(rowsOf(a), rowsOf(b));
    for (const key of ["frozen", "referred", "falls", "holds", "rises", "review"] as const) bits(from[key], to[key]);
    others.forEach((other, r) => {
      const target = to.applied + r * to.stride;
      if (other >= 0) bits(from.applied + other * from.stride, target);
      else maker.push("clear", rowsOf(target), 1, 0);
    });
    version.guardrails.forEach((_, g) => void bits(from.bound + g * from.stride, to.bound + g * to.stride));
  }

  /** Shifts, and the table of decisions against decisions. */
  private planFigures(maker: StepMaker, rows: Place): void {
    const [a, b] = [this.versions[0] as VersionMemory, (this.versions[1] ?? this.versions[0]) as VersionMemory];
    if (a !== b) this.planShifts(maker, a, b);
    this.planTally(maker, rows, 1);
  }

  private planShifts(maker: StepMaker, a: VersionMemory, b: VersionMemory): void {
    maker.push(
      "shifts",
      rowsOf(this.valid),
      doublesOf(a.limits),
      doublesOf(b.limits),
      doublesOf(a.available),
      doublesOf(b.available),
      bytesOf(a.decisions),
      bytesOf(b.decisions),
      doublesOf(a.reasons),
      doublesOf(b.reasons),
      rowsOf(this.shifted),
      rowsOf(this.reasonShifted),
    );
  }

  private planTally(maker: StepMaker, rows: Place, sign: 1 | -1): void {
    const [a, b] = [this.versions[0] as VersionMemory, (this.versions[1] ?? this.versions[0]) as VersionMemory];
    const scratch = maker.scratch(TALLY_SCRATCH).address;
    const decided = maker.combined(AND_NOT, maker.combined(AND_NOT, rows, rowsOf(a.beyond)), rowsOf(b.beyond));
    maker.push(
      "tally",
      decided,
      bytesOf(a.decisions),
      bytesOf(b.decisions),
      doublesOf(a.limits),
      doublesOf(b.limits),
      doublesOf(a.available),
      doublesOf(b.available),
      this.table,
      sign,
      scratch,
    );
  }

  // --- an edit ---------------------------------------------------------------------------------

  /**
   * Takes another program, made with the same table of nodes, for the rows that are loaded and run, and evaluates what can differ.
   * Gives the rows that have no outcome now. Equal to a new evaluator with the same batch, and much faster where only conditions differ.
   */
  update(program: Program): RejectedRow[] {
    const before = this.program;
    const old = this.versions;
    this.program = program;
    const sameFacts = JSON.stringify(before.versions.map(factsOf)) === JSON.stringify(program.versions.map(factsOf));
    const inPlace =
      this.keeps &&
      sameFacts &&
      before.versions.length === program.versions.length &&
      this.madeFrom === this.columns.layout &&
      this.columnsSuit() &&
      program.versions.every((version, v) => isEditOf(version, before.versions[v] as VersionProgram));
    this.whole?.maker.dispose();
    this.whole = null;
    this.passing?.disposePassing();
    this.passing = null;
    if (!inPlace) {
      this.releaseVersions(old, before);
      this.versions = [];
      const rejected = this.load(this.batch);
      this.run();
      return rejected;
    }
    this.edit(before);
    return [];
  }

  private columnsSuit(): boolean {
    const matter = textsThatMatter(this.program);
    return this.program.versions.every(({ facts }) =>
      facts.every(
        ({ column }) => this.columns.has(column) && (!matter.has(column) || this.columns.suits(column, matter.get(column) ?? null)),
      ),
    );
  }

  private edit(before: Program): void {
    const { kernels } = this.set;
    const maker = this.newMaker();
    this.planConditions(maker);
    const changed = this.arena.allocate(this.bytes);
    const versions = [...this.program.versions.keys()].filter((v) => this.planFired(maker, before, v, rowsOf(changed)));
    this.walk(maker.plan());
    maker.dispose();
    this.releaseUnread();
    const count = kernels.count(changed, this.padded);
    if (count > this.batch.rows * WORTH_ALL) this.run();
    else if (count > 0) this.editRows(changed, versions);
    this.arena.release(changed, this.bytes);
  }

  /** Evaluates a few rows by themselves, as a batch of their own, and brings the figures up to date. */
  private editRows(changed: Address, versions: readonly number[]): void {
    this.tallyRows(changed, -1);
    const rows = Uint32Array.from(this.rowsIn(changed));
    const list = this.arena.allocate(rows.length * 4);
    this.arena.u32(list, rows.length).set(rows);
    const few = new ColumnEvaluator(this.program, this.set, rows.length, { arena: this.arena });
    few.takeRows(this, rows, list);
    few.resolveTaken();
    few.giveRows(this, list, versions);
    few.dispose();
    this.arena.release(list, rows.length * 4);
    this.tallyRows(changed, 1);
  }

  private tallyRows(rows: Address, sign: 1 | -1): void {
    const maker = this.newMaker();
    this.planTally(maker, rowsOf(rows), sign);
    this.walk(maker.plan());
    maker.dispose();
  }

  /** Becomes a batch of some rows of another's, whose columns they share; their numbers stand at `list` as well. */
  private takeRows(from: ColumnEvaluator, rows: Uint32Array, list: Address): void {
    this.batch = { rows: rows.length, columns: from.batch.columns };
    this.places = from.places === null ? rows : rows.map((row) => (from.places as Uint32Array)[row] as number);
    const { kernels } = this.set;
    this.versions = this.allocateVersions();
    this.columns.gather(from.columns, moneyColumns(this.program), kernels, list, rows.length);
    markFirst(this.arena.u32(this.valid, this.bytes / 4), rows.length);
    this.program.versions.forEach(({ guardrails }, v) => {
      const [own, other] = [this.versions[v] as VersionMemory, from.versions[v] as VersionMemory];
      own.fired.forEach((bits, r) => void kernels.pickBits(other.fired[r] as Address, list, bits, rows.length));
      for (const { when } of guardrails) {
        if (when === null || this.conditions.has(when)) continue;
        const bits = this.arena.allocate(this.bytes);
        this.conditions.set(when, bits);
        kernels.pickBits(from.conditions.get(when) as Address, list, bits, rows.length);
      }
    });
  }

  /** Evaluates rows that were taken with the rules that fired for them. */
  private resolveTaken(): void {
    const maker = this.newMaker();
    this.planOutcomes(maker);
    this.walk(maker.plan());
    maker.dispose();
    this.finishBeyond();
  }

  /** Writes its outcomes into the rows of another. */
  private giveRows(to: ColumnEvaluator, list: Address, versions: readonly number[]): void {
    const { kernels } = this.set;
    const { rows } = this.batch;
    const bits = (own: Address, other: Address) => kernels.placeBits(own, list, other, rows);
    for (const v of versions) {
      const { rules, guardrails } = this.program.versions[v] as VersionProgram;
      const [own, other] = [this.versions[v] as VersionMemory, to.versions[v] as VersionMemory];
      for (const key of ["limits", "available", "reasons"] as const) kernels.place(8, own[key], list, other[key], rows);
      kernels.place(1, own.decisions, list, other.decisions, rows);
      for (const key of ["review", "frozen", "referred", "falls", "holds", "rises", "beyond"] as const) bits(own[key], other[key]);
      for (const r of rules.keys()) bits(own.applied + r * own.stride, other.applied + r * other.stride);
      for (const g of guardrails.keys()) bits(own.bound + g * own.stride, other.bound + g * other.stride);
    }
    bits(this.shifted, to.shifted);
    bits(this.reasonShifted, to.reasonShifted);
  }

  private get padded(): number {
    return Math.ceil(this.batch.rows / GRAIN) * GRAIN;
  }

  /** Adds to `changed` the rows where other rules of a version fire than before, or where one fires whose effect differs; gives whether there can be any. */
  private planFired(maker: StepMaker, program: Program, v: number, changed: Place): boolean {
    const [old, version] = [program.versions[v] as VersionProgram, this.program.versions[v] as VersionProgram];
    const memory = this.versions[v] as VersionMemory;
    const fresh = maker.bits();
    let any = false;
    version.rules.forEach((rule, r) => {
      const before = old.rules[r] as RuleProgram;
      const alike = sameEffect(rule, before);
      if (rule.condition === before.condition && alike) return;
      any = true;
      const fired = rowsOf(memory.fired[r] as Address);
      maker.combined(AND, maker.made(rule.condition), rowsOf(this.valid), fresh);
      if (alike) maker.push("differing", fresh, fired, changed);
      else maker.combined(OR, changed, maker.combined(OR, fresh, fired), changed);
      maker.copyBits(fresh, fired);
    });
    version.guardrails.forEach(({ when }, g) => {
      const other = old.guardrails[g]?.when ?? null;
      if (when === null || other === null || when === other) return;
      any = true;
      const [own, others] = [maker.made(when), maker.made(other)];
      maker.push("differing", own, others, changed);
    });
    if (any) maker.combined(AND, changed, rowsOf(this.valid), changed);
    return any;
  }

  /** Gives back bits of conditions that the program no longer reads. */
  private releaseUnread(): void {
    const read = new Set(reachable(this.program));
    for (const [id, address] of this.conditions) {
      if (read.has(id)) continue;
      this.arena.release(address, this.bytes);
      this.conditions.delete(id);
    }
  }

  // --- rows beyond the kernels' exact range ------------------------------------------------------

  private resolveBeyond(version: VersionProgram, memory: VersionMemory): void {
    for (const row of this.rowsIn(memory.beyond)) this.resolveExactly(version, memory, row);
  }

  /** One row by the referee's arithmetic, which knows no bounds. */
  private resolveExactly(version: VersionProgram, memory: VersionMemory, row: number): void {
    const { policy, scenario } = version;
    const read = readFacts(policy, scenario, this.factsAt(row));
    if (!read.ok) throw new Error(`row ${row} is rejected and evaluated`);
    const values = { ...read.facts, ...derive(policy, read.facts) };
    const fired = version.rules.flatMap((rule, r) =>
      this.isSet(memory.fired[r] as Address, row) ? (policy.rules.find(({ name }) => name === rule.name) ?? []) : [],
    );
    const whenTrue = (g: number) => {
      const when = version.guardrails[g]?.when ?? null;
      return when === null || this.isSet(this.conditions.get(when) as Address, row);
    };
    this.write(version, memory, row, resolve(policy, values, fired, whenTrue).outcome);
  }

  private write(version: VersionProgram, memory: VersionMemory, row: number, outcome: Outcome): void {
    const { arena } = this;
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

  /** Whether rows beyond the kernels' range shift. */
  private compareBeyond(): void {
    if (this.versions.length === 2) for (const row of this.rowsBeyond()) this.compareRow(row);
  }

  private compareRow(row: number): void {
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

  private rowsBeyond(): number[] {
    const rows = new Set(this.versions.flatMap(({ beyond }) => this.rowsIn(beyond)));
    return [...rows].sort((a, b) => a - b);
  }

  private rowsIn(bits: Address): number[] {
    const words = this.arena.u32(bits, this.bytes / 4);
    const rows: number[] = [];
    words.forEach((word, i) => {
      for (let set = word; set !== 0; set &= set - 1) rows.push(i * 32 + 31 - Math.clz32(set & -set));
    });
    return rows;
  }

  private isSet(bits: Address, row: number): boolean {
    return (((this.arena.u8(bits + (row >> 3), 1)[0] as number) >> (row & 7)) & 1) === 1;
  }

  private mark(bits: Address, row: number, on: boolean): void {
    const byte = this.arena.u8(bits + (row >> 3), 1);
    byte[0] = on ? (byte[0] as number) | (1 << (row & 7)) : (byte[0] as number) & ~(1 << (row & 7));
  }

  private numberAt(column: Address, row: number): number {
    return this.arena.f64(column + row * 8, 1)[0] as number;
  }

  private decisionAt(memory: VersionMemory, row: number): number {
    return this.arena.u8(memory.decisions + row, 1)[0] as number;
  }

  // --- outcomes and figures out ------------------------------------------------------------------

  /** The outcomes of a version (0: baseline) as columns: views, valid until the next `load`, `run` or `update`. */
  outcomes(version: number): OutcomeColumns {
    const memory = this.versions[version] as VersionMemory;
    const program = this.program.versions[version] as VersionProgram;
    const { rows } = this.batch;
    return {
      rows,
      valid: this.bitsAt(this.valid),
      limitBefore: this.arena.f64(memory.before, rows),
      limitAfter: this.arena.f64(memory.limits, rows),
      available: this.arena.f64(memory.available, rows),
      decision: this.arena.u8(memory.decisions, rows),
      review: this.bitsAt(memory.review),
      fired: memory.fired.map((bits) => this.bitsAt(bits)),
      applied: program.rules.map((_, r) => this.bitsAt(memory.applied + r * memory.stride)),
      bound: program.guardrails.map((_, g) => this.bitsAt(memory.bound + g * memory.stride)),
      reasons: this.arena.u16(memory.reasons, rows * 4),
    };
  }

  /** Rows whose limit, decision or available credit differs between the versions; with one version, none. */
  get shiftedRows(): Bits {
    return this.bitsAt(this.shifted);
  }

  /** Rows with the same limit and decision and other reasons. */
  get reasonShiftedRows(): Bits {
    return this.bitsAt(this.reasonShifted);
  }

  private bitsAt(address: Address): Bits {
    return this.arena.u32(address, Math.ceil(this.batch.rows / 32));
  }

  /** One row's outcome in the JSON shape of the policy document; null for a row that has none. */
  outcomeAt(version: number, row: number): Outcome | null {
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

  /** The comparison's figures over all rows of the last run; with one version, of that version held against itself. */
  figures(): Figures {
    const sums = new PassingSums();
    sums.add(this.counts(), this.beyondTotals());
    return sums.figures(this.batch.rows, this.rejectedRows, [...this.arena.i64(this.table, CELLS * CELL_WORDS)]);
  }

  private counts(): Counts {
    const { kernels } = this.set;
    const [a, b] = [this.versions[0] as VersionMemory, (this.versions[1] ?? this.versions[0]) as VersionMemory];
    const count = (bits: Address) => kernels.count(bits, this.padded);
    const pair = a !== b;
    return {
      shifted: pair ? count(this.shifted) : 0,
      reasonShifted: pair ? count(this.reasonShifted) : 0,
      reviewBaseline: count(a.review),
      reviewCandidate: count(b.review),
    };
  }

  /** What the rows beyond the kernels' range add to the table. */
  private beyondTotals(): readonly (readonly [place: number, sum: bigint])[] {
    const [a, b] = [this.versions[0] as VersionMemory, (this.versions[1] ?? this.versions[0]) as VersionMemory];
    return this.rowsBeyond().flatMap((row) => {
      const cell = (this.decisionAt(a, row) * DECISIONS.length + this.decisionAt(b, row)) * CELL_WORDS;
      const sums = [1, ...[a.limits, b.limits, a.available, b.available].map((column) => this.numberAt(column, row))];
      return sums.map((sum, i) => [cell + i, BigInt(Number.isNaN(sum) ? 0 : sum)] as const);
    });
  }

  /** The rows where a condition is true, such as a shared one; null where the program does not read it, or conditions are not kept. */
  conditionRows(condition: NodeId): Bits | null {
    const address = this.conditions.get(condition);
    return address === undefined ? null : this.bitsAt(address);
  }

  // --- memory --------------------------------------------------------------------------------------

  /** Versions of one limit share the column of limits before. */
  private allocateVersions(): VersionMemory[] {
    const made: VersionMemory[] = [];
    for (const version of this.program.versions) {
      const same = this.program.versions.findIndex(({ limit }) => limit.value === version.limit.value);
      made.push(this.allocateVersion(version, made[same]?.before ?? this.arena.allocate(this.capacity * 8)));
    }
    return made;
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

  private releaseVersions(versions: readonly VersionMemory[], { versions: programs }: Program): void {
    for (const before of new Set(versions.map((memory) => memory.before))) this.arena.release(before, this.capacity * 8);
    versions.forEach((memory, v) => void this.releaseVersion(memory, programs[v] as VersionProgram));
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
}

interface Counts {
  readonly shifted: number;
  readonly reasonShifted: number;
  readonly reviewBaseline: number;
  readonly reviewCandidate: number;
}

/** Counts of rows, and sums beyond the kernels' range, added up over tiles. */
class PassingSums {
  private readonly counts = { shifted: 0, reasonShifted: 0, reviewBaseline: 0, reviewCandidate: 0 };
  private readonly beyond: (readonly [place: number, sum: bigint])[] = [];

  add(counts: Counts, beyond: readonly (readonly [place: number, sum: bigint])[]): void {
    for (const key of Object.keys(this.counts) as (keyof Counts)[]) this.counts[key] += counts[key];
    this.beyond.push(...beyond);
  }

  figures(borrowers: number, errors: number, totals: bigint[]): Figures {
    for (const [place, sum] of this.beyond) totals[place] = (totals[place] as bigint) + sum;
    const { shifted, reasonShifted, reviewBaseline, reviewCandidate } = this.counts;
    return {
      borrowers,
      errors,
      shifted,
      reasonShifted,
      review: { baseline: reviewBaseline, candidate: reviewCandidate },
      cells: cellsOf(totals),
    };
  }
}

function factsOf({ facts, scenario }: VersionProgram): unknown {
  return { facts, scenario };
}

/** Whether a version differs from another in conditions and effects of rules and in the `when` of guardrails alone. */
function isEditOf(version: VersionProgram, old: VersionProgram): boolean {
  const bare = { ...old, rules: [] };
  return align({ ...version, rules: [] }, bare) !== null && version.rules.length === old.rules.length;
}

function markFirst(words: Uint32Array, rows: number): void {
  words.fill(0);
  words.fill(0xffff_ffff, 0, rows >> 5);
  if ((rows & 31) !== 0) words[rows >> 5] = 2 ** (rows & 31) - 1;
}

function cellsOf(totals: readonly bigint[]): CellFigures[] {
  return DECISIONS.flatMap((baseline, i) =>
    DECISIONS.flatMap((candidate, j) => {
      const [count = 0n, limitBaseline = 0n, limitCandidate = 0n, availableBaseline = 0n, availableCandidate = 0n] = totals.slice(
        (i * DECISIONS.length + j) * CELL_WORDS,
      );
      return count === 0n
        ? []
        : [{ baseline, candidate, borrowers: Number(count), limitBaseline, limitCandidate, availableBaseline, availableCandidate }];
    }),
  );
}
