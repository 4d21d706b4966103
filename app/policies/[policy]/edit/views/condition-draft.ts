/**
 * A condition while it is edited in a dialog of its own: where it stands, what its problems are in the draft, its sentence,
 * and the text with it. Pure.
 */
import { conditionOf, type Draft, setValue } from "#rules/editing";
import { type Json, labelOf, type Locale, parsePolicy, sentenceOfCondition } from "#rules/policy";
import type { Taken } from "./token-edit";

/** Where a condition is edited: of a rule, of a guardrail's `when`, or a shared one. */
export interface ConditionPlace {
  readonly pointer: string;
  /** "A01-confirmed-fraud". */
  readonly of: string;
}

export interface ConditionProblem {
  /** Below the condition. */
  readonly pointer: string;
  readonly message: string;
}

export interface ConditionReading {
  /** Null where it is not of a condition's shape. */
  readonly sentence: string | null;
  readonly problems: readonly ConditionProblem[];
}

/** What the validator says of the draft with this condition in it, and the condition in words. */
export function readConditionDraft(draft: Draft, place: ConditionPlace, json: Json, locale: Locale): ConditionReading {
  const parsed = parsePolicy(setValue(draft, place.pointer, json).text);
  const condition = conditionOf(json);
  return {
    sentence: condition === null ? null : sentenceOfCondition(draft.catalogue, condition, locale),
    problems: parsed.ok ? [] : parsed.problems.map(({ path, message }) => ({ pointer: below(place.pointer, path), message })),
  };
}

function below(pointer: string, path: string): string {
  return path.startsWith(`${pointer}/`) ? path.slice(pointer.length) : "";
}

/** The text with the condition, as one edit that changes only what is another in it. */
export function takeCondition(draft: Draft, { pointer }: ConditionPlace, json: Json): Taken {
  const { text } = setValue(draft, pointer, json);
  const parsed = parsePolicy(text);
  return parsed.ok ? { ok: true, text } : { ok: false, message: parsed.problems[0]?.message ?? "this is no valid policy" };
}

export interface FactChoice {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
}

/** The facts and derived facts that a test may read, by label. */
export function factChoices({ catalogue }: Draft, locale: Locale): FactChoice[] {
  const facts = [...catalogue.facts.values()].filter((fact) => !fact.protected);
  return [...facts, ...catalogue.derived.values()].map(({ name }) => {
    const label = labelOf(catalogue, name, locale);
    return label === name ? { value: name, label } : { value: name, label, note: name };
  });
}

export function sharedNames({ catalogue }: Draft): readonly string[] {
  return [...catalogue.conditions.keys()];
}
