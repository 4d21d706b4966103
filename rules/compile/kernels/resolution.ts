/**
 * From fired rules to outcomes, for all rows of a tile at once: bits decide which rule applies to which rows, and money moves
 * only on the rows that a rule touches. Rows beyond the exact range of the kernels are left in `beyond`, for the referee's arithmetic.
 */
import type { EventType } from "#rules/policy";
import type { RuleProgram, ValueAmount, VersionProgram } from "../program.ts";
import type { Address, Arena } from "./arena.ts";
import { FAST } from "./reference.ts";
import type { Place } from "./plan.ts";
import type { VersionMemory } from "./outcome-memory.ts";
import { AND, AND_NOT, bytesOf, doublesOf, OR, rowsOf, type StepMaker } from "./steps.ts";

const INCREASE_PERCENT = 0;
const DECREASE_PERCENT = 1;
const INCREASE_AMOUNT = 2;
const DECREASE_AMOUNT = 3;
const SET = 4;
const NO_STEP = -1;

/** Different percentages that settle together; those beyond are added at once. */
const SHARE_BITS = 8;
const SETTLE_SCRATCH = 29_952;
const GUARDRAIL_BYTES = 24;
const RULE_BYTES = 32;
const FOUR_BYTES = 36;
const WRITE_SCRATCH = 1024;

/** A rule with the rows where it fired, by group. */
interface GroupedRule {
  readonly rule: RuleProgram;
  readonly index: number;
  /** Rows of this group where it fired. */
  readonly rows: ReadonlyMap<EventType, Place>;
}

/** Limit before in hundredths. */
export function limitSteps(version: VersionProgram, memory: VersionMemory, maker: StepMaker): void {
  const before = doublesOf(memory.before);
  const amount = maker.amount(version.limit.value, before);
  if (amount !== before) maker.push("copyRows", 64, amount, before);
}

/** The rows whose limit the kernels take. */
export function insideSteps({ limit }: VersionProgram, memory: VersionMemory, maker: StepMaker): Place {
  return maker.amountsIn(limit.value, doublesOf(memory.before), 0, FAST);
}

/** Whose outcomes the rows have that another version does not decide anew. */
export interface Inherited {
  readonly memory: VersionMemory;
  /** By rule of the one, its index there; −1 for none. */
  readonly rules: readonly number[];
  /** The rows to decide anew. */
  readonly active: Place;
}

/** Makes the outcomes of all rows, or of those that are not inherited. */
export class ResolutionMaker {
  private readonly zero: Place;
  private readonly active: Place;
  /** Under a strategy that applies one rule: the percentages that are added, in basis points; 0 for all else that moves a limit. */
  private readonly shares: number[] = [0];
  /** By bit: the number of each row's percentage. */
  private planes: BitSets | null = null;

  constructor(
    private readonly version: VersionProgram,
    private readonly memory: VersionMemory,
    private readonly maker: StepMaker,
    private readonly arena: Arena,
    private readonly valid: Place,
    private readonly inherited: Inherited | null,
  ) {
    this.zero = maker.bits();
    this.active = inherited?.active ?? valid;
  }

  make(): void {
    const { maker, memory, inherited } = this;
    const [before, limits] = [doublesOf(memory.before), doublesOf(memory.limits)];
    if (inherited === null) maker.push("copyRows", 64, before, limits);
    else maker.push("blend", inherited.active, before, doublesOf(inherited.memory.limits), limits);
    const rules = this.version.rules.map((rule, index) => this.grouped(rule, index));
    switch (this.version.strategy) {
      case "sequential":
        this.sequential(rules);
        return;
      case "first":
        this.first(rules);
        return;
      case "strictest":
        this.strictest(rules);
        return;
      default:
        this.version.strategy satisfies never;
    }
  }

  // --- which rows a rule is for ----------------------------------------------------------------

  private grouped(rule: RuleProgram, index: number): GroupedRule {
    const fired = rowsOf(this.memory.fired[index] as Address);
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
    const { maker } = this;
    const before: Place = { address: this.memory.before, bytes: 8 };
    const [rises, falls, sound] = [maker.bits(), maker.bits(), maker.bits()];
    if (amount?.kind === "value") {
      const amounts = maker.amount(amount.value);
      maker.push("order64", 0, before, amounts, rises);
      maker.push("order64", 0, amounts, before, falls);
      maker.push("range64", amounts, 0, Number.POSITIVE_INFINITY, sound);
      return { rises: maker.combined(AND, rises, sound), falls: maker.combined(AND, falls, sound) };
    }
    const sum = amount?.kind === "amount" ? amount.hundredths : 0;
    maker.push("range64", before, Number.NEGATIVE_INFINITY, sum - 1, rises);
    maker.push("range64", before, sum + 1, Number.POSITIVE_INFINITY, falls);
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

  private strictest(rules: readonly GroupedRule[]): void {
    const { maker } = this;
    const wins = new Map<EventType, Place>();
    let left = this.valid;
    for (const group of ["freeze", "refer", "decrease", "hold", "increase"] as const) {
      const fired = this.inGroup(rules, group);
      if (fired === this.zero) {
        wins.set(group, fired);
        continue;
      }
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
    const any = this.union([...wins.values()]);
    const found = { applied, any, frozen: won("freeze"), referred: won("refer") };
    const bound = this.finish({ ...found, ups: won("increase"), downs: won("decrease") });
    // In the other groups the rule that applies is the first that fired, and so told first anyhow.
    const lowest = winning.filter(({ rows }) => rows.has("decrease"));
    this.tell([
      ...lowest.map(({ rule, index, rows }) => ({
        rows: rows.size > 1 ? maker.combined(AND, setOf(applied, index), won("decrease")) : setOf(applied, index),
        reason: rule.reason,
      })),
      ...winning.map((one) => ({ rows: this.fired(one), reason: one.rule.reason })),
      ...bound,
    ]);
  }

  /** The earliest rule of the group applies; where it moves the limit it does. */
  private applyEarliest(rules: readonly GroupedRule[], group: EventType, won: Place, applied: BitSets): void {
    const concerned = rules.filter(({ rows }) => rows.has(group));
    if (concerned.length > 0) this.applyInOrder(concerned, group, won, applied, group === "increase");
  }

  /** Each row of `won` goes to the first of the rules that fired for it. */
  private applyInOrder(rules: readonly GroupedRule[], group: EventType, won: Place, applied: BitSets, moves: boolean): void {
    const { maker } = this;
    const left = maker.bits();
    maker.copyBits(won, left);
    for (const { rule, index, rows } of rules) {
      const [fired, out] = [rows.get(group) as Place, setOf(applied, index)];
      // A set stands in several groups: its rows of this one are told apart from those taken before.
      const here = rows.size > 1 ? maker.combined(AND, fired, left) : out;
      maker.push("takeFirst", fired, left, out);
      if (moves) this.step(rule, here);
    }
  }

  /** Of the decreases, the one that leaves the lowest limit, each tried from the limit before. */
  private applyLowest(rules: readonly GroupedRule[], won: Place, applied: BitSets): void {
    const candidates = rules.filter(({ rows }) => rows.has("decrease"));
    if (candidates.length === 0) return;
    const plain = candidates.every(({ rule: { amount } }) => amount?.kind === "percent");
    if (!plain) {
      this.tryAll(candidates, won, applied);
      return;
    }
    const { maker, memory } = this;
    const enough = telling(candidates.map(({ rule: { amount } }) => (amount?.kind === "percent" ? amount.basisPoints : 0)));
    const small = maker.amountsIn(this.version.limit.value, doublesOf(memory.before), Number.NEGATIVE_INFINITY, enough - 1);
    this.applyDeepest(candidates, maker.combined(AND_NOT, won, small), applied);
    this.tryAll(candidates, maker.combined(AND, won, small), applied);
  }

  /** Where limits are large enough for any two percentages to leave different limits, the largest decides, and of equal ones the earliest. */
  private applyDeepest(candidates: readonly GroupedRule[], won: Place, applied: BitSets): void {
    const share = ({ rule: { amount } }: GroupedRule) => (amount?.kind === "percent" ? amount.basisPoints : 0);
    const sorted = [...candidates].sort((a, b) => share(b) - share(a) || a.index - b.index);
    this.applyInOrder(sorted, "decrease", won, applied, true);
  }

  private tryAll(candidates: readonly GroupedRule[], won: Place, applied: BitSets): void {
    const { maker, memory } = this;
    const rows = this.within(won);
    const [best, chosen] = [maker.vector(), maker.scratch(maker.tile * 2)];
    maker.push("setWhere", rows, Number.POSITIVE_INFINITY, best);
    for (const { rule, index, rows: groups } of candidates) {
      const { kind, constant, amounts } = this.stepOf(rule);
      const tried = maker.combined(AND, groups.get("decrease") as Place, rows);
      maker.push("tryLowest", tried, kind, constant, amounts ?? 0, doublesOf(memory.before), best, chosen, index);
    }
    maker.push("takeLowest", rows, best, chosen, doublesOf(memory.limits), applied.first, applied.stride);
  }

  /** The part of some rows that is made anew: only there may limits be touched. */
  private within(rows: Place): Place {
    return this.inherited === null ? rows : this.maker.combined(AND, rows, this.active);
  }

  private first(rules: readonly GroupedRule[]): void {
    const { maker } = this;
    const applied = this.clearedApplied();
    let left = this.valid;
    const here = rules.map((one) => {
      const fired = this.fired(one);
      const rows = maker.combined(AND, fired, left, setOf(applied, one.index));
      left = maker.combined(AND_NOT, left, fired);
      return { ...one, rows };
    });
    for (const { rule, rows } of here) if (rule.amount !== null) this.step(rule, rows);
    const of = (type: EventType) => this.union(here.filter(({ rule }) => rule.type === type).map(({ rows }) => rows));
    const any = this.union(here.map(({ rows }) => rows));
    const moved = (group: EventType) =>
      this.union(
        rules.flatMap(({ index, rows }) => (rows.has(group) ? maker.combined(AND, rows.get(group) as Place, setOf(applied, index)) : [])),
      );
    const found = { applied, any, frozen: of("freeze"), referred: of("refer") };
    const bound = this.finish({ ...found, ups: moved("increase"), downs: moved("decrease") });
    this.tell([...here.map(({ rule, rows }) => ({ rows, reason: rule.reason })), ...bound]);
  }

  private sequential(rules: readonly GroupedRule[]): void {
    const { maker, memory } = this;
    const applied = this.clearedApplied();
    const all = rules.map((one) => ({ ...one, all: this.fired(one) }));
    for (const { index, all: fired } of all) maker.copyBits(fired, setOf(applied, index));
    for (const { rule, all: fired } of all) if (rule.amount !== null) this.step(rule, fired);
    const of = (type: EventType) => this.union(all.filter(({ rule }) => rule.type === type).map((one) => one.all));
    const frozen = of("freeze");
    const referred = maker.combined(AND_NOT, of("refer"), frozen);
    const halted = maker.combined(OR, frozen, referred);
    const reset = this.within(halted);
    maker.push("copyWhere", reset, doublesOf(memory.before), doublesOf(memory.limits));
    const any = this.union(all.map((one) => one.all));
    const moving = this.union(all.filter(({ rule }) => rule.amount !== null).map((one) => one.all));
    const moved = this.within(maker.combined(AND_NOT, moving, halted));
    const ups = this.ordered(memory.before, memory.limits, moved);
    const held = maker.combined(AND, ups, of("hold"));
    maker.push("copyWhere", held, doublesOf(memory.before), doublesOf(memory.limits));
    const found = { applied, any, frozen, referred };
    const bound = this.finish({
      ...found,
      ups: maker.combined(AND_NOT, ups, held),
      downs: this.ordered(memory.limits, memory.before, moved),
    });
    this.tellSequential(rules, frozen, referred, bound);
  }

  /** Those of some rows where one number is less than another. */
  private ordered(less: Address, greater: Address, rows: Place): Place {
    const out = this.maker.bits();
    this.maker.push("order64", 0, doublesOf(less), doublesOf(greater), out);
    return this.maker.combined(AND, out, rows, out);
  }

  // --- steps -----------------------------------------------------------------------------------

  private step(rule: RuleProgram, rows: Place): void {
    const { memory } = this;
    const mask = this.within(rows);
    const { kind, constant, amounts } = this.stepOf(rule);
    if (kind === INCREASE_PERCENT || kind === DECREASE_PERCENT) {
      this.share(mask, kind === INCREASE_PERCENT ? constant : -constant);
      return;
    }
    this.maker.push("step", mask, kind, constant, amounts ?? 0, doublesOf(memory.limits), rowsOf(memory.beyond));
  }

  /** A percentage is added when all rows settle, or at once where further rules follow. */
  private share(mask: Place, basisPoints: number): void {
    const { memory } = this;
    if (this.version.strategy !== "sequential" && this.shares.length < 2 ** SHARE_BITS) this.setShare(mask, basisPoints);
    else this.maker.push("share", mask, basisPoints, doublesOf(memory.limits), rowsOf(memory.beyond));
  }

  private setShare(mask: Place, basisPoints: number): void {
    const { maker } = this;
    if (!this.shares.includes(basisPoints)) this.shares.push(basisPoints);
    const number = this.shares.indexOf(basisPoints);
    this.planes ??= this.clearedSets(SHARE_BITS);
    const { first, stride } = this.planes;
    if (number > 0) maker.push("markRows", mask, number, first, stride);
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

  /** Where the rules that apply are marked. */
  private clearedApplied(): BitSets {
    return this.clearedSets(this.version.rules.length, this.memory.applied);
  }

  /** Bit sets of one tile, cleared at the start of each; those of a version that inherits nothing are made where they are kept. */
  private clearedSets(count: number, kept: Address | null = null): BitSets {
    const inPlace = kept !== null && this.inherited === null;
    const [first, stride] = inPlace
      ? [rowsOf(kept), this.memory.stride]
      : [this.maker.scratch((count * this.maker.tile) / 8), this.maker.tile / 8];
    this.maker.push("clear", first, count, stride);
    return { first, stride };
  }

  // --- guardrails, rounding, decision, available credit ------------------------------------------

  /** What follows the steps. Gives the reasons of the guardrails that bound. */
  private finish(found: {
    readonly applied: BitSets;
    /** Rows whose limit the rules raise, and lower. */
    readonly ups: Place;
    readonly downs: Place;
    readonly any: Place;
    readonly frozen: Place;
    readonly referred: Place;
  }): readonly Told[] {
    const { maker, memory, version, inherited } = this;
    const { applied, frozen, referred, any } = found;
    const bound = this.clearedSets(version.guardrails.length, memory.bound);
    const [rises, falls] = [this.kept(memory.rises), this.kept(memory.falls)];
    const deep = version.limit.reviewDecreaseBasisPoints === null ? this.zero : maker.bits();
    const shares = this.sharesOfRows();
    this.settle("increase", found.ups, shares, bound, rises, 0);
    this.settle("decrease", found.downs, shares, bound, falls, deep === this.zero ? 0 : deep);
    const halted = maker.combined(OR, frozen, referred);
    const settled = this.union([halted, rises, falls]);
    const holds = maker.combined(AND_NOT, any, settled, this.kept(memory.holds));
    const reviewed = version.rules.flatMap(({ review }, index) => (review ? [setOf(applied, index)] : []));
    const review = this.union([referred, deep, ...reviewed]);
    const made = { frozen, referred, falls, holds, rises, review };
    for (const key of ["frozen", "referred", "falls", "holds", "rises", "review"] as const)
      this.keep(made[key], memory[key], inherited?.memory[key] ?? null);
    const inheritedSet = (key: "applied" | "bound", index: number) =>
      inherited === null || index < 0 ? null : inherited.memory[key] + index * inherited.memory.stride;
    version.rules.forEach((_, index) => {
      this.keep(setOf(applied, index), memory.applied + index * memory.stride, inheritedSet("applied", inherited?.rules[index] ?? -1));
    });
    version.guardrails.forEach((_, index) => {
      this.keep(setOf(bound, index), memory.bound + index * memory.stride, inheritedSet("bound", index));
    });
    this.open();
    maker.push(
      "decisions",
      this.valid,
      rowsOf(memory.frozen),
      rowsOf(memory.referred),
      rowsOf(memory.falls),
      rowsOf(memory.holds),
      rowsOf(memory.rises),
      bytesOf(memory.decisions),
    );
    return version.guardrails.map(({ reason }, index) => ({ rows: setOf(bound, index), reason }));
  }

  /** Where bits are made that are kept at an address: there at once, unless some rows inherit theirs. */
  private kept(out: Address): Place {
    return this.inherited === null ? rowsOf(out) : this.maker.bits();
  }

  /** Active rows take the new bits, the others those that they inherit, if any. */
  private keep(made: Place, out: Address, others: Address | null): void {
    const { maker, inherited } = this;
    if (made.address === out) return;
    if (inherited === null) maker.copyBits(made, rowsOf(out));
    else if (others === null) maker.combined(AND, made, inherited.active, rowsOf(out));
    else maker.push("choose", inherited.active, made, rowsOf(others), rowsOf(out));
  }

  private settle(
    direction: "increase" | "decrease",
    rows: Place,
    { choices, shares }: SharesOfRows,
    bound: BitSets,
    moved: Place,
    deep: Place | Address,
  ): void {
    const { maker, memory, version } = this;
    const { step, minChange, reviewDecreaseBasisPoints } = version.limit;
    const { table, count } = this.guardrailTable(direction, bound);
    maker.push(
      "settle",
      this.within(rows),
      direction === "increase" ? 0 : 1,
      doublesOf(memory.before),
      doublesOf(memory.limits),
      table,
      count,
      choices,
      shares,
      rowsOf(memory.beyond),
      step,
      minChange.amount,
      minChange.basisPoints,
      reviewDecreaseBasisPoints ?? 0,
      moved,
      deep,
      maker.scratch(SETTLE_SCRATCH),
    );
  }

  /** The guardrails of a direction as `settle` reads them. */
  private guardrailTable(direction: "increase" | "decrease", bound: BitSets): { table: Place; count: number } {
    const { maker, arena, version } = this;
    const own = version.guardrails.flatMap((guardrail, g) =>
      guardrail.applies === direction ? [{ guardrail, out: setOf(bound, g) }] : [],
    );
    const table = maker.scratch(own.length * GUARDRAIL_BYTES);
    own.forEach(({ guardrail, out }, i) => {
      const start = table.address + i * GUARDRAIL_BYTES;
      const { constant, amounts } = this.amountOf(guardrail.bound);
      if (guardrail.when !== null) maker.point(start, maker.made(guardrail.when));
      if (amounts !== null) maker.point(start + 4, amounts);
      arena.f64(start + 8, 1)[0] = constant;
      maker.point(start + 16, out);
    });
    return { table, count: own.length };
  }

  /** A byte a row that says which percentage it adds, and the percentages; 0 and 0 where there are none. */
  private sharesOfRows(): SharesOfRows {
    const { maker, arena, planes } = this;
    if (planes === null) return { choices: 0, shares: 0 };
    const [choices, shares] = [maker.scratch(maker.tile).address, maker.scratch(this.shares.length * 8).address];
    arena.f64(shares, this.shares.length).set(this.shares);
    const count = bitsOf(this.shares.length - 1);
    maker.push("markedNumbers", planes.first, count, planes.stride, choices);
    return { choices, shares };
  }

  private open(): void {
    const { maker, memory, version } = this;
    const { balance } = version.limit;
    if (balance === null) {
      const absent = maker.constantNumber(Number.NaN);
      maker.push("copyRows", 64, absent, doublesOf(memory.available));
      return;
    }
    const balances = maker.amount(balance);
    maker.push("available", doublesOf(memory.limits), balances, rowsOf(memory.frozen), doublesOf(memory.available));
  }

  // --- reasons ---------------------------------------------------------------------------------

  /** Tells reasons in order, each once a row, at most four. */
  private tell(reasons: readonly Told[]): void {
    const telling = this.newTelling(reasons.map(({ reason }) => reason));
    this.tellAll(reasons, telling, true);
    this.write(telling);
  }

  private newTelling(reasons: readonly number[]): Telling {
    const { maker } = this;
    const repeated = [...new Set(reasons.filter((reason, i) => reasons.indexOf(reason) !== i))];
    const sets = this.clearedSets(repeated.length);
    // Fours have two bits.
    const planes = bitsOf(Math.max(2, ...reasons) + 1);
    const places = maker.scratch(((planes + 1) * maker.tile) / 2);
    return { told: new Map(repeated.map((reason, i) => [reason, setOf(sets, i)])), places, planes };
  }

  /** `fresh`: they are the first that are told. */
  private tellAll(reasons: readonly Told[], { told, places, planes }: Telling, fresh: boolean): void {
    const { maker, arena, zero } = this;
    const fours = inFours(reasons);
    const list = maker.scratch(fours.length * FOUR_BYTES);
    fours.forEach((four, f) => {
      const start = list.address + f * FOUR_BYTES;
      four.reasons.forEach((one, i) => {
        maker.point(start + 8 * i, one?.rows ?? zero);
        const known = one && told.get(one.reason);
        if (known) maker.point(start + 8 * i + 4, known);
      });
      arena.i32(start + 32, 1)[0] = four.high;
    });
    maker.push("tellReasons", list, fours.length, fresh ? 1 : 0, places, planes);
  }

  private write({ places, planes }: Telling): void {
    const { maker, memory, active, inherited } = this;
    const others = doublesOf((inherited?.memory ?? memory).reasons);
    maker.push("writeReasons", active, places, planes, others, doublesOf(memory.reasons), maker.scratch(WRITE_SCRATCH));
  }

  private tellSequential(rules: readonly GroupedRule[], frozen: Place, referred: Place, bound: readonly Told[]): void {
    const { maker, memory } = this;
    // Each may be told as a move and as another's companion.
    const each = [...rules.map(({ rule }) => rule.reason), ...bound.map(({ reason }) => reason)];
    const telling = this.newTelling([...each, ...each]);
    const own = (group: EventType, within: Place): readonly Told[] =>
      rules.flatMap(({ rule, rows }) => {
        const fired = rows.get(group);
        return fired === undefined ? [] : [{ rows: maker.combined(AND, fired, within), reason: rule.reason }];
      });
    const holds = rowsOf(memory.holds);
    const others = maker.combined(AND_NOT, holds, this.inGroup(rules, "hold"));
    const companions = rules.map((one) => ({ rows: maker.combined(AND, this.fired(one), others), reason: one.rule.reason }));
    this.tellAll([...own("freeze", frozen), ...own("refer", referred), ...own("hold", holds), ...companions], telling, true);
    this.tellMoves(rules, telling);
    this.tellAll(bound, telling, false);
    this.write(telling);
  }

  /** The reasons of the rules that moved the limit as the decision says. */
  private tellMoves(rules: readonly GroupedRule[], { told, places, planes }: Telling): void {
    const { maker, memory, arena } = this;
    const moving = rules.filter(({ rule }) => rule.amount !== null);
    const steps = moving.map((one) => ({ rows: this.fired(one), reason: one.rule.reason, ...this.stepOf(one.rule) }));
    const table = maker.scratch(steps.length * RULE_BYTES);
    steps.forEach(({ rows, reason, kind, constant, amounts }, r) => {
      const start = table.address + r * RULE_BYTES;
      maker.point(start, rows);
      arena.i32(start + 4, 1)[0] = kind;
      arena.f64(start + 8, 1)[0] = constant;
      if (amounts !== null) maker.point(start + 16, amounts);
      arena.i32(start + 20, 1)[0] = reason + 1;
      maker.point(start + 24, told.get(reason) as Place);
    });
    const rises = rowsOf(memory.rises);
    const changed = this.within(maker.combined(OR, rises, rowsOf(memory.falls)));
    maker.push(
      "sequentialReasons",
      changed,
      rises,
      doublesOf(memory.before),
      table,
      steps.length,
      maker.scratch(steps.length * 8),
      places,
      planes,
    );
  }
}

/** Reasons as they are gathered for a tile: who is told which, and the four places of each row as bits. */
interface Telling {
  readonly told: ReadonlyMap<number, Place>;
  readonly places: Place;
  readonly planes: number;
}

/** Four reasons that are told one after the other: the codes have the same `high` bits, and 0, 1, 2 and 3 as their lowest two. */
interface Four {
  readonly high: number;
  readonly reasons: (Told | null)[];
}

/** Reasons in their order, as many in a four as may be. */
function inFours(reasons: readonly Told[]): Four[] {
  const fours: Four[] = [];
  for (const one of reasons) {
    const code = one.reason + 1;
    const [high, low] = [code >> 2, code & 3];
    const last = fours.at(-1);
    if (last?.high === high && last.reasons.slice(low).every((later) => later === null)) last.reasons[low] = one;
    else fours.push({ high, reasons: [0, 1, 2, 3].map((i) => (i === low ? one : null)) });
  }
  return fours;
}

function bitsOf(number: number): number {
  return 32 - Math.clz32(number);
}

/** The least limit at which any two of these shares of it, in basis points, leave different limits. */
function telling(basisPoints: readonly number[]): number {
  const different = [...new Set(basisPoints)].sort((a, b) => a - b);
  const gaps = different.slice(1).map((share, i) => share - (different[i] as number));
  return Math.ceil(10_000 / Math.min(10_000, ...gaps));
}

/** A byte a row, and the percentages that it chooses from; 0 and 0 where there are none. */
interface SharesOfRows {
  readonly choices: Address;
  readonly shares: Address;
}

interface Told {
  readonly rows: Place;
  /** Index in `Program.reasons`. */
  readonly reason: number;
}

/** Bit sets one after the other, `stride` bytes apart. */
interface BitSets {
  readonly first: Place;
  readonly stride: number;
}

function setOf({ first: { address, bytes }, stride }: BitSets, index: number): Place {
  return { address: address + index * stride, bytes };
}
