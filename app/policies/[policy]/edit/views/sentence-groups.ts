/**
 * A draft's sentences in the order in which they are read: rules by priority, as they fire, then guardrails, derived
 * facts and shared conditions as they stand. Pure.
 */
import { type Draft, type Sentence, SentenceReader, type Token } from "#rules/editing";
import type { Decision } from "#rules/evaluate";
import type { Json, Locale } from "#rules/policy";
import type { ConditionPlace } from "./condition-draft";

export interface ShownSentence extends Sentence {
  /** Of a rule what its event decides; null of a rule that sets a limit, and of all that is no rule. */
  readonly decision: Decision | null;
  /** Null of all that is no rule. */
  readonly priority: number | null;
}

export interface SentenceGroup {
  readonly kind: Sentence["kind"];
  readonly title: string;
  readonly sentences: readonly ShownSentence[];
}

const TITLES = [
  ["rule", "Rules, in order of priority"],
  ["guardrail", "Guardrails"],
  ["derived", "Derived facts"],
  ["condition", "Shared conditions"],
] as const;

/** The groups that have any sentence. A reader that has read the draft before this one gives what is said as before as the same objects. */
export function sentenceGroups(draft: Draft, locale: Locale, reader = new SentenceReader()): SentenceGroup[] {
  const all = reader.read(draft, locale).map((sentence) => shownOf(draft, sentence));
  const groups = TITLES.map(([kind, title]) => ({ kind, title, sentences: all.filter((sentence) => sentence.kind === kind) }));
  for (const { sentences } of groups) sentences.sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  return groups.filter(({ sentences }) => sentences.length > 0);
}

const shown = new WeakMap<Sentence, ShownSentence>();

function shownOf(draft: Draft, sentence: Sentence): ShownSentence {
  const made = shown.get(sentence) ?? { ...sentence, ...ruleOf(draft, sentence) };
  shown.set(sentence, made);
  return made;
}

function ruleOf(draft: Draft, { kind, pointer, parts }: Sentence): Pick<ShownSentence, "decision" | "priority"> {
  if (kind !== "rule") return { decision: null, priority: null };
  const priority = valueAt(draft, `${pointer}/priority`);
  return { decision: decisionOf(parts), priority: typeof priority === "number" ? priority : 1 };
}

function valueAt(draft: Draft, pointer: string): Json | undefined {
  return draft.root?.at(pointer)?.value;
}

function decisionOf(parts: readonly Token[] | null): Decision | null {
  const event = parts?.find((part) => part.kind === "event");
  return event === undefined || event.type === "set" ? null : event.type;
}

/** Where a definition's conditions stand; null of one that has none. */
export function conditionPlaceOf({ kind, name, pointer, parts, source }: ShownSentence): ConditionPlace | null {
  if (parts === null || kind === "derived" || (kind === "guardrail" && !/"when"\s*:/.test(source))) return null;
  return { of: name, pointer: kind === "condition" ? pointer : `${pointer}/${kind === "rule" ? "conditions" : "when"}` };
}
