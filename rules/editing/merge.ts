/**
 * Three-way merge of policy documents by change unit: a rule, a guardrail, a definition, a key of `limit`, a key of the
 * head, an order. In: the text both began from, mine, theirs. Out: mine's text with theirs' changes as edits, so that
 * mine's formatting stays; what merged by itself; and each unit that both changed differently, where mine stands until a
 * choice is made. Laws: merge(b, m, b) = m byte for byte; merge(b, x, x) = x; merge(b, b, t) means t.
 */
import { sameJson } from "#rules/compare";
import { type Json, type JsonObject, parsePolicy, pointerOf, type Problem } from "#rules/policy";
import { type Draft, readDraft } from "./draft.ts";
import { edited } from "./edit-text.ts";
import type { Child } from "./json-node.ts";
import { mergeOrder, sameNames } from "./merge-order.ts";
import { type Entry, isObject, rewritten, valueEdits } from "./rewrite.ts";
import { indentAt } from "./style.ts";

export type UnitKind =
  | "rule"
  | "guardrail"
  | "fact"
  | "derived"
  | "condition"
  | "reason"
  | "limit"
  | "strategy"
  | "order"
  | "head"
  | "document";

export interface MergeUnit {
  /** `kind:name`. */
  readonly id: string;
  readonly kind: UnitKind;
  readonly name: string;
}

export interface MergedUnit {
  readonly unit: MergeUnit;
  /** Who changed it; `both` where both made the same change. */
  readonly side: "mine" | "theirs" | "both";
  readonly change: "added" | "removed" | "changed";
}

/** The unit's JSON as each text has it; null where it has none. */
export interface MergeConflict {
  readonly unit: MergeUnit;
  readonly base: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
}

/** For a conflict: whose version is taken, or JSON of one's own. By the unit's id. */
export type MergeChoice = "mine" | "theirs" | "base" | { readonly text: string };
export type MergeChoices = ReadonlyMap<string, MergeChoice>;

export interface Merge {
  readonly text: string;
  readonly merged: readonly MergedUnit[];
  /** What is still to be chosen. */
  readonly conflicts: readonly MergeConflict[];
  /** Why the text is not a valid policy; empty where it is one. */
  readonly problems: readonly Problem[];
}

/** Merges two texts that come from one; conflicts without a choice, or with one's own text that is no JSON, keep mine. Never throws. */
export function merge(base: string, mine: string, theirs: string, choices: MergeChoices = new Map()): Merge {
  const sides = { base, mine, theirs };
  const merger = new Merger(sides, choices);
  const text = merger.merge();
  const parsed = parsePolicy(text);
  return { text, merged: merger.merged, conflicts: merger.conflicts, problems: parsed.ok ? [] : parsed.problems };
}

type Three<T> = readonly [T, T, T];
type Value = Json | undefined;
const LISTS: ReadonlyMap<string, UnitKind> = new Map([
  ["rules", "rule"],
  ["guardrails", "guardrail"],
]);
const NAMED: ReadonlyMap<string, UnitKind> = new Map([
  ["facts", "fact"],
  ["derived", "derived"],
  ["conditions", "condition"],
  ["reasons", "reason"],
  ["limit", "limit"],
]);

function each<A, B>([a, b, c]: Three<A>, make: (value: A, side: 0 | 1 | 2) => B): Three<B> {
  return [make(a, 0), make(b, 1), make(c, 2)];
}

/** A member of an object's own; undefined where it, or the object, is not there. */
function ownMember(object: JsonObject | undefined, key: string): Value {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

export class Merger {
  readonly merged: MergedUnit[] = [];
  readonly conflicts: MergeConflict[] = [];
  private readonly drafts: Three<Draft>;

  constructor(
    private readonly sides: Readonly<Record<"base" | "mine" | "theirs", string>>,
    private readonly choices: MergeChoices,
    /** Of what only theirs changed, what is taken; all of it where nothing is said. */
    private readonly takes: (unit: MergeUnit) => boolean = () => true,
  ) {
    this.drafts = [readDraft(sides.base), readDraft(sides.mine), readDraft(sides.theirs)];
  }

  merge(): string {
    const { base, mine, theirs } = this.sides;
    if (![base, mine, theirs].every(isJsonObject)) return this.wholeTexts();
    const [, ours] = this.drafts;
    const root = ours.root as NonNullable<Draft["root"]>;
    const documents = each(this.drafts, ({ document }) => document);
    const entries = new Map<string, Entry | null>();
    for (const key of new Set(documents.flatMap((document) => Object.keys(document)))) entries.set(key, this.section(key, documents));
    if (theirs === base || theirs === mine) return mine;
    const order = keysWithNew(Object.keys(documents[1]), Object.keys({ ...documents[2], ...documents[0] }));
    const next = order.map((key) => entries.get(key) ?? null).filter((entry) => entry !== null);
    return edited(ours, rewritten(root, next, ours.style)).text;
  }

  /** Where a text is no JSON object, there are no units to tell apart. */
  private wholeTexts(): string {
    const { base, mine, theirs } = this.sides;
    const chosen = this.decide(unitOf("document", "document"), [base, mine, theirs], [base, mine, theirs]);
    return typeof chosen === "string" ? chosen : mine;
  }

  private section(key: string, documents: Three<JsonObject>): Entry | null {
    const values = each(documents, (document) => ownMember(document, key));
    const present = values.filter((value) => value !== undefined);
    const list = LISTS.get(key);
    if (list !== undefined && present.every(isNamedList)) return this.list(key, list, values as Three<readonly JsonObject[] | undefined>);
    const named = NAMED.get(key);
    if (named !== undefined && present.every(isObject)) return this.named(key, named, values as Three<JsonObject | undefined>);
    return this.entry([key], this.decideAt(unitOf(key === "strategy" ? "strategy" : "head", key), values, [[key], [key], [key]]));
  }

  // --- sections of named members -----------------------------------------------------------------

  private named(key: string, kind: UnitKind, sections: Three<JsonObject | undefined>): Entry | null {
    const [base, mine, theirs] = sections;
    const entries: Entry[] = [];
    const members: [string, Json][] = [];
    for (const name of keysWithNew(Object.keys(mine ?? {}), Object.keys({ ...theirs, ...base }))) {
      const path = [key, name];
      const values = each(sections, (section) => ownMember(section, name));
      const chosen = this.decideAt(unitOf(kind, name), values, [path, path, path]);
      const entry = this.entry(path, chosen);
      if (entry !== null) entries.push(entry);
      if (chosen !== undefined) members.push([name, chosen]);
    }
    return this.container(key, entries, Object.fromEntries(members), theirs === undefined);
  }

  private list(key: string, kind: UnitKind, lists: Three<readonly JsonObject[] | undefined>): Entry | null {
    const places = each(lists, (list) => new Map((list ?? []).map((item, i) => [item.name as string, i])));
    const [base, mine, theirs] = places;
    const chosen = new Map<string, Json>();
    for (const name of new Set([...mine.keys(), ...theirs.keys(), ...base.keys()])) {
      const at = each(places, (own) => own.get(name) ?? -1);
      const values = each(lists, (list, side) => list?.[at[side]]);
      const value = this.decideAt(
        unitOf(kind, name),
        values,
        each(at, (i) => [key, i]),
      );
      if (value !== undefined) chosen.set(name, value);
    }
    const order = this.order(
      key,
      each(places, (own) => [...own.keys()]),
      chosen,
    );
    const entries = order.map((name) => this.entry([key, mine.get(name) ?? -1], chosen.get(name), [key, theirs.get(name) ?? -1]) as Entry);
    const value = order.map((name) => chosen.get(name) as Json);
    return this.container(key, entries, value, lists[2] === undefined);
  }

  private order(key: string, names: Three<string[]>, chosen: ReadonlyMap<string, Json>): readonly string[] {
    const held = new Set(chosen.keys());
    const unit = unitOf("order", key);
    const choice = this.choices.get(unit.id);
    const own = typeof choice === "object" ? parsedNames(choice.text) : null;
    if (!this.takes(unit)) return mergeOrder(...names, held, "mine").names;
    const merged = mergeOrder(...names, held, typeof choice === "object" ? undefined : choice);
    if (merged.conflict) {
      if (own !== null) return [...own.filter((name) => held.has(name)), ...merged.names.filter((name) => !own.includes(name))];
      const [base, mine, theirs] = each(names, (side) => JSON.stringify(side, null, 2));
      if (choice === undefined || typeof choice === "object") this.conflicts.push({ unit, base, mine, theirs });
    } else this.tellOrder(unit, names, held);
    return merged.names;
  }

  private tellOrder(unit: MergeUnit, names: Three<string[]>, held: ReadonlySet<string>): void {
    const [base, mine, theirs] = names;
    const moved = (side: readonly string[]) => {
      const common = new Set(base.filter((name) => side.includes(name) && held.has(name)));
      return !sameNames(
        base.filter((name) => common.has(name)),
        side.filter((name) => common.has(name)),
      );
    };
    const [byMine, byTheirs] = [moved(mine), moved(theirs)];
    if (byMine || byTheirs) this.merged.push({ unit, side: byMine && byTheirs ? "both" : byMine ? "mine" : "theirs", change: "changed" });
  }

  // --- one unit ----------------------------------------------------------------------------------

  private decideAt(unit: MergeUnit, values: Three<Value>, paths: Three<readonly (string | number)[]>): Value {
    const source = (side: 0 | 1 | 2) =>
      values[side] === undefined ? null : (this.drafts[side].root?.at(pointerOf(paths[side]))?.source ?? null);
    return this.decide(unit, values, [source(0), source(1), source(2)]);
  }

  private decide(unit: MergeUnit, [base, mine, theirs]: Three<Value>, sources: Three<string | null>): Value {
    const tell = (side: MergedUnit["side"], now: Value) => {
      this.merged.push({ unit, side, change: base === undefined ? "added" : now === undefined ? "removed" : "changed" });
      return now;
    };
    if (sameJson(mine, theirs)) return sameJson(base, mine) ? mine : tell("both", mine);
    if (sameJson(base, mine)) return this.takes(unit) ? tell("theirs", theirs) : mine;
    if (sameJson(base, theirs)) return tell("mine", mine);
    const choice = this.choices.get(unit.id);
    const own = typeof choice === "object" ? ownValue(unit, choice.text) : undefined;
    if (own !== undefined) return own;
    if (typeof choice === "string") return { base, mine, theirs }[choice];
    const [b, m, t] = sources;
    this.conflicts.push({ unit, base: b, mine: m, theirs: t });
    return mine;
  }

  // --- the text ----------------------------------------------------------------------------------

  /** A value in mine's text: where mine has the place its own bytes with edits, else theirs' bytes or the value. */
  private entry(path: readonly (string | number)[], value: Value, theirPath = path): Entry | null {
    const [, ours, other] = this.drafts;
    if (value === undefined) return null;
    const child = childAt(ours, path);
    if (child !== undefined) return { child, edits: valueEdits(child.node, value, ours.style) };
    const their = childAt(other, theirPath);
    const sameStyle = their !== undefined && sameJson(their.node.value, value) && sameJson({ ...ours.style }, { ...other.style });
    if (sameStyle) return { raw: other.text.slice(their.from, their.node.end), base: indentAt(other.text, their.from) };
    return { key: typeof path.at(-1) === "number" ? null : String(path.at(-1)), value };
  }

  /** A section; one that lost its last entry goes where theirs has none. */
  private container(key: string, entries: readonly Entry[], value: Json, theirsHasNone: boolean): Entry | null {
    const [, ours] = this.drafts;
    const child = childAt(ours, [key]);
    const wasEmpty = child?.node.children.length === 0;
    if (theirsHasNone && entries.length === 0 && !wasEmpty) return null;
    return child === undefined ? this.entry([key], value) : { child, edits: rewritten(child.node, entries, ours.style) };
  }
}

function childAt(draft: Draft, path: readonly (string | number)[]): Child | undefined {
  return draft.root?.at(pointerOf(path.slice(0, -1)))?.child(String(path.at(-1)));
}

function unitOf(kind: UnitKind, name: string): MergeUnit {
  return { id: `${kind}:${name}`, kind, name };
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text.replace(/^\uFEFF/, "")) as Json);
  } catch {
    return false;
  }
}

/** Whether each item can be told from the others by its name. */
function isNamedList(value: Json): boolean {
  if (!Array.isArray(value)) return false;
  const names = (value as readonly Json[]).map((item) => (isObject(item) ? item.name : undefined));
  return names.every((name) => typeof name === "string") && new Set(names).size === names.length;
}

/** Mine's keys, each that only the other side has behind the one that it follows there. */
function keysWithNew(mine: readonly string[], others: readonly string[]): string[] {
  const keys = [...mine];
  const known = new Set(mine);
  others.forEach((key, i) => {
    if (known.has(key)) return;
    keys.splice(i === 0 ? 0 : keys.indexOf(others[i - 1] as string) + 1, 0, key);
    known.add(key);
  });
  return keys;
}

/** JSON of one's own; of a whole document the text itself. */
function ownValue({ kind }: MergeUnit, text: string): Value {
  if (kind === "document") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function parsedNames(text: string): string[] | null {
  const value = ownValue(unitOf("order", ""), text);
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? (value as string[]) : null;
}
