/**
 * The rules and guardrails of both versions as slots: what stands there in the baseline, what in the candidate, and which change
 * switches. A renamed rule is one slot. Slots have two orders: without the change of order and with it.
 */
import type { Amount, Condition, EventType, Guardrail, Rule, ValidPolicy } from "#rules/policy";
import { mergedOrder, renamedRules } from "../changes.ts";
import type { Definitions, VersionPair } from "./definitions.ts";
import type { Truth } from "./truths.ts";

/** A rule that can fire: enabled ones only. */
export interface RuleVersion {
  readonly rule: Rule;
  readonly type: EventType;
  readonly amount: Amount | null;
  readonly priority: number;
  readonly truth: Truth;
  /** Changes of definitions that can alter its amount. */
  readonly amountChanges: readonly number[];
}

export interface Slot<Version> {
  /** Place of the change that switches from baseline to candidate, −1 for none. */
  readonly change: number;
  /** Null where nothing stands there, or a rule that is switched off. */
  readonly baseline: Version | null;
  readonly candidate: Version | null;
}

export interface RuleSlot extends Slot<RuleVersion> {
  /** Positions without and with the change of order. */
  readonly positions: readonly [number, number];
}

export interface GuardrailVersion {
  readonly guardrail: Guardrail;
  /** Null: always. */
  readonly truth: Truth | null;
  readonly boundChanges: readonly number[];
}

export type GuardrailSlot = Slot<GuardrailVersion>;

export interface SlotMaking {
  readonly pair: VersionPair;
  readonly definitions: Definitions;
  readonly truthOf: (condition: Condition) => Truth;
}

export function ruleSlots(making: SlotMaking): RuleSlot[] {
  const { baseline, candidate, changes } = making.pair;
  const renamed = renamedRules(baseline, candidate);
  const before = new Map(baseline.rules.map((rule) => [renamed.get(rule.name) ?? rule.name, rule]));
  const after = new Map(candidate.rules.map((rule) => [rule.name, rule]));
  const reordered = changes.includes("rule-order");
  const orders = [withAdded([...before.keys()], candidate, reordered), mergedOrder([...after.keys()], [...before.keys()])];
  const [first, second] = orders.map((names) => new Map(names.map((name, i) => [name, i])));
  return [...(first as Map<string, number>)].map(([name, position]) => {
    const change = changes.indexOf(`rule:${name}`);
    const own = versionOf(making, before.get(name));
    return {
      change,
      baseline: own,
      candidate: change < 0 ? own : versionOf(making, after.get(name)),
      positions: [position, second?.get(name) as number],
    };
  });
}

/**
 * The baseline's rules with each added one behind the rule that precedes it in the candidate. Where rules of one priority keep their order,
 * it stays between those of its own priority, so that the candidate's order comes out whole.
 */
function withAdded(baseline: readonly string[], { rules }: ValidPolicy, reordered: boolean): string[] {
  const order = [...baseline];
  rules.forEach(({ name, priority }, i) => {
    if (order.includes(name)) return;
    const preceding = rules.slice(0, i).findLast((rule) => order.includes(rule.name));
    const behind = preceding === undefined ? 0 : order.indexOf(preceding.name) + 1;
    const alike = (some: readonly Rule[]) =>
      some.filter((r) => r.priority === priority && order.includes(r.name)).map((r) => order.indexOf(r.name));
    const least = Math.max(0, ...alike(rules.slice(0, i)).map((place) => place + 1));
    const most = Math.min(order.length, ...alike(rules.slice(i + 1)));
    order.splice(reordered ? behind : Math.min(Math.max(behind, least), most), 0, name);
  });
  return order;
}

function versionOf({ definitions, truthOf }: SlotMaking, rule: Rule | undefined): RuleVersion | null {
  if (rule === undefined || !rule.enabled) return null;
  const { type, amount } = rule.event;
  return {
    rule,
    type,
    amount,
    priority: rule.priority,
    truth: truthOf(rule.conditions),
    amountChanges: amount?.kind === "fact" ? definitions.changesOfValue(amount.fact) : [],
  };
}

/** The order of guardrails does not alter a limit: the tightest bound is the same in any. */
export function guardrailSlots(making: SlotMaking): GuardrailSlot[] {
  const { baseline, candidate, changes } = making.pair;
  const names = new Set([...baseline.guardrails, ...candidate.guardrails].map(({ name }) => name));
  return [...names].map((name) => {
    const change = changes.indexOf(`guardrail:${name}`);
    const own = guardrailVersion(
      making,
      baseline.guardrails.find((g) => g.name === name),
    );
    const other = guardrailVersion(
      making,
      candidate.guardrails.find((g) => g.name === name),
    );
    return { change, baseline: own, candidate: change < 0 ? own : other };
  });
}

function guardrailVersion({ definitions, truthOf }: SlotMaking, guardrail: Guardrail | undefined): GuardrailVersion | null {
  if (guardrail === undefined) return null;
  const { when, bound } = guardrail;
  return {
    guardrail,
    truth: when === null ? null : truthOf(when),
    boundChanges: bound.kind === "fact" ? definitions.changesOfValue(bound.fact) : [],
  };
}
