/**
 * What an author sees of the changes of a draft: each unit with sentences of what is another in it, and where it stands in
 * the text. Where a text has problems, so that it cannot be compared, the definitions before and after are the sentences. Pure.
 */
import { type DraftChange, draftChanges, type MergeUnit, readDraft } from "#rules/editing";
import { type Locale, pointerOf } from "#rules/policy";
import { definitionsOf, sentencesOfChanges } from "./merging";

export interface DraftLine extends DraftChange {
  readonly sentences: readonly string[];
  /** Its JSON pointer in the draft; null of what is gone from it. */
  readonly pointer: string | null;
}

/** The draft's changes against the text that it began from. */
export function readDraftLines(base: string, mine: string, locale: Locale): DraftLine[] {
  const changes = draftChanges(base, mine);
  if (changes.length === 0) return [];
  const sentencesOf = sentencesOfChanges(base, mine);
  const [before, after] = [definitionsOf(base, locale), definitionsOf(mine, locale)];
  const placeOf = placesIn(mine);
  return changes.map((change) => {
    const compared = sentencesOf(change.unit).map((text) => withoutKind(text));
    const told = compared.length > 0 ? compared : definitionSentences(change, before, after);
    return { ...change, sentences: told, pointer: change.change === "removed" ? null : placeOf(change.unit) };
  });
}

/** The tag says "added" already. */
function withoutKind(text: string): string {
  return text.replace(/^(?:added|removed): /, "");
}

type Definitions = ReadonlyMap<string, string>;

function definitionSentences({ unit, change, from }: DraftChange, before: Definitions, after: Definitions): string[] {
  if (unit.kind === "order") return [`the ${unit.name} stand in another order in the document`];
  if (change === "renamed") return [`was named ${from}`];
  const [old, now] = [before.get(unit.id), after.get(unit.id)];
  return [old === undefined ? [] : [change === "removed" ? old : `before: ${old}`], now === undefined || now === old ? [] : [now]].flat();
}

const SECTIONS: Readonly<Partial<Record<MergeUnit["kind"], string>>> = {
  fact: "facts",
  derived: "derived",
  condition: "conditions",
  reason: "reasons",
  limit: "limit",
};

function placesIn(text: string): (unit: MergeUnit) => string | null {
  const { root } = readDraft(text);
  const indexOf = (list: "rules" | "guardrails", name: string) =>
    root?.at(`/${list}`)?.children.findIndex(({ node }) => node.child("name")?.node.value === name) ?? -1;
  return ({ kind, name }) => {
    if (kind === "document") return null;
    if (kind === "rule" || kind === "guardrail") return pointerOf([`${kind}s`, indexOf(`${kind}s`, name)]);
    const section = SECTIONS[kind];
    return pointerOf(section === undefined ? [name] : [section, name]);
  };
}
