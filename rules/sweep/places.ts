/**
 * The numbers of a policy document: where each stands, whose it is, and which test it is a threshold of. A number is named by its JSON pointer; one
 * that is written in a derived fact's expression by the pointer of the text, `#`, and its place among the text's numbers, from 0:
 * `/derived/income_ceiling/expression#0` is the 6 of `6 * monthly_income`.
 */
import { distance } from "fastest-levenshtein";
import {
  type FactValue,
  type Json,
  type JsonObject,
  labelOf,
  numbersIn,
  type Operator,
  parseExpression,
  pointerOf,
  sentenceOfEvent,
  sentenceOfGuardrail,
  sentenceOfTest,
  stepsOf,
  type ValidPolicy,
  type WrittenNumber,
} from "#rules/policy";
import type { SweepProblem, SweepSubject, SweepTouch } from "./types.ts";

/** The test that a threshold stands in. */
export interface Leaf {
  readonly path: readonly string[];
  readonly fact: string;
  readonly operator: Operator;
  /** The other elements of the list, for `in` and `notIn`. */
  readonly others: readonly FactValue[];
}

export interface NumberPlace {
  readonly at: string;
  /** Of the number, or of the text that it is written in. */
  readonly path: readonly string[];
  /** Where it stands in that text; null where the document has the number itself. */
  readonly written: WrittenNumber | null;
  readonly value: number;
  readonly subject: SweepSubject;
  readonly touch: SweepTouch;
  /** Null where the number is no threshold. */
  readonly leaf: Leaf | null;
}

/** Every number of the document, in its order. */
export function numbersOf(policy: ValidPolicy): NumberPlace[] {
  return placesIn(policy.document, []).map(({ path, index }) => placeAt(policy, path, index));
}

/** A number's path, or that of an expression with the number's place in it. */
interface FoundNumber {
  readonly path: readonly string[];
  readonly index: number | null;
}

function placesIn(value: Json, path: readonly string[]): FoundNumber[] {
  if (typeof value === "number") return [{ path, index: null }];
  if (typeof value === "string") return isExpression(path) ? writtenIn(value).map((_, index) => ({ path, index })) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => (key.startsWith("x-") ? [] : placesIn(child as Json, [...path, key])));
}

function isExpression([top, , key, ...rest]: readonly string[]): boolean {
  return top === "derived" && key === "expression" && rest.length === 0;
}

function writtenIn(text: string): WrittenNumber[] {
  return numbersIn(parseExpression(text));
}

function nameOf({ path, index }: FoundNumber): string {
  return index === null ? pointerOf(path) : `${pointerOf(path)}#${index}`;
}

/** The number that a pointer names, or why it names none. */
export function findNumber(policy: ValidPolicy, at: string): NumberPlace | SweepProblem {
  const [, pointer = at, number] = /^(.*)#(\d+)$/s.exec(at) ?? [];
  const written = number !== undefined && isExpression(stepsOf(pointer));
  const path = stepsOf(written ? pointer : at);
  const found = at === "" || at.startsWith("/") ? valueAt(policy.document, path) : undefined;
  if (written && typeof found === "string" && Number(number) < writtenIn(found).length) return placeAt(policy, path, Number(number));
  if (typeof found === "number" && !path.some((step) => step.startsWith("x-"))) return placeAt(policy, path, null);
  const near = nearNumbers(policy, path);
  if (found === undefined)
    return { code: "no-such-place", message: `nothing stands at \`${at}\` in the document; ${lastGood(policy, at)}`, near };
  if (typeof found === "string" && isExpression(path)) return { code: "not-a-number", message: numbersWords(pointerOf(path), found), near };
  return { code: "not-a-number", message: `${kindOf(found)} stands at \`${at}\`; point to a number inside it or beside it`, near };
}

function numbersWords(pointer: string, text: string): string {
  const count = writtenIn(text).length;
  const head = `the expression \`${text}\` at \`${pointer}\``;
  if (count === 0) return `${head} has no number`;
  return `${head} has ${count === 1 ? "one number" : `${count} numbers`}: name ${count === 1 ? "it" : "one"} as \`${pointer}#0\`${count === 1 ? "" : ` to \`#${count - 1}\``}`;
}

function placeAt(policy: ValidPolicy, path: readonly string[], index: number | null): NumberPlace {
  const subject = subjectOf(policy, path);
  const touch = ({ rule: "fires", condition: "holds", guardrail: "binds", policy: "moves" } as const)[subject.kind];
  const found = valueAt(policy.document, path);
  const written = index === null ? null : (writtenIn(found as string)[index] as WrittenNumber);
  const value = written === null ? (found as number) : written.value;
  return { at: nameOf({ path, index }), path, written, value, subject, touch, leaf: leafAt(policy, path) };
}

function subjectOf(policy: ValidPolicy, [top = "", second = "", ...rest]: readonly string[]): SweepSubject {
  if (top === "rules") return { kind: "rule", name: policy.rules[Number(second)]?.name ?? "" };
  if (top === "guardrails") return { kind: "guardrail", name: policy.guardrails[Number(second)]?.name ?? "" };
  return top === "conditions" ? { kind: "condition", name: second } : { kind: "policy", name: [top, second, ...rest].join(".") };
}

/** A number under `value` in a condition; elsewhere `value` is no key of a policy's objects, but may be a name. */
function leafAt(policy: ValidPolicy, path: readonly string[]): Leaf | null {
  if (!["rules", "conditions", "guardrails"].includes(path[0] ?? "")) return null;
  const listed = path.at(-2) === "value";
  const at = path.slice(0, listed ? -2 : -1);
  const test = valueAt(policy.document, at) as JsonObject;
  if (!("operator" in test)) return null;
  const others = listed ? (test.value as readonly FactValue[]).filter((_, i) => String(i) !== path.at(-1)) : [];
  return { path: at, fact: test.fact as string, operator: test.operator as Operator, others };
}

/** What the number stands in, in words. */
export function sentenceOf(policy: ValidPolicy, { leaf, path, subject, value, written }: NumberPlace): { en: string; zh: string } {
  return { en: wordsOf("en"), zh: wordsOf("zh") };
  function wordsOf(locale: "en" | "zh"): string {
    const operand = { kind: "constant", value: leaf && leaf.others.length > 0 ? testValue(policy, leaf) : value } as const;
    if (leaf !== null) return sentenceOfTest(policy, { kind: "test", fact: leaf.fact, operator: leaf.operator, operand }, locale);
    if (written !== null) return `${labelOf(policy, path[1] ?? "", locale)} = ${marked(valueAt(policy.document, path) as string, written)}`;
    const index = Number(path[1]);
    const rule = subject.kind === "rule" && path[2] === "event" ? policy.rules[index] : undefined;
    if (rule !== undefined) return sentenceOfEvent(policy, rule.event, locale);
    const guardrail = subject.kind === "guardrail" ? policy.guardrails[index] : undefined;
    return guardrail === undefined ? path.join(".") : sentenceOfGuardrail(policy, guardrail, locale);
  }
}

/** An expression with one of its numbers marked: "‹6› * monthly_income". */
function marked(text: string, { from, to }: WrittenNumber): string {
  return `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`;
}

function testValue(policy: ValidPolicy, { path }: Leaf): readonly FactValue[] {
  return (valueAt(policy.document, path) as JsonObject).value as readonly FactValue[];
}

function valueAt(document: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as JsonObject)[step];
  }, document);
}

// --- pointers that name no number ----------------------------------------------------------------

const MOST_NEAR = 5;

/** Numbers inside the deepest part of the pointer that exists, then those whose pointers read most alike. */
function nearNumbers(policy: ValidPolicy, path: readonly string[]): string[] {
  const at = pointerOf(path);
  const shared = (other: readonly string[]) => {
    const end = path.findIndex((step, i) => other[i] !== step);
    return end < 0 ? path.length : end;
  };
  return placesIn(policy.document, [])
    .map((other) => ({ pointer: nameOf(other), shared: shared(other.path), far: distance(at, nameOf(other)) }))
    .sort((a, b) => b.shared - a.shared || a.far - b.far)
    .slice(0, MOST_NEAR)
    .map(({ pointer }) => pointer);
}

function lastGood(policy: ValidPolicy, at: string): string {
  if (!at.startsWith("/")) return "a JSON pointer begins with `/`, such as `/limit/step`";
  const path = stepsOf(at);
  const end = path.findIndex((_, i) => valueAt(policy.document, path.slice(0, i + 1)) === undefined);
  return end === 0 ? "check its first step" : `the document has \`${pointerOf(path.slice(0, end))}\`; check what follows it`;
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}
