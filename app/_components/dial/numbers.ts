/** The numbers of a policy that one can turn, named so that they survive another order of rules. */
import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import { type Json, type Locale, pointerOf, stepsOf, type ValidPolicy } from "#rules/policy";
import { findNumber, type NumberPlace, numbersOf, sentenceOfNumber, valueToSet } from "#rules/sweep";
import type { Between } from "./curve";

export interface DialNumber {
  readonly at: string;
  readonly value: number;
  /** Whose it is: "B03-repeated-missed-payments", "limit". */
  readonly group: string;
  readonly words: string;
}

/** Every number of the document, in its order. */
export function dialNumbers(policy: ValidPolicy, locale: Locale): DialNumber[] {
  return numbersOf(policy).map((place) => ({
    at: place.at,
    value: place.value,
    group: place.subject.kind !== "policy" ? place.subject.name : place.written === null ? "policy" : "derived",
    words: sentenceOfNumber(policy, place)[locale],
  }));
}

/**
 * How the curve of a number goes between values of the data: `at least t` and `below t` are the same for every t up to the next value,
 * `above t` and `at most t` from the one before on.
 */
export function betweenOf(policy: ValidPolicy, at: string): Between {
  const place = findNumber(policy, at);
  if ("code" in place || place.leaf === null) return "straight";
  return ["greaterThanInclusive", "lessThan"].includes(place.leaf.operator) ? "next" : "before";
}

/** A number by what it belongs to: `rules` or `guardrails` with the name in the place of the position. */
export type NumberName = readonly string[];

export function nameOfNumber(policy: ValidPolicy, at: string): NumberName | null {
  const place = findNumber(policy, at);
  if ("code" in place) return null;
  const [top = "", , ...rest] = place.path;
  if (place.written !== null) return [...place.path, at.slice(at.lastIndexOf("#"))];
  return top === "rules" || top === "guardrails" ? [top, place.subject.name, ...rest] : place.path;
}

/** The number of that name in another text of the policy; null where it has none. */
export function numberNamed(policy: ValidPolicy, name: NumberName): { readonly at: string; readonly value: number } | null {
  const found = numbersOf(policy).find((place) => JSON.stringify(nameOfNumber(policy, place.at)) === JSON.stringify(name));
  return found ? { at: found.at, value: found.value } : null;
}

/** Pointer of the number that stands nearest to a place in the text (line and column from 1), or nothing where there are no numbers. */
export function numberNear(text: string, policy: ValidPolicy, { line, column }: { line: number; column: number }): string | null {
  const tree = parseTree(text);
  const offset = offsetOf(text, line) + column - 1;
  let nearest: { at: string; far: number } | null = null;
  for (const place of numbersOf(policy)) {
    const { at, path, written } = place;
    const node = tree && findNodeAtLocation(tree, pathIn(policy.document, path));
    if (!node) continue;
    const [from, to] = written === null ? [0, node.length] : [1 + written.from, 1 + written.to];
    const far = Math.max(node.offset + from - offset, offset - node.offset - to, 0);
    if (nearest === null || far < nearest.far) nearest = { at, far };
  }
  return nearest?.at ?? null;
}

function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let n = 1; n < line && offset >= 0; n++) offset = text.indexOf("\n", offset) + 1;
  return offset;
}

/** The text with the number at a pointer set to a value, which must fit there; nothing else in it differs. */
export function withNumber(text: string, policy: ValidPolicy, at: string, value: number): string {
  const place = findNumber(policy, at);
  const set = "code" in place ? null : valueToSet(policy, place, value);
  return set === null ? text : applyEdits(text, modify(text, pathIn(policy.document, (place as NumberPlace).path), set, {}));
}

/** Positions in lists are numbers to the library, keys are texts. */
function pathIn(document: Json, steps: readonly string[]): (string | number)[] {
  let inside: unknown = document;
  return steps.map((step) => {
    const listed = Array.isArray(inside);
    inside = (inside as Record<string, unknown>)[step];
    return listed ? Number(step) : step;
  });
}

/** The Edit page's address that sets a number of the draft, named as in this policy. Null where the pointer names no number. */
export function takeAddress(policy: ValidPolicy, slug: string, at: string, value: number): string | null {
  const name = nameOfNumber(policy, at);
  return name && `/policies/${slug}/edit?${new URLSearchParams({ take: pointerOf(name), value: String(value) })}`;
}

/** What such an address says; null where it says nothing of use. */
export function readTaken(take: string | null, value: string | null): { readonly name: NumberName; readonly value: number } | null {
  const number = Number(value);
  return take?.startsWith("/") && value !== null && value.trim() !== "" && Number.isFinite(number)
    ? { name: stepsOf(take), value: number }
    : null;
}
