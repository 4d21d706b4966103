/** A new name for a fact, derived fact, shared condition, reason, rule or guardrail, wherever the document has it. */
import { FACT_NAME, FEEL_KEYWORDS, RESERVED_NAMES } from "#rules/policy";
import type { Draft } from "./draft.ts";
import { type Edited, edited } from "./edit-text.ts";
import { type NameKind, type NamePlace, namePlaces } from "./names-in-text.ts";

export interface Renaming extends Edited {
  /** Each place that changes, in the order of the text, for a preview. */
  readonly places: readonly NamePlace[];
  /** Why the new name cannot be taken; then there are no edits. */
  readonly problem: string | null;
}

/** Renames everywhere; names inside FEEL expressions at their exact words. */
export function rename(draft: Draft, kind: NameKind, from: string, to: string): Renaming {
  const space = kind === "derived" ? "fact" : kind;
  const all = namePlaces(draft).filter((place) => place.kind === space);
  const places = all.filter(({ name }) => name === from);
  const problem = problemOf(space, from, to, all);
  if (problem !== null || from === to) return { ...edited(draft, []), places, problem };
  const content = JSON.stringify(to).slice(1, -1);
  const edits = places.map(({ offset, length }) => ({ offset, length, content }));
  return { ...edited(draft, edits), places, problem: null };
}

function problemOf(kind: NamePlace["kind"], from: string, to: string, all: readonly NamePlace[]): string | null {
  if (!all.some(({ name, role }) => name === from && role === "declared")) return `there is no ${WORDS[kind]} \`${from}\``;
  if (from === to) return null;
  if (all.some(({ name, role }) => name === to && role === "declared"))
    return `\`${to}\` is taken by another ${WORDS[kind]}; choose another name`;
  if (to === "") return "a name is needed";
  if (RESERVED_NAMES.has(to)) return `\`${to}\` is refused as a name; choose another`;
  if (to.startsWith("x-") && kind !== "rule" && kind !== "guardrail") return `names that begin with \`x-\` are ignored; choose another`;
  if (kind !== "fact") return null;
  if (FEEL_KEYWORDS.has(to)) return `\`${to}\` is a keyword of expressions; choose another name`;
  return FACT_NAME.test(to) ? null : `\`${to}\` is not a fact name; use up to 64 letters, digits and underscores, starting with a letter`;
}

const WORDS: Readonly<Record<NamePlace["kind"], string>> = {
  fact: "fact or derived fact",
  condition: "shared condition",
  reason: "reason",
  rule: "rule",
  guardrail: "guardrail",
};
