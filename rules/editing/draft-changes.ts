/**
 * What a draft changes in the text that it began from, by the units of a merge, and taking single ones back. In: both
 * texts. Out: the draft's text with the units as the base has them; all else keeps its bytes, what was removed stands
 * again behind what it followed. Laws: with all units taken back, in any order, the text means what the base means;
 * with one taken back, the others are what is still changed.
 */
import { sameJson } from "#rules/compare";
import type { Json } from "#rules/policy";
import { readDraft } from "./draft.ts";
import { type MergeChoices, Merger, type MergeUnit, type UnitKind } from "./merge.ts";
import { isObject } from "./rewrite.ts";

export interface DraftChange {
  readonly unit: MergeUnit;
  readonly change: "added" | "removed" | "changed" | "renamed";
  /** The name in the base, where it is another. */
  readonly from: string | null;
  /** Ids of the units that are taken back with it: two for a new name. */
  readonly ids: readonly string[];
}

/** The draft's changes in the order of its text; of a text that is no JSON object one, the whole text. */
export function draftChanges(base: string, mine: string): DraftChange[] {
  const merger = new Merger({ base, mine, theirs: base }, NO_CHOICES);
  merger.merge();
  const changes = merger.merged.map(({ unit, change }): DraftChange => ({ unit, change, from: null, ids: [unit.id] }));
  return withRenames(changes, base, mine);
}

/** The draft's text with some of its units as the base has them. */
export function revertUnits(base: string, mine: string, ids: ReadonlySet<string>): string {
  return new Merger({ base: mine, mine, theirs: base }, NO_CHOICES, ({ id }) => ids.has(id)).merge();
}

const NO_CHOICES: MergeChoices = new Map();
const LISTS: Readonly<Partial<Record<UnitKind, string>>> = { rule: "rules", guardrail: "guardrails" };

/** A rule or guardrail that went and one that came, equal but for the name, are one that was renamed. */
function withRenames(changes: readonly DraftChange[], base: string, mine: string): DraftChange[] {
  const gone = changes.filter(({ unit, change }) => change === "removed" && LISTS[unit.kind] !== undefined);
  if (gone.length === 0) return [...changes];
  const [before, after] = [bodiesOf(base), bodiesOf(mine)];
  const paired = new Set<DraftChange>();
  const renamed = changes.map((change) => {
    if (change.change !== "added" || LISTS[change.unit.kind] === undefined) return change;
    const body = after(change.unit);
    const old = gone.find((other) => !paired.has(other) && other.unit.kind === change.unit.kind && sameJson(before(other.unit), body));
    if (old === undefined) return change;
    paired.add(old);
    return { unit: change.unit, change: "renamed" as const, from: old.unit.name, ids: [old.unit.id, change.unit.id] };
  });
  return renamed.filter((change) => !paired.has(change));
}

/** Each rule and guardrail of a text by its unit, without its name. */
function bodiesOf(text: string): (unit: MergeUnit) => Json | undefined {
  const { document } = readDraft(text);
  const bodies = new Map<string, Json>();
  for (const [kind, key] of Object.entries(LISTS)) {
    const list = document[key];
    for (const item of Array.isArray(list) ? (list as readonly Json[]) : [])
      if (isObject(item)) bodies.set(`${kind}:${String(item.name)}`, { ...item, name: null });
  }
  return ({ id }) => bodies.get(id);
}
