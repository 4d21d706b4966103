/**
 * What names mean under a set of changes: facts, derived facts and shared conditions of both versions laid over each other. A name that
 * one version alone defines means that; of one that both define, the candidate's definition counts once its change is in the set.
 * Where definitions of both would lead back to themselves, those of the circle are read from the baseline.
 */
import {
  type Condition,
  type DerivedFact,
  type Fact,
  type Facts,
  factsOf,
  type FactType,
  type FactValue,
  type ValidPolicy,
} from "#rules/policy";
import { SCENARIO_CHANGE, type SideScenarios } from "../scenario-change.ts";

/** By change, in their order: 1 where it is in the set. */
export type ChangeSet = Uint8Array;

/** Two versions, the scenario of each (the part that it declares), and the ids of the changes between them. */
export interface VersionPair {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  readonly scenario: SideScenarios;
  readonly changes: readonly string[];
}

type Side = "baseline" | "candidate";
type Value = Fact | DerivedFact;
/** A name with its kind, as a node of what reads what. */
type Key = string;

/** A name's definitions, and the place of the change that switches from one to the other; −1 where none does. */
interface Entry {
  readonly reads: readonly Key[];
  readonly baseline: Value | Condition | undefined;
  readonly candidate: Value | Condition | undefined;
  readonly change: number;
}

const SIDES: readonly Side[] = ["baseline", "candidate"];

export class Definitions {
  /** Place of the scenario among the changes, −1 where it is none. */
  private readonly scenarioChange: number;
  private readonly entries = new Map<Key, Entry>();
  private readonly below = new Map<Key, readonly number[]>();
  /** Whether some set of changes makes definitions that lead back to themselves. */
  private readonly circular: boolean;

  constructor(private readonly pair: VersionPair) {
    this.scenarioChange = pair.changes.indexOf(SCENARIO_CHANGE);
    const both = <T>(pick: (policy: ValidPolicy) => ReadonlyMap<string, T>) => [
      ...new Set(SIDES.flatMap((side) => [...pick(pair[side]).keys()])),
    ];
    for (const name of new Set([...both((p) => p.facts), ...both((p) => p.derived)]))
      this.entries.set(valueKey(name), this.valueEntry(name));
    for (const name of both((p) => p.conditions)) this.entries.set(conditionKey(name), this.conditionEntry(name));
    this.circular = circleIn(new Map([...this.entries].map(([key, { reads }]) => [key, reads]))).size > 0;
  }

  private valueEntry(name: string): Entry {
    const [baseline, candidate] = SIDES.map((side) => this.pair[side].facts.get(name) ?? this.pair[side].derived.get(name));
    return {
      baseline,
      candidate,
      change: this.valueChange(name, baseline, candidate),
      reads: [...readsOf(baseline), ...readsOf(candidate)],
    };
  }

  /** A name that lives on as another kind is what it was until its removal is in the set; a fact's declaration alters what is read only by its scope. */
  private valueChange(name: string, a: Value | undefined, b: Value | undefined): number {
    if (a === undefined || b === undefined) return -1;
    if (a.kind === "fact" && b.kind === "fact" && a.scope === b.scope) return -1;
    return this.pair.changes.indexOf(`${a.kind}:${name}`);
  }

  private conditionEntry(name: string): Entry {
    const [baseline, candidate] = SIDES.map((side) => this.pair[side].conditions.get(name));
    const reads = [baseline, candidate].flatMap((condition) => (condition === undefined ? [] : readsOfCondition(condition)));
    return { baseline, candidate, change: this.pair.changes.indexOf(`condition:${name}`), reads };
  }

  // --- which changes matter --------------------------------------------------------------------

  /** The changes that can alter a fact's or derived fact's value, ascending. */
  changesOfValue(name: string): readonly number[] {
    return this.changesBelow(valueKey(name));
  }

  /** The changes of definitions that can alter whether a condition is true, ascending. */
  changesOfCondition(condition: Condition): readonly number[] {
    return [...new Set(readsOfCondition(condition).flatMap((key) => this.changesBelow(key)))].sort((a, b) => a - b);
  }

  /** Whether the condition reads a name that the two versions give values of different types. */
  readsMixedTypes(condition: Condition): boolean {
    return [...this.reachableFrom(readsOfCondition(condition))].some((key) => {
      const { baseline, candidate } = this.entries.get(key) as Entry;
      return isValue(baseline) && isValue(candidate) && kindOfValue(baseline.type) !== kindOfValue(candidate.type);
    });
  }

  private changesBelow(key: Key): readonly number[] {
    let found = this.below.get(key);
    if (found === undefined) {
      const changes = [...this.reachableFrom([key])].flatMap((k) => this.ownChanges(k));
      found = [...new Set(changes)].sort((a, b) => a - b);
      this.below.set(key, found);
    }
    return found;
  }

  private ownChanges(key: Key): number[] {
    const { baseline, candidate, change } = this.entries.get(key) as Entry;
    const fromScenario = [baseline, candidate].every((one) => one?.kind === "fact" && one.scope === "scenario");
    return [...(change < 0 ? [] : [change]), ...(fromScenario && this.scenarioDiffers(key) ? [this.scenarioChange] : [])];
  }

  private scenarioDiffers(key: Key): boolean {
    const { name } = (this.entries.get(key) as Entry).baseline as Fact;
    const { baseline, candidate } = this.pair.scenario;
    return this.scenarioChange >= 0 && JSON.stringify(baseline[name]) !== JSON.stringify(candidate[name]);
  }

  private reachableFrom(keys: readonly Key[]): Set<Key> {
    const seen = new Set<Key>();
    const stack = [...keys];
    for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      stack.push(...(this.entries.get(key)?.reads ?? []));
    }
    return seen;
  }

  // --- what is read under a set ------------------------------------------------------------------

  /** The set without the definitions that would make a circle. */
  sound(set: ChangeSet): ChangeSet {
    if (!this.circular) return set;
    const kept = set.slice();
    for (;;) {
      const reads = new Map([...this.entries].map(([key, entry]) => [key, readsOfEither(this.chosen(entry, kept))]));
      const changes = [...circleIn(reads)].map((key) => (this.entries.get(key) as Entry).change).filter((c) => c >= 0 && kept[c] === 1);
      if (changes.length === 0) return kept;
      for (const change of changes) kept[change] = 0;
    }
  }

  /** A fact or derived fact under a sound set, and whose scenario gives the fact. */
  value(name: string, set: ChangeSet): { readonly value: Value; readonly scenario: Facts } {
    const entry = this.entries.get(valueKey(name)) as Entry;
    const value = this.chosen(entry, set) as Value;
    return { value, scenario: this.pair.scenario[this.scenarioSide(entry, value, set)] };
  }

  private scenarioSide({ baseline, candidate }: Entry, value: Value, set: ChangeSet): Side {
    const fromBoth = [baseline, candidate].every((one) => one?.kind === "fact" && one.scope === "scenario");
    if (fromBoth && this.scenarioChange >= 0) return set[this.scenarioChange] === 1 ? "candidate" : "baseline";
    return value === baseline ? "baseline" : "candidate";
  }

  /** A shared condition under a sound set. */
  condition(name: string, set: ChangeSet): Condition {
    return this.chosen(this.entries.get(conditionKey(name)) as Entry, set) as Condition;
  }

  private chosen({ baseline, candidate, change }: Entry, set: ChangeSet): Value | Condition {
    const later = baseline === undefined || (change >= 0 && candidate !== undefined && set[change] === 1);
    return (later ? candidate : baseline) as Value | Condition;
  }

  /** Every definition under a set, as a policy's parts; derived facts after those that they read. */
  catalogue(set: ChangeSet): Pick<ValidPolicy, "facts" | "derived" | "conditions"> & { readonly scenario: Facts } {
    const sound = this.sound(set);
    const facts = new Map<string, Fact>();
    const derived = new Map<string, DerivedFact>();
    const conditions = new Map<string, Condition>();
    const scenario: [string, FactValue][] = [];
    for (const name of this.namesOf("value")) {
      const { value, scenario: given } = this.value(name, sound);
      if (value.kind === "derived") continue;
      facts.set(name, value);
      if (value.scope === "scenario" && Object.hasOwn(given, name)) scenario.push([name, given[name] as FactValue]);
    }
    for (const name of this.namesOf("value")) this.addDerived(name, sound, derived);
    for (const name of this.namesOf("condition")) conditions.set(name, this.condition(name, sound));
    return { facts, derived, conditions, scenario: Object.fromEntries(scenario) };
  }

  private namesOf(kind: "value" | "condition"): string[] {
    const prefix = `${kind} `;
    return [...this.entries.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  }

  private addDerived(name: string, set: ChangeSet, to: Map<string, DerivedFact>): void {
    const { value } = this.value(name, set);
    if (value.kind !== "derived" || to.has(name)) return;
    for (const read of factsOf(value.expression)) this.addDerived(read, set, to);
    to.set(name, value);
  }
}

function valueKey(name: string): Key {
  return `value ${name}`;
}

function conditionKey(name: string): Key {
  return `condition ${name}`;
}

function isValue(one: Value | Condition | undefined): one is Value {
  return one?.kind === "fact" || one?.kind === "derived";
}

function readsOf(value: Value | undefined): Key[] {
  return value?.kind === "derived" ? factsOf(value.expression).map(valueKey) : [];
}

function readsOfEither(one: Value | Condition): Key[] {
  return isValue(one) ? readsOf(one) : readsOfCondition(one);
}

function readsOfCondition(condition: Condition): Key[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.conditions.flatMap(readsOfCondition);
    case "not":
      return readsOfCondition(condition.condition);
    case "reference":
      return [conditionKey(condition.name)];
    case "test":
      return [condition.fact, ...(condition.operand.kind === "fact" ? [condition.operand.fact] : [])].map(valueKey);
    default:
      return condition satisfies never;
  }
}

function kindOfValue(type: FactType): string {
  return type === "integer" || type === "money" ? "number" : type;
}

/** The nodes that lead back to themselves. */
function circleIn(reads: ReadonlyMap<Key, readonly Key[]>): Set<Key> {
  const left = new Map(reads);
  const strip = (isLoose: (key: Key, next: readonly Key[]) => boolean) => {
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const [key, next] of left) if (isLoose(key, next)) left.delete(key);
    }
  };
  strip((_, next) => !next.some((key) => left.has(key)));
  strip((key) => ![...left.values()].some((next) => next.includes(key)));
  return new Set(left.keys());
}
