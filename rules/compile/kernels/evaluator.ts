/**
 * The columnar evaluator: one or two versions on many borrowers at once. `load` takes borrowers in columns and says which of them
 * have no outcome; `run` evaluates; `update` takes an edited program and evaluates again only what the edit can alter. Bits of every condition and
 * all outcomes are kept for all rows; values live in scratch. The figures of a comparison are kept up to date with the outcomes.
 */
import { derive, type Outcome, readFacts, resolve } from "#rules/evaluate";
import type { Facts, FactValue } from "#rules/policy";
import { type ConditionNode, isValueNode, type NodeId, type Program, type RuleProgram, type VersionProgram } from "../program.ts";
import { moneyColumns, reachable, textsThatMatter } from "../reach.ts";
import { align, sameEffect } from "./alignment.ts";
import { type Address, Arena } from "./arena.ts";
import { markFirst, unmark } from "./bits.ts";
import { ColumnStore, valueAt } from "./columns.ts";
import { type Figures, FigureSums } from "./figures.ts";
import type { KernelSet } from "./kernels.ts";
import { OutcomeMemory, type VersionMemory } from "./outcome-memory.ts";
import { planOutcomes, planTally } from "./outcome-plan.ts";
import type { Place, Plan } from "./plan.ts";
import { AND, OR, rowsOf, StepMaker, TextNumbers } from "./steps.ts";
import { TILE } from "./tile.ts";
import type { Bits, OutcomeColumns, RawBatch, RejectedRow, RuleCount } from "./types.ts";

const GRAIN = 128;

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
  private readonly memory: OutcomeMemory;
  /** Where in the columns row 0 stands. */
  private offset = 0;
  /** What works through the tiles of `pass`. */
  private passing: ColumnEvaluator | null = null;
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
    program: Program,
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
    this.memory = new OutcomeMemory(program, this.arena, set.kernels, this.capacity);
  }

  /** Rows of a tile. */
  private get tile(): number {
    return Math.min(TILE, this.capacity);
  }

  private get program(): Program {
    return this.memory.program;
  }

  private get versions(): readonly VersionMemory[] {
    return this.memory.versions;
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
    const valid = this.arena.u32(this.memory.valid, this.bytes / 4);
    markFirst(valid, batch.rows);
    for (const { row } of rejected) unmark(valid, row);
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
    this.memory.dispose();
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
    this.memory.clearTable();
    this.walk(plan);
    this.finishBeyond();
  }

  /**
   * Evaluates all rows a tile at a time and keeps no outcome: `visit` is shown each tile's, by an evaluator whose row 0 is row `from` here. Gives the
   * figures. For what passes by: it moves a third of the memory that `run` does.
   */
  pass(visit?: (tile: ColumnEvaluator, from: number) => void): Figures {
    this.passing ??= new ColumnEvaluator(this.program, this.set, this.tile, {
      arena: this.arena,
      columns: this.columns,
      keepConditions: false,
    });
    const tile = this.passing;
    const sums = new FigureSums();
    tile.memory.clearTable();
    for (let from = 0; from < this.batch.rows; from += TILE) {
      tile.passTile(this, from, Math.min(TILE, this.batch.rows - from));
      sums.add(tile.memory, this.set.kernels, tile.padded);
      visit?.(tile, from);
    }
    return sums.figures(this.batch.rows, this.rejectedRows, tile.memory.sums());
  }

  private passTile(all: ColumnEvaluator, from: number, rows: number): void {
    this.offset = from;
    this.batch = { rows, columns: all.batch.columns };
    this.set.kernels.copy(all.memory.valid + from / 8, this.memory.valid, this.padded / 8);
    this.walk(this.prepared());
    this.finishBeyond();
  }

  /** The plan of all rows; made where there is none or the columns are stored otherwise. */
  private prepared(): Plan {
    if (this.versions.length === 0) this.memory.allocate();
    this.madeFrom = this.columns.layout;
    if (this.whole?.layout === this.columns.layout) return this.whole.plan;
    this.whole?.maker.dispose();
    const maker = this.planAll();
    const plan = maker.plan();
    this.whole = { plan, maker, layout: this.columns.layout };
    return plan;
  }

  private finishBeyond(): void {
    for (const v of this.program.versions.keys()) this.resolveBeyond(v);
    this.compareBeyond();
  }

  private walk(plan: Plan): void {
    for (let row = 0; row < this.batch.rows; row += TILE) plan.run(row, row + this.offset, Math.min(TILE, this.padded - row));
  }

  private newMaker(): StepMaker {
    return new StepMaker(this.program, this.columns, this.arena, this.set.kernels, this.conditions, this.texts, this.tile);
  }

  private planAll(): StepMaker {
    this.forgetConditions();
    const maker = this.newMaker();
    this.planConditions(maker);
    const valid = rowsOf(this.memory.valid);
    this.program.versions.forEach(({ rules }, v) => {
      const { fired } = this.versions[v] as VersionMemory;
      rules.forEach(({ condition }, r) => void maker.combined(AND, maker.made(condition), valid, rowsOf(fired[r] as Address)));
    });
    planOutcomes(this.memory, maker, this.arena);
    return maker;
  }

  /** Bits of conditions that the program reads and that are not made yet. */
  private planConditions(maker: StepMaker): void {
    const kept = this.keeps
      ? null
      : new Set(this.program.versions.flatMap(({ guardrails }) => guardrails.flatMap(({ when }) => when ?? [])));
    for (const id of this.conditionsByColumn()) {
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

  /** All that is read, each after its operands; tests of one column follow each other, so that it is read while it lies in the cache. */
  private conditionsByColumn(): NodeId[] {
    const { nodes } = this.program;
    const columnOf = (id: NodeId) => {
      const node = nodes[id];
      const value = node?.kind === "order" || node?.kind === "one-of" ? nodes[node.value] : undefined;
      return value?.kind === "column" ? value.column : nodes.length;
    };
    return [...reachable(this.program)].sort((a, b) => columnOf(a) - columnOf(b) || a - b);
  }

  private forgetConditions(): void {
    for (const address of this.conditions.values()) this.arena.release(address, this.bytes);
    this.conditions.clear();
  }

  // --- an edit ---------------------------------------------------------------------------------

  /**
   * Takes another program, made with the same table of nodes, for the rows that are loaded and run, and evaluates what can differ.
   * Gives the rows that have no outcome now, none where those are the same. Equal to a new evaluator with the same batch: faster where facts are
   * declared alike, and much faster where only conditions and effects of rules differ.
   */
  update(program: Program): RejectedRow[] {
    const before = this.program;
    const sameFacts = JSON.stringify(before.versions.map(factsOf)) === JSON.stringify(program.versions.map(factsOf));
    const loaded = sameFacts && this.madeFrom === this.columns.layout && this.columnsSuit(program);
    const inPlace =
      this.keeps &&
      loaded &&
      before.versions.length === program.versions.length &&
      program.versions.every((version, v) => isEditOf(version, before.versions[v] as VersionProgram));
    this.whole?.maker.dispose();
    this.whole = null;
    this.passing?.disposePassing();
    this.passing = null;
    if (!inPlace) this.memory.release();
    this.memory.program = program;
    if (inPlace) {
      this.edit(before);
      return [];
    }
    const rejected = loaded ? [] : this.load(this.batch);
    this.run();
    return rejected;
  }

  private columnsSuit(program: Program): boolean {
    const matter = textsThatMatter(program);
    return program.versions.every(({ facts }) =>
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
    const rows = Uint32Array.from(this.memory.rowsIn(changed, this.padded));
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
    planTally(this.memory, maker, rowsOf(rows), sign);
    this.walk(maker.plan());
    maker.dispose();
  }

  /** Becomes a batch of some rows of another's, whose columns they share; their numbers stand at `list` as well. */
  private takeRows(from: ColumnEvaluator, rows: Uint32Array, list: Address): void {
    this.batch = { rows: rows.length, columns: from.batch.columns };
    this.places = from.places === null ? rows : rows.map((row) => (from.places as Uint32Array)[row] as number);
    const { kernels } = this.set;
    this.memory.allocate();
    this.columns.gather(from.columns, moneyColumns(this.program), kernels, list, rows.length);
    markFirst(this.arena.u32(this.memory.valid, this.bytes / 4), rows.length);
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
    planOutcomes(this.memory, maker, this.arena);
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
    bits(this.memory.shifted, to.memory.shifted);
    bits(this.memory.reasonShifted, to.memory.reasonShifted);
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
      maker.combined(AND, maker.made(rule.condition), rowsOf(this.memory.valid), fresh);
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
    if (any) maker.combined(AND, changed, rowsOf(this.memory.valid), changed);
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

  private resolveBeyond(v: number): void {
    for (const row of this.memory.rowsIn((this.versions[v] as VersionMemory).beyond, this.padded)) this.resolveExactly(v, row);
  }

  /** One row by the referee's arithmetic, which knows no bounds. */
  private resolveExactly(v: number, row: number): void {
    const [version, { fired: firedRows }] = [this.program.versions[v] as VersionProgram, this.versions[v] as VersionMemory];
    const { policy, scenario } = version;
    const read = readFacts(policy, scenario, this.factsAt(row));
    if (!read.ok) throw new Error(`row ${row} is rejected and evaluated`);
    const values = { ...read.facts, ...derive(policy, read.facts) };
    const fired = version.rules.flatMap((rule, r) =>
      this.memory.isSet(firedRows[r] as Address, row) ? (policy.rules.find(({ name }) => name === rule.name) ?? []) : [],
    );
    const whenTrue = (g: number) => {
      const when = version.guardrails[g]?.when ?? null;
      return when === null || this.memory.isSet(this.conditions.get(when) as Address, row);
    };
    this.memory.write(v, row, resolve(policy, values, fired, whenTrue).outcome);
  }

  /** Whether rows beyond the kernels' range shift. */
  private compareBeyond(): void {
    if (this.versions.length === 2) for (const row of this.memory.rowsBeyond(this.padded)) this.memory.compare(row);
  }

  // --- outcomes and figures out ------------------------------------------------------------------

  /** The outcomes of a version (0: baseline) as columns: views, valid until the next `load`, `run` or `update`. */
  outcomes(version: number): OutcomeColumns {
    return this.memory.columns(version, this.rows);
  }

  /** By rule of a version, in the total order: how many rows it fires for, and how many it is applied to. */
  ruleCounts(version: number): RuleCount[] {
    const { fired, applied, stride } = this.versions[version] as VersionMemory;
    const count = (bits: Address) => this.set.kernels.count(bits, this.padded);
    return fired.map((bits, r) => ({ fired: count(bits), applied: count(applied + r * stride) }));
  }

  /** Some of the rows that a rule of a version, by its place in the total order, fires for or is applied to. */
  ruleRows(version: number, rule: number, by: keyof RuleCount, most: number): number[] {
    const { fired, applied, stride } = this.versions[version] as VersionMemory;
    return this.memory.rowsIn(by === "fired" ? (fired[rule] as Address) : applied + rule * stride, this.padded).slice(0, most);
  }

  /** One row's outcome in the JSON shape of the policy document; null for a row that has none. */
  outcomeAt(version: number, row: number): Outcome | null {
    return this.memory.at(version, row);
  }

  /** Rows whose limit, decision or available credit differs between the versions; with one version, none. */
  get shiftedRows(): Bits {
    return this.memory.bits(this.memory.shifted, this.rows);
  }

  /** Rows with the same limit and decision and other reasons. */
  get reasonShiftedRows(): Bits {
    return this.memory.bits(this.memory.reasonShifted, this.rows);
  }

  /** The comparison's figures over all rows of the last run; with one version, of that version held against itself. */
  figures(): Figures {
    const sums = new FigureSums();
    sums.add(this.memory, this.set.kernels, this.padded);
    return sums.figures(this.batch.rows, this.rejectedRows, this.memory.sums());
  }

  /** The rows where a condition is true, such as a shared one; null where the program does not read it, or conditions are not kept. */
  conditionRows(condition: NodeId): Bits | null {
    const address = this.conditions.get(condition);
    return address === undefined ? null : this.memory.bits(address, this.rows);
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
