/**
 * From fired rules to outcomes, for all rows of a tile at once: bits decide which rule applies to which rows, and money moves
 * only on the rows that a rule touches. Rows beyond the exact range of the kernels are left in `beyond`, for the referee's arithmetic.
 */
import type { EventType } from "#rules/policy";
import type { RuleProgram, ValueAmount, VersionProgram } from "../program.ts";
import type { Address, Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import { FAST } from "./reference.ts";
import { AND, AND_NOT, at, OR, type Place, type StepMaker, TILE } from "./steps.ts";

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

const INCREASE_PERCENT = 0;
const DECREASE_PERCENT = 1;
const INCREASE_AMOUNT = 2;
const DECREASE_AMOUNT = 3;
const SET = 4;
const NO_STEP = -1;

const GUARDRAIL_BYTES = 32;
const RULE_BYTES = 32;

/** A rule with the rows where it fired, by group. */
interface GroupedRule {
  readonly rule: RuleProgram;
  readonly index: number;
  /** Rows of this group where it fired. */
  readonly rows: ReadonlyMap<EventType, Place>;
}

/** Limit before in hundredths, and the rows whose limit the kernels do not take. */
export function limitSteps(version: VersionProgram, memory: VersionMemory, maker: StepMaker, kernels: Kernels, valid: Place): void {
  const amount = maker.amount(version.limit.value);
  const before: Place = { address: memory.before, bytes: 8 };
  const inside = maker.bits();
  maker.push((row, n) => kernels.copy(at(amount, row), at(before, row), n * 8));
  maker.push((row, n) => kernels.range64(at(before, row), 0, FAST, at(inside, row), n));
  maker.combined(AND_NOT, valid, inside, rowsOf(memory.beyond));
}

export function rowsOf(address: Address): Place {
  return { address, bytes: 1 / 8 };
}

/** Makes the outcomes of the rows in `active` anew; all others keep theirs. */
export class ResolutionMaker {
  private readonly zero: Place;

  constructor(
    private readonly version: VersionProgram,
    private readonly memory: VersionMemory,
    private readonly maker: StepMaker,
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    private readonly active: Place,
    private readonly valid: Place,
  ) {
    this.zero = maker.bits();
  }

  make(): void {
    const { maker, kernels, memory, active } = this;
    const open = maker.combined(AND_NOT, active, rowsOf(memory.beyond));
    const before: Place = { address: memory.before, bytes: 8 };
    const limits: Place = { address: memory.limits, bytes: 8 };
    maker.push((row, n) => kernels.copyWhere(at(active, row), at(before, row), at(limits, row), n));
    const rules = this.version.rules.map((rule, index) => this.grouped(rule, index, open));
    switch (this.version.strategy) {
      case "sequential":
        this.sequential(rules, open);
        return;
      case "first":
        this.first(rules, open);
        return;
      case "strictest":
        this.strictest(rules, open);
        return;
      default:
        this.version.strategy satisfies never;
    }
  }

  // --- which rows a rule is for ----------------------------------------------------------------

  private grouped(rule: RuleProgram, index: number, open: Place): GroupedRule {
    const fired = this.maker.combined(AND, rowsOf(this.memory.fired[index] as Address), open);
    if (rule.type !== "set") return { rule, index, rows: new Map([[rule.type, fired]]) };
    const { rises, falls } = this.setDirections(rule);
    const up = this.maker.combined(AND, fired, rises);
    const down = this.maker.combined(AND, fired, falls);
    const rest = this.maker.combined(AND_NOT, this.maker.combined(AND_NOT, fired, up), down);
    return {
      rule,
      index,
      rows: new Map<EventType, Place>([
        ["increase", up],
        ["decrease", down],
        ["hold", rest],
      ]),
    };
  }

  /** Rows where the amount that a rule sets stands above the limit before, and below. Missing and negative amounts are neither. */
  private setDirections({ amount }: RuleProgram): { rises: Place; falls: Place } {
    const { maker, kernels } = this;
    const before: Place = { address: this.memory.before, bytes: 8 };
    const [rises, falls, sound] = [maker.bits(), maker.bits(), maker.bits()];
    if (amount?.kind === "value") {
      const amounts = maker.amount(amount.value);
      maker.push((row, n) => kernels.order64(0, at(before, row), at(amounts, row), at(rises, row), n));
      maker.push((row, n) => kernels.order64(0, at(amounts, row), at(before, row), at(falls, row), n));
      maker.push((row, n) => kernels.range64(at(amounts, row), 0, Number.POSITIVE_INFINITY, at(sound, row), n));
      return { rises: maker.combined(AND, rises, sound), falls: maker.combined(AND, falls, sound) };
    }
    const sum = amount?.kind === "amount" ? amount.hundredths : 0;
    maker.push((row, n) => kernels.range64(at(before, row), Number.NEGATIVE_INFINITY, sum - 1, at(rises, row), n));
    maker.push((row, n) => kernels.range64(at(before, row), sum + 1, Number.POSITIVE_INFINITY, at(falls, row), n));
    return { rises, falls };
  }

  private fired({ rows }: GroupedRule): Place {
    return this.union([...rows.values()]);
  }

  private union(places: readonly Place[]): Place {
    const [first = this.zero, ...others] = places;
    return others.reduce((a, b) => this.maker.combined(OR, a, b), first);
  }

  private inGroup(rules: readonly GroupedRule[], group: EventType): Place {
    return this.union(rules.flatMap(({ rows }) => rows.get(group) ?? []));
  }

  // --- strategies ------------------------------------------------------------------------------

  private strictest(rules: readonly GroupedRule[], open: Place): void {
    const { maker } = this;
    const wins = new Map<EventType, Place>();
    let left = open;
    for (const group of ["freeze", "refer", "decrease", "hold", "increase"] as const) {
      const fired = this.inGroup(rules, group);
      wins.set(group, maker.combined(AND, fired, left));
      left = maker.combined(AND_NOT, left, fired);
    }
    const won = (group: EventType) => wins.get(group) as Place;
    const winning = rules.map(({ rule, index, rows }) => ({
      rule,
      index,
      rows: new Map([...rows].map(([group, place]) => [group, maker.combined(AND, place, won(group))])),
    }));
    const applied = this.clearedApplied();
    for (const group of ["freeze", "refer", "hold", "increase"] as const) this.applyEarliest(winning, group, won(group), applied);
    this.applyLowest(winning, won("decrease"), applied);
    const moved = this.union([won("decrease"), won("increase")]);
    const any = this.union([...wins.values()]);
    const bound = this.finish({ open, applied, moved, any, frozen: won("freeze"), referred: won("refer"), holds: null });
    this.tell([
      ...rules.map(({ rule, index }) => ({ rows: tileOf(applied, index), reason: rule.reason })),
      ...winning.map((one) => ({ rows: this.fired(one), reason: one.rule.reason })),
      ...bound,
    ]);
  }

  /** The earliest rule of the group applies; where it moves the limit it does. */
  private applyEarliest(rules: readonly GroupedRule[], group: EventType, won: Place, applied: TileSets): void {
    const { maker } = this;
    let left = won;
    for (const { rule, index, rows } of rules) {
      const fired = rows.get(group);
      if (fired === undefined) continue;
      const here = maker.combined(AND, fired, left);
      left = maker.combined(AND_NOT, left, fired);
      maker.combined(OR, tileOf(applied, index), here, tileOf(applied, index));
      if (group === "increase") this.step(rule, here);
    }
  }

  /** Of the decreases, the one that leaves the lowest limit, each tried from the limit before. */
  private applyLowest(rules: readonly GroupedRule[], won: Place, applied: TileSets): void {
    const { maker, kernels, memory } = this;
    const candidates = rules.filter(({ rows }) => rows.has("decrease"));
    if (candidates.length === 0) return;
    const [best, chosen] = [maker.vector(), maker.scratch(TILE * 2)];
    const before: Place = { address: memory.before, bytes: 8 };
    maker.push((row, n) => kernels.setWhere(at(won, row), Number.POSITIVE_INFINITY, best.address, n));
    for (const { rule, index, rows } of candidates) {
      const [fired, { kind, constant, amounts }] = [rows.get("decrease") as Place, this.stepOf(rule)];
      maker.push((row, n) =>
        kernels.tryLowest(at(fired, row), kind, constant, addressOf(amounts, row), at(before, row), best.address, chosen.address, index, n),
      );
    }
    maker.push((row, n) =>
      kernels.takeLowest(at(won, row), best.address, chosen.address, memory.limits + row * 8, applied.address, applied.stride, n),
    );
  }

  private first(rules: readonly GroupedRule[], open: Place): void {
    const { maker } = this;
    const applied = this.clearedApplied();
    let left = open;
    const here = rules.map((one) => {
      const fired = this.fired(one);
      const rows = maker.combined(AND, fired, left, tileOf(applied, one.index));
      left = maker.combined(AND_NOT, left, fired);
      return { ...one, rows };
    });
    for (const { rule, rows } of here) if (rule.amount !== null) this.step(rule, rows);
    const of = (type: EventType) => this.union(here.filter(({ rule }) => rule.type === type).map(({ rows }) => rows));
    const any = this.union(here.map(({ rows }) => rows));
    const moved = this.union(here.filter(({ rule }) => rule.amount !== null).map(({ rows }) => rows));
    const bound = this.finish({ open, applied, moved, any, frozen: of("freeze"), referred: of("refer"), holds: null });
    this.tell([...here.map(({ rule, rows }) => ({ rows, reason: rule.reason })), ...bound]);
  }

  private sequential(rules: readonly GroupedRule[], open: Place): void {
    const { maker, kernels, memory } = this;
    const applied = this.clearedApplied();
    const all = rules.map((one) => ({ ...one, all: this.fired(one) }));
    for (const { index, all: fired } of all) maker.copyBits(fired, tileOf(applied, index));
    for (const { rule, all: fired } of all) if (rule.amount !== null) this.step(rule, fired);
    const of = (type: EventType) => this.union(all.filter(({ rule }) => rule.type === type).map((one) => one.all));
    const frozen = of("freeze");
    const referred = maker.combined(AND_NOT, of("refer"), frozen);
    const halted = maker.combined(OR, frozen, referred);
    maker.push((row, n) => kernels.copyWhere(at(halted, row), memory.before + row * 8, memory.limits + row * 8, n));
    const any = this.union(all.map((one) => one.all));
    const moving = this.union(all.filter(({ rule }) => rule.amount !== null).map((one) => one.all));
    const moved = maker.combined(AND_NOT, moving, halted);
    const bound = this.finish({ open, applied, moved, any, frozen, referred, holds: of("hold") });
    this.tellSequential(rules, frozen, referred, bound);
  }

  // --- steps -----------------------------------------------------------------------------------

  private step(rule: RuleProgram, rows: Place): void {
    const { kernels, memory } = this;
    const { kind, constant, amounts } = this.stepOf(rule);
    this.maker.push((row, n) =>
      kernels.step(at(rows, row), kind, constant, addressOf(amounts, row), memory.limits + row * 8, memory.beyond + row / 8, n),
    );
  }

  private stepOf({ type, amount }: RuleProgram): { kind: number; constant: number; amounts: Place | null } {
    if (amount === null) return { kind: NO_STEP, constant: 0, amounts: null };
    if (amount.kind === "percent")
      return { kind: type === "increase" ? INCREASE_PERCENT : DECREASE_PERCENT, constant: amount.basisPoints, amounts: null };
    const kind = type === "set" ? SET : type === "increase" ? INCREASE_AMOUNT : DECREASE_AMOUNT;
    return { kind, ...this.amountOf(amount) };
  }

  private amountOf(amount: { readonly kind: "amount"; readonly hundredths: number } | ValueAmount): {
    constant: number;
    amounts: Place | null;
  } {
    return amount.kind === "amount"
      ? { constant: amount.hundredths, amounts: null }
      : { constant: 0, amounts: this.maker.amount(amount.value) };
  }

  private clearedApplied(): TileSets {
    return this.clearedSets(this.version.rules.length);
  }

  /** Bit sets of one tile, cleared at the start of each. */
  private clearedSets(count: number): TileSets {
    const stride = TILE / 8;
    const { address } = this.maker.scratch(Math.max(1, count) * stride);
    this.maker.push(() => this.kernels.fill(0, address, count * stride));
    return { address, stride };
  }

  // --- guardrails, rounding, decision, available credit ------------------------------------------

  /** What follows the steps. Gives the reasons of the guardrails that bound. */
  private finish(found: {
    readonly open: Place;
    readonly applied: TileSets;
    readonly moved: Place;
    readonly any: Place;
    readonly frozen: Place;
    readonly referred: Place;
    readonly holds: Place | null;
  }): readonly Told[] {
    const { maker, memory, kernels, version } = this;
    const { applied, frozen, referred, any } = found;
    const moved = maker.combined(AND_NOT, found.moved, rowsOf(memory.beyond));
    const bound = this.clearedSets(version.guardrails.length);
    const [rises, falls, deep] = [maker.bits(), maker.bits(), maker.bits()];
    this.settle(moved, found.holds, bound, rises, falls, deep);
    const halted = maker.combined(OR, frozen, referred);
    const settled = this.union([halted, rises, falls]);
    const holds = maker.combined(AND_NOT, any, settled);
    const reviewed = version.rules.flatMap(({ review }, index) => (review ? [tileOf(applied, index)] : []));
    const review = this.union([referred, deep, ...reviewed]);
    this.keep(frozen, memory.frozen);
    this.keep(referred, memory.referred);
    this.keep(falls, memory.falls);
    this.keep(holds, memory.holds);
    this.keep(rises, memory.rises);
    this.keep(review, memory.review);
    version.rules.forEach((_, index) => void this.keep(tileOf(applied, index), memory.applied + index * memory.stride));
    version.guardrails.forEach((_, index) => void this.keep(tileOf(bound, index), memory.bound + index * memory.stride));
    this.open();
    maker.push((row, n) => {
      const bits = row / 8;
      kernels.decisions(
        at(this.valid, row),
        memory.frozen + bits,
        memory.referred + bits,
        memory.falls + bits,
        memory.holds + bits,
        memory.rises + bits,
        memory.decisions + row,
        n,
      );
    });
    return version.guardrails.map(({ reason }, index) => ({ rows: tileOf(bound, index), reason }));
  }

  /** Active rows take the new bits, the others keep theirs. */
  private keep(made: Place, out: Address): void {
    const { kernels, active } = this;
    this.maker.push((row, n) => kernels.merge(at(active, row), at(made, row), out + row / 8, n));
  }

  private settle(moved: Place, holds: Place | null, bound: TileSets, rises: Place, falls: Place, deep: Place): void {
    const { maker, kernels, memory, arena, version } = this;
    const { guardrails, limit } = version;
    const table = maker.scratch(Math.max(1, guardrails.length) * GUARDRAIL_BYTES).address;
    const whens = guardrails.map(({ when }) => (when === null ? null : maker.made(when)));
    const bounds = guardrails.map((guardrail) => this.amountOf(guardrail.bound));
    const { amount, basisPoints } = limit.minChange;
    const deepFrom = limit.reviewDecreaseBasisPoints ?? -1;
    maker.push((row, n) => {
      const words = arena.u32(table, (guardrails.length * GUARDRAIL_BYTES) / 4);
      const numbers = arena.f64(table, (guardrails.length * GUARDRAIL_BYTES) / 8);
      guardrails.forEach(({ applies }, g) => {
        const [when, { constant, amounts }] = [whens[g] ?? null, bounds[g] as { constant: number; amounts: Place | null }];
        words[g * 8] = applies === "increase" ? 0 : 1;
        words[g * 8 + 1] = when === null ? 0 : at(when, row);
        numbers[g * 4 + 1] = constant;
        words[g * 8 + 4] = addressOf(amounts, row);
        words[g * 8 + 5] = bound.address + g * bound.stride;
      });
      const [before, limits] = [memory.before + row * 8, memory.limits + row * 8];
      const held = holds === null ? 0 : at(holds, row);
      kernels.settle(
        at(moved, row),
        before,
        limits,
        table,
        guardrails.length,
        held,
        limit.step,
        amount,
        basisPoints,
        deepFrom,
        at(rises, row),
        at(falls, row),
        at(deep, row),
        n,
      );
    });
  }

  private open(): void {
    const { maker, kernels, memory, version } = this;
    const { balance } = version.limit;
    if (balance === null) {
      const absent = maker.constantNumber(Number.NaN);
      maker.push((row, n) => kernels.copy(absent.address, memory.available + row * 8, n * 8));
      return;
    }
    const balances = maker.amount(balance);
    maker.push((row, n) =>
      kernels.available(memory.limits + row * 8, at(balances, row), memory.frozen + row / 8, memory.available + row * 8, n),
    );
  }

  // --- reasons ---------------------------------------------------------------------------------

  /** Tells reasons in order, each once a row, at most four. */
  private tell(reasons: readonly Told[]): void {
    const told = this.newReasons(reasons.map(({ reason }) => reason));
    for (const { rows, reason } of reasons) this.add(rows, reason, told);
  }

  private newReasons(reasons: readonly number[]): ReadonlyMap<number, Place> {
    const { maker, kernels, memory } = this;
    const codes = [...new Set(reasons)].sort((a, b) => a - b);
    const sets = this.clearedSets(codes.length);
    const nothing = maker.vector();
    maker.push((row, n) => kernels.copyWhere(at(this.active, row), nothing.address, memory.reasons + row * 8, n));
    return new Map(codes.map((code, i) => [code, tileOf(sets, i)]));
  }

  private add(rows: Place, reason: number, told: ReadonlyMap<number, Place>): void {
    const { maker, kernels, memory } = this;
    const known = told.get(reason) as Place;
    maker.push((row, n) => kernels.addReason(at(rows, row), known.address, reason + 1, memory.reasons + row * 8, n));
  }

  private tellSequential(rules: readonly GroupedRule[], frozen: Place, referred: Place, bound: readonly Told[]): void {
    const { maker, memory } = this;
    const told = this.newReasons([...rules.map(({ rule }) => rule.reason), ...bound.map(({ reason }) => reason)]);
    const own = (group: EventType, within: Place) => {
      for (const { rule, rows } of rules) {
        const fired = rows.get(group);
        if (fired !== undefined) this.add(maker.combined(AND, fired, within), rule.reason, told);
      }
    };
    own("freeze", frozen);
    own("refer", referred);
    const holds = maker.combined(AND, rowsOf(memory.holds), this.active);
    own("hold", holds);
    const others = maker.combined(AND_NOT, holds, this.inGroup(rules, "hold"));
    for (const one of rules) this.add(maker.combined(AND, this.fired(one), others), one.rule.reason, told);
    this.tellMoves(rules, told);
    for (const { rows, reason } of bound) this.add(rows, reason, told);
  }

  /** The reasons of the rules that moved the limit as the decision says. */
  private tellMoves(rules: readonly GroupedRule[], told: ReadonlyMap<number, Place>): void {
    const { maker, kernels, memory, arena } = this;
    const moving = rules.filter(({ rule }) => rule.amount !== null);
    const steps = moving.map((one) => ({ rows: this.fired(one), reason: one.rule.reason, ...this.stepOf(one.rule) }));
    const table = maker.scratch(Math.max(1, steps.length) * RULE_BYTES).address;
    const scratch = maker.scratch(Math.max(1, steps.length) * 8).address;
    const rises = maker.combined(AND, rowsOf(memory.rises), this.active);
    const changed = this.union([rises, maker.combined(AND, rowsOf(memory.falls), this.active)]);
    maker.push((row, n) => {
      const words = arena.u32(table, (steps.length * RULE_BYTES) / 4);
      const numbers = arena.f64(table, (steps.length * RULE_BYTES) / 8);
      steps.forEach(({ rows, reason, kind, constant, amounts }, r) => {
        words[r * 8] = at(rows, row);
        words[r * 8 + 1] = kind;
        numbers[r * 4 + 1] = constant;
        words[r * 8 + 4] = addressOf(amounts, row);
        words[r * 8 + 5] = reason + 1;
        words[r * 8 + 6] = (told.get(reason) as Place).address;
      });
      kernels.sequentialReasons(
        at(changed, row),
        at(rises, row),
        memory.before + row * 8,
        table,
        steps.length,
        scratch,
        memory.reasons + row * 8,
        n,
      );
    });
  }
}

interface Told {
  readonly rows: Place;
  /** Index in `Program.reasons`. */
  readonly reason: number;
}

/** Bit sets of one tile, one after the other. */
interface TileSets {
  readonly address: Address;
  readonly stride: number;
}

function tileOf({ address, stride }: TileSets, index: number): Place {
  return { address: address + index * stride, bytes: 0 };
}

function addressOf(place: Place | null, row: number): Address {
  return place === null ? 0 : at(place, row);
}
