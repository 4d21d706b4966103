/**
 * A condition while it is edited in a dialog of its own: where it stands, what its problems are in the draft, its sentence,
 * and the text with it. Pure.
 */
import { checkValue, conditionOf, type Draft } from "#rules/editing";
import { type Json, labelOf, type Locale, sentenceOfCondition } from "#rules/policy";

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
  const { problems } = checkValue(draft, place.pointer, json);
  const condition = conditionOf(json);
  return {
    sentence: condition === null ? null : sentenceOfCondition(draft.catalogue, condition, locale),
    problems: problems.map(({ path, message }) => ({ pointer: below(place.pointer, path), message })),
  };
}

function below(pointer: string, path: string): string {
  return path.startsWith(`${pointer}/`) ? path.slice(pointer.length) : "";
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
