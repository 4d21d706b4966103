/**
 * Which changes can alter which borrowers, as bits: a change that leaves a borrower's fired rules, their effects and the bounds the same under
 * every set of the others is active for nobody else. A few too many may be active, never one too few.
 */
import type { Bits } from "#rules/compile";
import type { EventType } from "#rules/policy";
import type { VersionPair } from "./definitions.ts";
import type { GuardrailSlot, GuardrailVersion, RuleSlot, RuleVersion } from "./slots.ts";
import type { Truth } from "./truths.ts";

/** By truth, by combination of its changes: where it is true; null where it is read borrower by borrower. */
export type TruthBits = readonly (readonly Bits[] | null)[];

export interface Activity {
  /** By change: borrowers for whom it is active. */
  readonly active: readonly Bits[];
  /** By rule slot: borrowers for whom it fires under some set. */
  readonly possible: readonly Bits[];
}

export interface ActivityInput {
  readonly pair: VersionPair;
  readonly rules: readonly RuleSlot[];
  readonly guardrails: readonly GuardrailSlot[];
  /** Changes of definitions that can alter the limit before or the balance. */
  readonly limitChanges: readonly number[];
  readonly valid: Bits;
  readonly bits: TruthBits;
}

export function activityOf(input: ActivityInput): Activity {
  return new ActivityFinder(input).find();
}

class ActivityFinder {
  private readonly active: Bits[];
  private readonly words: number;

  constructor(private readonly input: ActivityInput) {
    this.words = input.valid.length;
    this.active = input.pair.changes.map(() => new Uint32Array(this.words));
  }

  find(): Activity {
    const { rules, guardrails, limitChanges, valid } = this.input;
    const overruled = this.overruled();
    const possible = rules.map((slot) => this.rule(slot, without(valid, overruled[strictestOf(slot)] as Bits)));
    for (const slot of guardrails) this.guardrail(slot, this.moving(possible, slot));
    const moving = this.union(possible.filter((_, s) => isMoving(rules[s] as RuleSlot)));
    for (const id of ["limit:step", "limit:minChange"]) this.mark(this.place(id), moving);
    for (const change of [this.place("limit:fact"), this.place("limit:balance"), ...limitChanges]) this.mark(change, valid);
    this.mark(this.place("strategy"), this.twice(possible));
    if (this.place("rule-order") >= 0) this.order(possible);
    for (const bits of this.active) and(bits, valid);
    return { active: this.active, possible };
  }

  // --- rules -------------------------------------------------------------------------------------

  /** Under `strictest`, by group: where a rule of a stricter one fires under every set, so that none of the group can matter. */
  private overruled(): Bits[] {
    const { baseline, candidate } = this.input.pair;
    const isStrictest = baseline.strategy === "strictest" && candidate.strategy === "strictest";
    const certain = this.input.rules.map((slot) => [levelOfCertain(slot), this.certain(slot)] as const);
    return LEVELS.map((level) => this.union(isStrictest ? certain.flatMap(([own, bits]) => (own < level ? [bits] : [])) : []));
  }

  /** Where a slot's rule fires under every set. */
  private certain({ baseline, candidate }: RuleSlot): Bits {
    if (baseline === null || candidate === null) return this.none();
    const all = [baseline, candidate].flatMap(({ truth }) => this.input.bits[truth.index] ?? [this.none()]);
    return all.reduce(both, this.input.valid);
  }

  /** Marks what a slot's changes can alter; gives the borrowers for whom it fires under some set. Both within the rows where it matters. */
  private rule({ change, baseline, candidate }: RuleSlot, within: Bits): Bits {
    const [a, b] = [this.ruleVersion(baseline, within), this.ruleVersion(candidate, within)];
    const possible = this.union([a, b]);
    if (change < 0) return possible;
    if (baseline !== null && candidate !== null && sameEffect(baseline, candidate))
      this.markDiffering(change, baseline.truth, candidate.truth, within);
    else this.mark(change, possible);
    return possible;
  }

  private ruleVersion(version: RuleVersion | null, within: Bits): Bits {
    if (version === null) return this.none();
    const possible = this.truth(version.truth, within);
    for (const change of version.amountChanges) this.mark(change, possible);
    return possible;
  }

  /** Marks where two conditions differ under some set. */
  private markDiffering(change: number, a: Truth, b: Truth, within: Bits): void {
    const [ofA, ofB] = [this.input.bits[a.index], this.input.bits[b.index]];
    if (!ofA || !ofB) {
      this.mark(change, within);
      return;
    }
    const all = [...new Set([...a.changes, ...b.changes])];
    for (let set = 0; set < 2 ** all.length; set++)
      this.mark(change, both(within, differing(ofA[projected(set, all, a.changes)] as Bits, ofB[projected(set, all, b.changes)] as Bits)));
  }

  /** Marks where definitions alter a condition; gives where it is true under some set. */
  private truth(truth: Truth, within: Bits): Bits {
    const bits = this.input.bits[truth.index];
    if (!bits) {
      for (const change of truth.changes) this.mark(change, within);
      return within;
    }
    truth.changes.forEach((change, j) => {
      bits.forEach((without, at) => {
        if (((at >> j) & 1) === 0) this.mark(change, both(within, differing(without, bits[at | (1 << j)] as Bits)));
      });
    });
    return both(within, this.union(bits));
  }

  /** Two rules of which the order alters something: both can fire, and they stand otherwise with the change of order than without. */
  private order(possible: readonly Bits[]): void {
    const { rules } = this.input;
    const change = this.place("rule-order");
    rules.forEach(({ positions: x }, i) => {
      for (const [j, { positions: y }] of rules.entries())
        if (j > i && x[0] < y[0] !== x[1] < y[1]) this.mark(change, both(possible[i] as Bits, possible[j] as Bits));
    });
  }

  // --- guardrails ----------------------------------------------------------------------------------

  /** Where the limit can move in a direction that the slot bounds. */
  private moving(possible: readonly Bits[], { baseline, candidate }: GuardrailSlot): Bits {
    const directions = [baseline, candidate].flatMap((version) => version?.guardrail.applies ?? []);
    return this.union(
      possible.filter((_, s) =>
        [this.input.rules[s]?.baseline, this.input.rules[s]?.candidate].some(
          (rule) => rule?.type === "set" || directions.some((direction) => rule?.type === direction),
        ),
      ),
    );
  }

  private guardrail({ change, baseline, candidate }: GuardrailSlot, moving: Bits): void {
    this.mark(change, this.union([baseline, candidate].map((version) => this.guardrailVersion(version, moving))));
  }

  /** Marks what definitions alter; gives where it bounds under some set. */
  private guardrailVersion(version: GuardrailVersion | null, moving: Bits): Bits {
    if (version === null) return this.none();
    const possible = version.truth === null ? moving : this.truth(version.truth, moving);
    for (const change of version.boundChanges) this.mark(change, possible);
    return possible;
  }

  // --- bits ----------------------------------------------------------------------------------------

  private place(id: string): number {
    return this.input.pair.changes.indexOf(id);
  }

  private mark(change: number, bits: Bits): void {
    const active = this.active[change];
    if (active !== undefined) or(active, bits);
  }

  private none(): Bits {
    return new Uint32Array(this.words);
  }

  private union(list: readonly Bits[]): Bits {
    const all = this.none();
    for (const bits of list) or(all, bits);
    return all;
  }

  /** Where two or more are set. */
  private twice(list: readonly Bits[]): Bits {
    const [once, again] = [this.none(), this.none()];
    for (const bits of list) {
      or(again, both(once, bits));
      or(once, bits);
    }
    return again;
  }
}

/** Groups by strictness; a `set` may be any of the last three. */
const LEVEL: Readonly<Record<EventType, number>> = { freeze: 0, refer: 1, decrease: 2, set: 2, hold: 3, increase: 4 };
const LEVELS = [0, 1, 2, 3, 4];

/** The strictest group that a slot's rule can have. */
function strictestOf({ baseline, candidate }: RuleSlot): number {
  return Math.min(...[baseline, candidate].map((rule) => (rule === null ? LEVELS.length - 1 : LEVEL[rule.type])));
}

/** The least strict group that it can have. */
function levelOfCertain({ baseline, candidate }: RuleSlot): number {
  return Math.max(...[baseline, candidate].map((rule) => (rule === null || rule.type === "set" ? LEVELS.length : LEVEL[rule.type])));
}

function isMoving({ baseline, candidate }: RuleSlot): boolean {
  return [baseline, candidate].some((rule) => rule?.type === "increase" || rule?.type === "decrease" || rule?.type === "set");
}

/** Whether two versions of a rule do the same where both fire. */
function sameEffect(a: RuleVersion, b: RuleVersion): boolean {
  return a.priority === b.priority && a.type === b.type && JSON.stringify(a.amount) === JSON.stringify(b.amount);
}

/** A combination of some changes as one of a part of them. */
function projected(set: number, changes: readonly number[], part: readonly number[]): number {
  return part.reduce((at, change, j) => at | (((set >> changes.indexOf(change)) & 1) << j), 0);
}

function or(to: Bits, from: Bits): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) | (from[i] as number);
}

function and(to: Bits, from: Bits): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) & (from[i] as number);
}

function both(a: Bits, b: Bits): Bits {
  return a.map((word, i) => word & (b[i] as number));
}

function without(a: Bits, b: Bits): Bits {
  return a.map((word, i) => word & ~(b[i] as number));
}

function differing(a: Bits, b: Bits): Bits {
  return a.map((word, i) => word ^ (b[i] as number));
}
