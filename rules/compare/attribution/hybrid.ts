/**
 * The outcome of one borrower under a set of changes, as far as attribution reads it: limit after, available credit, decision. Whole
 * hundredths in doubles while they are exact, else the referee's own arithmetic.
 */
import type { Bits } from "#rules/compile";
import { DECISIONS, resolve } from "#rules/evaluate";
import { type FactValue, type Limit, type Strategy, toHundredths, type ValidPolicy } from "#rules/policy";
import type { TruthBits } from "./activity.ts";
import type { ChangeSet, VersionPair } from "./definitions.ts";
import { memberBits, type RowReader } from "./row-reader.ts";
import type { GuardrailSlot, GuardrailVersion, RuleSlot, RuleVersion } from "./slots.ts";
import type { Truth } from "./truths.ts";

/** Limits up to this many hundredths are exact through every step. */
const MOST_EXACT = 2 ** 36;
export const ABSENT = -1;
const FREEZE = DECISIONS.indexOf("freeze");
const REFER = DECISIONS.indexOf("refer");
const DECREASE = DECISIONS.indexOf("decrease");
const HOLD = DECISIONS.indexOf("hold");
const MAINTAIN = DECISIONS.indexOf("maintain");
const INCREASE = DECISIONS.indexOf("increase");

type Side = "baseline" | "candidate";

export interface HybridInput {
  readonly pair: VersionPair;
  readonly rules: readonly RuleSlot[];
  readonly guardrails: readonly GuardrailSlot[];
  /** By slot: borrowers for whom it fires under some set. */
  readonly possible: readonly Bits[];
  readonly bits: TruthBits;
  readonly reader: RowReader;
}

/** Evaluates row after row, set after set. The latest outcome stands in `limit`, `available` (−1: absent) and `decision`. */
export class HybridEvaluator {
  limit = 0;
  available = ABSENT;
  decision = MAINTAIN;
  private row = 0;
  private set: ChangeSet = new Uint8Array();
  private readonly slots: RuleSlot[] = [];
  private readonly places: Readonly<Record<"strategy" | "order" | keyof Limit, number>>;
  /** Rules in their total order, and their positions. */
  private readonly fired: RuleVersion[] = [];
  private readonly positions: number[] = [];
  private before = 0;
  private exact = true;

  constructor(private readonly input: HybridInput) {
    const place = (id: string) => input.pair.changes.indexOf(id);
    this.places = {
      strategy: place("strategy"),
      order: place("rule-order"),
      fact: place("limit:fact"),
      balance: place("limit:balance"),
      step: place("limit:step"),
      minChange: place("limit:minChange"),
      reviewDecreaseBasisPoints: -1,
    };
  }

  at(row: number): void {
    this.row = row;
    this.input.reader.at(row);
    this.slots.length = 0;
    const [word, bit] = [row >> 5, row & 31];
    this.input.possible.forEach((bits, s) => {
      if ((((bits[word] as number) >>> bit) & 1) === 1) this.slots.push(this.input.rules[s] as RuleSlot);
    });
  }

  evaluate(set: ChangeSet): void {
    this.set = set;
    this.exact = true;
    this.before = toHundredths(this.input.reader.value(this.limitKey("fact"), set) as number);
    this.fire();
    const applied = this.applied();
    const halted = this.combine(applied);
    if (halted === null) this.settle();
    this.decision = halted ?? this.decided(applied.length > 0);
    this.available = this.left();
    if (!this.exact) this.resolveExactly();
  }

  // --- what is in force under the set --------------------------------------------------------------

  private has(change: number): boolean {
    return this.set[change] === 1;
  }

  private side(change: number): Side {
    return this.has(change) ? "candidate" : "baseline";
  }

  private limitKey<Key extends "fact" | "balance" | "step" | "minChange">(key: Key): Limit[Key] {
    return this.input.pair[this.side(this.places[key])].limit[key];
  }

  private get strategy(): Strategy {
    return this.input.pair[this.side(this.places.strategy)].strategy;
  }

  private isTrue(truth: Truth): boolean {
    const bits = this.input.bits[truth.index];
    if (!bits) return this.input.reader.isTrue(truth.condition, this.set);
    return ((((bits[memberBits(truth.changes, this.set)] as Bits)[this.row >> 5] as number) >>> (this.row & 31)) & 1) === 1;
  }

  /** The fired rules in their total order. */
  private fire(): void {
    const order = this.has(this.places.order) ? 1 : 0;
    this.fired.length = 0;
    this.positions.length = 0;
    for (const slot of this.slots) {
      const version = this.has(slot.change) ? slot.candidate : slot.baseline;
      if (version !== null && this.isTrue(version.truth)) this.insert(version, slot.positions[order]);
    }
  }

  /** Higher priority goes first, then position. */
  private insert(version: RuleVersion, position: number): void {
    const { fired, positions } = this;
    let at = fired.length;
    for (; at > 0; at--) {
      const [other, place] = [fired[at - 1] as RuleVersion, positions[at - 1] as number];
      if (other.priority > version.priority || (other.priority === version.priority && place < position)) break;
      fired[at] = other;
      positions[at] = place;
    }
    fired[at] = version;
    positions[at] = position;
  }

  // --- from fired rules to a limit ---------------------------------------------------------------

  private applied(): readonly RuleVersion[] {
    switch (this.strategy) {
      case "sequential":
        return this.fired;
      case "first":
        return this.fired.slice(0, 1);
      case "strictest":
        return this.strictest();
      default:
        return this.strategy satisfies never;
    }
  }

  private strictest(): readonly RuleVersion[] {
    let best: RuleVersion | null = null;
    let [bestGroup, lowest] = [GROUPS, 0];
    for (const one of this.fired) {
      const group = this.group(one);
      if (group > bestGroup) continue;
      const after = group === STRICTEST_FIRST.decrease ? this.after(one, this.before) : 0;
      if (group === bestGroup && after >= lowest) continue;
      [best, bestGroup, lowest] = [one, group, after];
    }
    return best === null ? [] : [best];
  }

  /** A rule's place among the groups, the strictest first. */
  private group({ type, amount }: RuleVersion): number {
    if (type !== "set") return STRICTEST_FIRST[type];
    const hundredths = amount === null ? null : this.hundredths(amount);
    if (hundredths === null || hundredths === this.before) return STRICTEST_FIRST.hold;
    return hundredths > this.before ? STRICTEST_FIRST.increase : STRICTEST_FIRST.decrease;
  }

  /** The amount in hundredths; null where it has no effect. */
  private hundredths(amount: NonNullable<RuleVersion["amount"]>): number | null {
    if (amount.kind === "percent") return null;
    const hundredths = amount.kind === "amount" ? amount.hundredths : this.input.reader.hundredths(amount.fact, this.set);
    return hundredths === null || hundredths < 0 ? null : hundredths;
  }

  private after({ type, amount }: RuleVersion, limit: number): number {
    if (amount === null) return limit;
    const step = amount.kind === "percent" ? Math.trunc((limit * amount.basisPoints) / 10_000) : this.hundredths(amount);
    if (step === null) return limit;
    const after = type === "set" ? step : type === "increase" ? limit + step : Math.max(0, limit - step);
    if (after > MOST_EXACT || step > MOST_EXACT) this.exact = false;
    return after;
  }

  /** Applies the rules; gives the decision where one halts. */
  private combine(applied: readonly RuleVersion[]): number | null {
    let limit = this.before;
    let [frozen, referred, held] = [false, false, false];
    for (const version of applied) {
      limit = this.after(version, limit);
      if (version.type === "freeze") frozen = true;
      else if (version.type === "refer") referred = true;
      else if (version.type === "hold") held = true;
    }
    if (this.before > MOST_EXACT) this.exact = false;
    this.limit = frozen || referred ? this.before : held ? Math.min(limit, this.before) : limit;
    return frozen ? FREEZE : referred ? REFER : null;
  }

  /** Guardrails, rounding, least change. */
  private settle(): void {
    const { before } = this;
    if (this.limit !== before) this.bound();
    if (this.limit === before) return;
    this.limit = rounded(this.limit, before, this.limitKey("step"));
    const { amount, basisPoints } = this.limitKey("minChange");
    const change = Math.abs(this.limit - before);
    if (change !== 0 && (change < amount || change * 10_000 < before * basisPoints)) this.limit = before;
  }

  private bound(): void {
    const { before } = this;
    const direction = this.limit > before ? "increase" : "decrease";
    for (const slot of this.input.guardrails) {
      const version = slot[this.side(slot.change)];
      if (version === null || version.guardrail.applies !== direction || (version.truth !== null && !this.isTrue(version.truth))) continue;
      const bound = this.boundOf(version);
      if (bound === null) continue;
      this.limit = direction === "increase" ? Math.max(Math.min(this.limit, bound), before) : Math.min(Math.max(this.limit, bound), before);
    }
  }

  private boundOf({ guardrail: { bound } }: GuardrailVersion): number | null {
    return bound.kind === "amount" ? bound.hundredths : this.input.reader.hundredths(bound.fact, this.set);
  }

  private decided(anyApplied: boolean): number {
    if (this.limit !== this.before) return this.limit > this.before ? INCREASE : DECREASE;
    return anyApplied ? HOLD : MAINTAIN;
  }

  private left(): number {
    const name = this.limitKey("balance");
    const balance = name === null ? null : this.input.reader.value(name, this.set);
    if (typeof balance !== "number") return ABSENT;
    return this.decision === FREEZE ? 0 : Math.max(0, this.limit - toHundredths(balance));
  }

  // --- beyond the exact doubles --------------------------------------------------------------------

  private resolveExactly(): void {
    const { outcome } = resolve(...this.refereeInput());
    this.limit = toHundredths(outcome.limitAfter);
    this.available = outcome.available === undefined ? ABSENT : toHundredths(outcome.available);
    this.decision = DECISIONS.indexOf(outcome.decision);
  }

  private refereeInput(): Parameters<typeof resolve> {
    const { pair, guardrails, reader } = this.input;
    const versions = guardrails.flatMap((slot) => slot[this.side(slot.change)] ?? []);
    const rules = this.fired.map(({ rule }) => rule);
    const limit: Limit = {
      fact: this.limitKey("fact"),
      balance: this.limitKey("balance"),
      step: this.limitKey("step"),
      minChange: this.limitKey("minChange"),
      reviewDecreaseBasisPoints: null,
    };
    const policy: ValidPolicy = {
      ...pair.baseline,
      limit,
      strategy: this.strategy,
      guardrails: versions.map(({ guardrail }) => guardrail),
    };
    const names = [
      limit.fact,
      ...(limit.balance === null ? [] : [limit.balance]),
      ...rules.flatMap(({ event }) => (event.amount?.kind === "fact" ? [event.amount.fact] : [])),
      ...policy.guardrails.flatMap(({ bound }) => (bound.kind === "fact" ? [bound.fact] : [])),
    ];
    const values: Record<string, FactValue> = Object.fromEntries(names.map((name) => [name, reader.value(name, this.set)]));
    const whenTrue = (g: number) => {
      const truth = versions[g]?.truth ?? null;
      return truth === null || this.isTrue(truth);
    };
    return [policy, values, rules, whenTrue];
  }
}

const STRICTEST_FIRST = { freeze: 0, refer: 1, decrease: 2, hold: 3, increase: 4 } as const;
const GROUPS = 5;

/** Toward the limit before, never beyond it. */
function rounded(limit: number, before: number, step: number): number {
  const rest = limit % step;
  if (limit > before) return Math.max(limit - rest, before);
  return Math.min(rest === 0 ? limit : limit - rest + step, before);
}
