/** One edit of a policy as a plain sentence: "cycles without payment at least 2 → 1". English; labels from the catalogue. */
import {
  type Condition,
  type EventType,
  type Json,
  numberText,
  type Operator,
  operatorWords,
  sentenceOfCondition,
  spokenLabel,
  type ValidPolicy,
  valueText,
} from "#rules/policy";
import type { LeafEdit } from "./json-edits.ts";

export const ARROW = "→";

/** Both sides of an edited part, to name the facts that it speaks of. */
export interface Sides {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
}

/** A JSON value for reading, cut where long. */
export function jsonText(value: Json | undefined): string {
  if (value === undefined) return "none";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return value;
  if (value === null || typeof value === "boolean") return String(value);
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}

function fromTo(edit: LeafEdit): string {
  if (edit.before === undefined) return `${jsonText(edit.after)} added`;
  if (edit.after === undefined) return `${jsonText(edit.before)} removed`;
  return `${jsonText(edit.before)} ${ARROW} ${jsonText(edit.after)}`;
}

const EVENT_VERBS: Readonly<Record<EventType, string>> = {
  increase: "rise",
  decrease: "cut",
  set: "limit set to",
  hold: "hold",
  refer: "refer",
  freeze: "freeze",
};

/** An edit inside a rule's event. `after` is the rule's event in the candidate. */
export function eventEditText(edit: LeafEdit, type: EventType): string {
  const key = edit.steps.at(-1);
  if (key === "type") return `decision ${fromTo(edit)}`;
  if (key === "percent")
    return edit.before === undefined || edit.after === undefined
      ? `${EVENT_VERBS[type]} of ${percentFromTo(edit)}`
      : `${EVENT_VERBS[type]} ${percentFromTo(edit)}`;
  if (key === "amount") return `${EVENT_VERBS[type]} amount ${fromTo(edit)}`;
  if (key === "reason") return `reason told ${fromTo(edit)}`;
  if (key === "review") return edit.after === true ? "a person must confirm" : "no person needs to confirm any more";
  return `${String(key)} ${fromTo(edit)}`;
}

function percentFromTo(edit: LeafEdit): string {
  const percent = (v: Json | undefined) => `${jsonText(v)} %`;
  if (edit.before === undefined) return `${percent(edit.after)} added`;
  return edit.after === undefined ? `${percent(edit.before)} removed` : `${percent(edit.before)} ${ARROW} ${percent(edit.after)}`;
}

/** An edit of one test's value, operator or fact: "days past due at least 60 → 30". */
export function testEditText(sides: Sides, before: TestDocument, after: TestDocument): string {
  const { baseline, candidate } = sides;
  if (before.fact === after.fact && before.operator === after.operator) {
    const head = `${spokenLabel(candidate, after.fact)} ${operatorWords(after.operator, "en")}`;
    return `${head} ${operandText(baseline, before)} ${ARROW} ${operandText(candidate, after)}`;
  }
  return `${testText(baseline, before)} ${ARROW} ${testText(candidate, after)}`;
}

export interface TestDocument {
  readonly fact: string;
  readonly operator: Operator;
  readonly value: Json;
}

export function isTestDocument(value: Json | undefined): value is Json & TestDocument {
  return typeof value === "object" && value !== null && "fact" in value && "operator" in value;
}

function operandText(policy: ValidPolicy, test: TestDocument): string {
  const { value } = test;
  if (typeof value === "object" && value !== null && "fact" in value) return spokenLabel(policy, String(value.fact));
  return valueText(value as never, "en");
}

function testText(policy: ValidPolicy, test: TestDocument): string {
  return `${spokenLabel(policy, test.fact)} ${operatorWords(test.operator, "en")} ${operandText(policy, test)}`;
}

/** A condition document in words. */
export function conditionText(policy: ValidPolicy, document: Json | undefined): string {
  if (document === undefined) return "none";
  return sentenceOfCondition(policy, conditionOf(document as Readonly<Record<string, Json>>), "en");
}

function conditionOf(document: Readonly<Record<string, Json>>): Condition {
  for (const kind of ["all", "any"] as const) {
    if (kind in document) return { kind, conditions: (document[kind] as readonly Readonly<Record<string, Json>>[]).map(conditionOf) };
  }
  if ("not" in document) return { kind: "not", condition: conditionOf(document.not as Readonly<Record<string, Json>>) };
  if ("condition" in document) return { kind: "reference", name: String(document.condition) };
  const { value } = document;
  const operand =
    typeof value === "object" && value !== null && "fact" in value
      ? { kind: "fact" as const, fact: String(value.fact) }
      : { kind: "constant" as const, value: value as never };
  return { kind: "test", fact: String(document.fact), operator: document.operator as Operator, operand };
}

/** Any other edit: the key's path in words, before and after. */
export function plainEditText(edit: LeafEdit, what: string): string {
  return `${what} ${fromTo(edit)}`;
}
