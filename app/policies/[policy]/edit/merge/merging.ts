/**
 * What an author sees of a three-way merge by rule: what merged by itself as sentences, each conflict with the JSON and the
 * sentence of its three sides, and, for the choices made so far, the text that they give with its problems and its changes
 * against theirs. Pure: nothing is put anywhere.
 */
import { type Change, type Changes, changesBetween, renamedRules } from "#rules/compare";
import { type Draft, merge, type MergeChoices, type MergedUnit, type MergeUnit, readDraft, readSentences } from "#rules/editing";
import { type Locale, parsePolicy, type Problem, stepsOf, type ValidPolicy } from "#rules/policy";

export interface MergeTexts {
  /** What both began from. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export type SideName = keyof MergeTexts;

/** A unit as one side has it; null where that side has none. */
export interface UnitSide {
  readonly json: string;
  readonly sentence: string | null;
}

export interface ShownConflict {
  readonly unit: MergeUnit;
  readonly sides: Readonly<Record<SideName, UnitSide | null>>;
  /** What a rule that a side has no more is named there. */
  readonly renamed: Readonly<Partial<Record<SideName, string>>>;
}

export interface MergedLine extends MergedUnit {
  readonly sentences: readonly string[];
}

export interface Merging {
  readonly merged: readonly MergedLine[];
  readonly conflicts: readonly ShownConflict[];
}

export interface MergeResult {
  readonly text: string;
  /** Ids of the conflicts that wait for a choice. */
  readonly open: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Against theirs; null where either text is no valid policy. */
  readonly changes: Changes | null;
}

/** The merge before any choice. */
export function readMerging(texts: MergeTexts, locale: Locale): Merging {
  const merged = merge(texts.base, texts.mine, texts.theirs);
  const sentences = {
    mine: sentencesOfChanges(texts.base, texts.mine),
    theirs: sentencesOfChanges(texts.base, texts.theirs),
  };
  const definitions = {
    base: definitionsOf(texts.base, locale),
    mine: definitionsOf(texts.mine, locale),
    theirs: definitionsOf(texts.theirs, locale),
  };
  const renamed = { mine: renamesOf(texts.base, texts.mine), theirs: renamesOf(texts.base, texts.theirs) };
  return {
    merged: merged.merged.map((line) => ({ ...line, sentences: sentences[line.side === "theirs" ? "theirs" : "mine"](line.unit) })),
    conflicts: merged.conflicts.map(({ unit, ...json }) => ({
      unit,
      sides: {
        base: sideOf(unit, json.base, definitions.base),
        mine: sideOf(unit, json.mine, definitions.mine),
        theirs: sideOf(unit, json.theirs, definitions.theirs),
      },
      renamed: unit.kind === "rule" ? { mine: renamed.mine.get(unit.name), theirs: renamed.theirs.get(unit.name) } : {},
    })),
  };
}

/** The text that the choices give, validated and compared with theirs. */
export function mergeWith(texts: MergeTexts, choices: MergeChoices): MergeResult {
  const { text, conflicts, problems } = merge(texts.base, texts.mine, texts.theirs, choices);
  const [theirs, result] = [policyOf(texts.theirs), policyOf(text)];
  return {
    text,
    open: new Set(conflicts.map(({ unit }) => unit.id)),
    problems,
    changes: theirs && result ? changesBetween(theirs, result) : null,
  };
}

function policyOf(text: string): ValidPolicy | null {
  const parsed = parsePolicy(text);
  return parsed.ok ? parsed.policy : null;
}

// --- what merged by itself -----------------------------------------------------------------------

export type SentencesOf = (unit: MergeUnit) => readonly string[];

/** Sentences of one side's changes by unit; none where a text is no valid policy. */
export function sentencesOfChanges(base: string, side: string): SentencesOf {
  const [before, after] = [policyOf(base), policyOf(side)];
  if (!before || !after) return () => [];
  const { changes, wording } = changesBetween(before, after);
  const all = [...changes, ...wording];
  return (unit) => all.filter((change) => isOf(change, unit)).flatMap(({ edits }) => edits.map(({ text }) => text));
}

function isOf({ subject, name, kind, edits }: Change, unit: MergeUnit): boolean {
  const [section = "", member] = stepsOf(edits[0]?.path ?? "");
  switch (unit.kind) {
    case "rule":
    case "guardrail":
      return subject === unit.kind && name === unit.name && kind !== "reordered";
    case "order":
      return kind === "reordered" && section === unit.name;
    case "strategy":
    case "head":
      return section === unit.name;
    case "document":
      return false;
    case "fact":
    case "derived":
    case "condition":
    case "reason":
    case "limit":
      return section === SECTIONS[unit.kind] && member === unit.name;
    default:
      return unit.kind satisfies never;
  }
}

const SECTIONS = { fact: "facts", derived: "derived", condition: "conditions", reason: "reasons", limit: "limit" } as const;

// --- conflicts -----------------------------------------------------------------------------------

/** Each definition of a text that can be said as a sentence, by the id of its unit. */
export function definitionsOf(text: string, locale: Locale): ReadonlyMap<string, string> {
  const draft: Draft = readDraft(text);
  const told = readSentences(draft, locale).flatMap(({ kind, name, parts }) =>
    parts === null ? [] : [[`${kind}:${name}`, parts.map((part) => part.text).join("")] as const],
  );
  return new Map(told);
}

function sideOf({ id }: MergeUnit, json: string | null, definitions: ReadonlyMap<string, string>): UnitSide | null {
  return json === null ? null : { json: withoutIndent(json), sentence: definitions.get(id) ?? null };
}

/** The new names of rules that a side renames, by the old; none where a text is no valid policy. */
function renamesOf(base: string, side: string): ReadonlyMap<string, string> {
  const [before, after] = [policyOf(base), policyOf(side)];
  return before && after ? renamedRules(before, after) : new Map();
}

/** A value as it stands in its document, its later lines moved to the left as far as all allow. */
function withoutIndent(json: string): string {
  const [first = "", ...rest] = json.split(/\r?\n/);
  const indents = rest.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(least))].join("\n");
}
