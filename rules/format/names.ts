/** Rules and changes as people name them. */
import type { Change } from "#rules/compare";

export interface RuleNameParts {
  /** The short code in front, such as "B03"; null where the name has none. */
  readonly code: string | null;
  readonly words: string;
}

/** Splits a name such as `B03-repeated-missed-payments` into its code and plain words; another name stays as it is. */
export function ruleNameParts(name: string): RuleNameParts {
  const match = /^([A-Z]{1,3}\d{1,4})-(.+)$/.exec(name);
  if (match === null) return { code: null, words: name };
  const words = (match[2] as string).replaceAll("-", " ");
  return { code: match[1] as string, words: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** The code of a rule or guardrail, or its whole name where it has none. */
export function shortRuleName(name: string): string {
  return ruleNameParts(name).code ?? name;
}

/** What a change is about, before its name; empty for rules and guardrails, whose names say it. */
export const SUBJECT_WORDS: Record<Change["subject"], string> = {
  rule: "",
  derived: "derived fact",
  condition: "condition",
  guardrail: "",
  limit: "limit",
  strategy: "strategy",
  fact: "fact",
  reason: "reason",
  policy: "policy",
  scenario: "scenario",
};

/** A change in a few words: "B03", "derived fact utilisation". */
export function shortChangeName({ subject, name }: Change): string {
  if (SUBJECT_WORDS[subject] === "") return shortRuleName(name);
  return name === subject ? SUBJECT_WORDS[subject] : `${SUBJECT_WORDS[subject]} ${name}`;
}

/** A change's edits as one sentence. A tag says already that it is added or removed. */
export function sentenceOfChange(change: Change): string {
  const prefix = `${change.kind}: `;
  return change.edits.map(({ text }) => unbroken(text.startsWith(prefix) ? text.slice(prefix.length) : text)).join("; ");
}

/** No line ends between a figure and its percent sign. */
function unbroken(text: string): string {
  return text.replaceAll(" %", "\u00a0%");
}
