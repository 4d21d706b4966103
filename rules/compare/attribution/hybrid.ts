/**
 * The outcome of one borrower under a set of changes, as far as attribution reads it: limit after, available credit, decision. Whole
 * hundredths in doubles while they are exact, else the referee's own arithmetic. Millions of sets are tried: nothing is made for one.
 */
import { type Bits, isMarked } from "#rules/compile";
import { DECISIONS, resolve } from "#rules/evaluate";
import { type FactValue, type Limit, type Strategy, toHundredths, type ValidPolicy } from "#rules/policy";
import type { TruthBits } from "./activity.ts";
import type { ChangeSet, VersionPair } from "./definitions.ts";
import { memberBits, type RowReader, type RowValue } from "./row-reader.ts";
import type { GuardrailSlot, GuardrailVersion, RuleSlot, RuleVersion, Slot } from "./slots.ts";
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

/** A rule's version with what it reads at hand. */
interface ReadyRule {
  readonly version: RuleVersion;
  readonly truth: ReadyTruth;
  /** Of an amount that is a fact. */
  readonly amount: RowValue | null;
}

interface ReadyTruth {
  readonly truth: Truth;
  /** By combination of the changes; null where it is read borrower by borrower. */
  readonly bits: readonly Bits[] | null;
}

interface ReadyGuardrail {
  readonly version: GuardrailVersion;
  readonly truth: ReadyTruth | null;
  readonly bound: RowValue | null;
}

type ReadyRuleSlot = Slot<ReadyRule> & Pick<RuleSlot, "positions">;

/** Evaluates row after row, set after set. The latest outcome stands in `limit`, `available` (−1: absent) and `decision`. */
export class HybridEvaluator {
  limit = 0;
  available = ABSENT;
  decision = MAINTAIN;
  private set: ChangeSet = new Uint8Array();
  private readonly places: Readonly<Record<"strategy" | "order" | keyof Limit, number>>;
  private readonly rules: readonly ReadyRuleSlot[];
  private readonly guardrails: readonly Slot<ReadyGuardrail>[];
  private readonly limits: Readonly<Record<Side, RowValue>>;
  private readonly balances: Readonly<Record<Side, RowValue | null>>;
  /** Slots that can fire for the row: the first `slotCount`. */
  private readonly slots: ReadyRuleSlot[] = [];
  private slotCount = 0;
  /** Rules in their total order, and their positions; of both, the first `firedCount`. */
  private readonly fired: ReadyRule[] = [];
  private readonly positions: number[] = [];
  private firedCount = 0;
  private before = 0;
  private exact = true;

  constructor(private readonly input: HybridInput) {
    const { pair, reader } = input;
    const place = (id: string) => pair.changes.indexOf(id);
    this.places = {
      strategy: place("strategy"),
      order: place("rule-order"),
      fact: place("limit:fact"),
      balance: place("limit:balance"),
      step: place("limit:step"),
      minChange: place("limit:minChange"),
      reviewDecreaseBasisPoints: -1,
    };
    this.rules = input.rules.map(({ change, positions, baseline, candidate }) => {
      return { change, positions, baseline: this.readyRule(baseline), candidate: this.readyRule(candidate) };
    });
    this.guardrails = input.guardrails.map(({ change, baseline, candidate }) => {
      return { change, baseline: this.readyGuardrail(baseline), candidate: this.readyGuardrail(candidate) };
    });
    const balanceOf = ({ limit: { balance } }: ValidPolicy) => (balance === null ? null : reader.value(balance));
    this.limits = { baseline: reader.value(pair.baseline.limit.fact), candidate: reader.value(pair.candidate.limit.fact) };
    this.balances = { baseline: balanceOf(pair.baseline), candidate: balanceOf(pair.candidate) };
  }

  private readyRule(version: RuleVersion | null): ReadyRule | null {
    if (version === null) return null;
    const amount = version.amount?.kind === "fact" ? this.input.reader.value(version.amount.fact) : null;
    return { version, truth: this.readyTruth(version.truth), amount };
  }

  private readyGuardrail(version: GuardrailVersion | null): ReadyGuardrail | null {
    if (version === null) return null;
    const { guardrail, truth } = version;
    const bound = guardrail.bound.kind === "fact" ? this.input.reader.value(guardrail.bound.fact) : null;
    return { version, truth: truth === null ? null : this.readyTruth(truth), bound };
  }

  private readyTruth(truth: Truth): ReadyTruth {
    return { truth, bits: this.input.bits[truth.index] ?? null };
  }

  at(row: number): void {
    const { reader, possible } = this.input;
    reader.row = row;
    this.slotCount = 0;
    for (let s = 0; s < possible.length; s++)
      if (isMarked(possible[s] as Bits, row)) this.slots[this.slotCount++] = this.rules[s] as ReadyRuleSlot;
  }

  evaluate(set: ChangeSet): void {
    this.set = set;
    this.exact = true;
    this.before = toHundredths(this.limits[this.side(this.places.fact)].under(set) as number);
    this.fire();
    const halted = this.combine();
    if (halted === null) this.settle();
    this.decision = halted ?? this.decided();
    this.available = this.left();
    if (!this.exact) this.resolveExactly();
  }

  // --- what is in force under the set --------------------------------------------------------------

  private has(change: number): boolean {
    return change >= 0 && this.set[change] === 1;
  }

  private side(change: number): Side {
    return this.has(change) ? "candidate" : "baseline";
  }

  private limitKey<Key extends keyof Limit>(key: Key): Limit[Key] {
    return this.input.pair[this.side(this.places[key])].limit[key];
  }

  private get strategy(): Strategy {
    return this.input.pair[this.side(this.places.strategy)].strategy;
  }

  private isTrue({ truth, bits }: ReadyTruth): boolean {
    if (bits === null) return this.input.reader.isTrue(truth.condition, this.set);
    return isMarked(bits[memberBits(truth.changes, this.set)] as Bits, this.input.reader.row);
  }

  /** The fired rules in their total order. */
  private fire(): void {
    const order = this.has(this.places.order) ? 1 : 0;
    this.firedCount = 0;
    for (let s = 0; s < this.slotCount; s++) {
      const slot = this.slots[s] as ReadyRuleSlot;
      const rule = this.has(slot.change) ? slot.candidate : slot.baseline;
      if (rule !== null && this.isTrue(rule.truth)) this.insert(rule, slot.positions[order]);
    }
  }

  /** Higher priority goes first, then position. */
  private insert(rule: ReadyRule, position: number): void {
    const { fired, positions } = this;
    const { priority } = rule.version;
    let at = this.firedCount++;
    for (; at > 0; at--) {
      const [other, place] = [fired[at - 1] as ReadyRule, positions[at - 1] as number];
      if (other.version.priority > priority || (other.version.priority === priority && place < position)) break;
      fired[at] = other;
      positions[at] = place;
    }
    fired[at] = rule;
    positions[at] = position;
  }

  // --- from fired rules to a limit ---------------------------------------------------------------

  /** The place of the fired rule that is the strictest. */
  private strictest(): number {
    let best = 0;
    let [bestGroup, lowest] = [GROUPS, 0];
    for (let i = 0; i < this.firedCount; i++) {
      const one = this.fired[i] as ReadyRule;
      const group = this.group(one);
      if (group > bestGroup) continue;
      const after = group === STRICTEST_FIRST.decrease ? this.after(one, this.before) : 0;
      if (group === bestGroup && after >= lowest) continue;
      best = i;
      bestGroup = group;
      lowest = after;
    }
    return best;
  }

  /** A rule's place among the groups, the strictest first. */
  private group(rule: ReadyRule): number {
    const { type } = rule.version;
    if (type !== "set") return STRICTEST_FIRST[type];
    const hundredths = this.hundredths(rule);
    if (hundredths === null || hundredths === this.before) return STRICTEST_FIRST.hold;
    return hundredths > this.before ? STRICTEST_FIRST.increase : STRICTEST_FIRST.decrease;
  }

  /** The amount in hundredths; null where it has no effect, or is a percentage. */
  private hundredths({ version: { amount }, amount: value }: ReadyRule): number | null {
    if (amount === null || amount.kind === "percent") return null;
    const hundredths = amount.kind === "amount" ? amount.hundredths : (value as RowValue).hundredthsUnder(this.set);
    return hundredths === null || hundredths < 0 ? null : hundredths;
  }

  private after(rule: ReadyRule, limit: number): number {
    const { type, amount } = rule.version;
    if (amount === null) return limit;
    const step = amount.kind === "percent" ? Math.trunc((limit * amount.basisPoints) / 10_000) : this.hundredths(rule);
    if (step === null) return limit;
    const after = type === "set" ? step : type === "increase" ? limit + step : Math.max(0, limit - step);
    if (after > MOST_EXACT || step > MOST_EXACT) this.exact = false;
    return after;
  }

  /** Applies the rules that the strategy chooses; gives the decision where one halts. */
  private combine(): number | null {
    const { strategy } = this;
    const from = strategy === "strictest" ? this.strictest() : 0;
    const to = strategy === "sequential" ? this.firedCount : Math.min(from + 1, this.firedCount);
    let limit = this.before;
    let [frozen, referred, held] = [false, false, false];
    for (let i = from; i < to; i++) {
      const rule = this.fired[i] as ReadyRule;
      limit = this.after(rule, limit);
      const { type } = rule.version;
      if (type === "freeze") frozen = true;
      else if (type === "refer") referred = true;
      else if (type === "hold") held = true;
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
    for (const slot of this.guardrails) {
      const one = this.has(slot.change) ? slot.candidate : slot.baseline;
      if (one === null || one.version.guardrail.applies !== direction || (one.truth !== null && !this.isTrue(one.truth))) continue;
      const bound = this.boundOf(one);
      if (bound === null) continue;
      this.limit = direction === "increase" ? Math.max(Math.min(this.limit, bound), before) : Math.min(Math.max(this.limit, bound), before);
    }
  }

  private boundOf({ version: { guardrail }, bound: value }: ReadyGuardrail): number | null {
    const { bound } = guardrail;
    return bound.kind === "amount" ? bound.hundredths : (value as RowValue).hundredthsUnder(this.set);
  }

  private decided(): number {
    if (this.limit !== this.before) return this.limit > this.before ? INCREASE : DECREASE;
    return this.firedCount > 0 ? HOLD : MAINTAIN;
  }

  private left(): number {
    const balance = this.balances[this.side(this.places.balance)]?.under(this.set);
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
    const { pair, reader } = this.input;
    const guardrails = this.guardrails.flatMap((slot) => slot[this.side(slot.change)] ?? []);
    const rules = this.fired.slice(0, this.firedCount).map(({ version: { rule } }) => rule);
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
      guardrails: guardrails.map(({ version: { guardrail } }) => guardrail),
    };
    const names = [
      limit.fact,
      ...(limit.balance === null ? [] : [limit.balance]),
      ...rules.flatMap(({ event }) => (event.amount?.kind === "fact" ? [event.amount.fact] : [])),
      ...policy.guardrails.flatMap(({ bound }) => (bound.kind === "fact" ? [bound.fact] : [])),
    ];
    const values: Record<string, FactValue> = Object.fromEntries(names.map((name) => [name, reader.value(name).under(this.set)]));
    const whenTrue = (g: number) => {
      const truth = guardrails[g]?.truth ?? null;
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
