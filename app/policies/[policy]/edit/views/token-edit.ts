/**
 * Editing the values of sentences: what stands in a token's input, what may be typed there, and the text after it. Only
 * what leaves a valid policy is taken; else the reason is given. Pure.
 */
import { cellFactOf, checkValue, type Draft, readToken, testsText, type TextEdit, type Token } from "#rules/editing";
import type { Json } from "#rules/policy";

/** A token that stands for a value that can be typed. */
export type ValueToken = Extract<Token, { kind: "value" | "amount" | "default" | "review" | "reason" | "condition" | "expression" }>;

/** A text with what is taken into it, by its edits where there may be many; or why it is not taken. */
export type Taken =
  | { readonly ok: true; readonly text: string; readonly edits?: readonly TextEdit[] }
  | { readonly ok: false; readonly message: string };

export function isValueToken(token: Token): token is ValueToken {
  return !(token.kind === "text" || token.kind === "fact" || token.kind === "operator" || token.kind === "event");
}

/** The token's value as one types it. */
export function typedOf(draft: Draft, token: ValueToken): string {
  switch (token.kind) {
    case "value":
      return testsText([{ operator: "equal", value: token.value }], cellFactOf(draft.catalogue, token.fact)).replace(/^= /, "");
    case "amount":
      return String(token.value);
    case "default":
      return typeof token.value === "boolean" ? yesOrNo(token.value) : String(token.value);
    case "review":
      return yesOrNo(token.value);
    case "reason":
      return token.code;
    case "condition":
      return token.name;
    case "expression":
      return token.text;
    default:
      return token satisfies never;
  }
}

function yesOrNo(value: boolean): string {
  return value ? "yes" : "no";
}

/** What the input takes, in words: "integer, 0 to 120, days". */
export function hintOf({ catalogue }: Draft, token: ValueToken): string {
  switch (token.kind) {
    case "value":
      return valueHint(catalogue, token.fact);
    case "amount":
      return "a number";
    case "default":
      return { number: "a number", boolean: "yes or no", string: "a text" }[typeof token.value as "number" | "boolean" | "string"];
    case "review":
      return "yes or no";
    case "reason":
      return "a reason’s code";
    case "condition":
      return "a shared condition";
    case "expression":
      return "a FEEL expression";
    default:
      return token satisfies never;
  }
}

/** What a fact's value may be, in words. */
export function valueHint(catalogue: Draft["catalogue"], name: string): string {
  const fact = catalogue.facts.get(name);
  const type = fact?.type ?? catalogue.derived.get(name)?.type ?? "value";
  const known = type === "strings" ? "string" : type;
  return [known, rangeText(fact?.min ?? null, fact?.max ?? null), fact?.unit ?? ""].filter((part) => part !== "").join(", ");
}

function rangeText(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${min} to ${max}`;
  if (min !== null) return `from ${min}`;
  return max === null ? "" : `up to ${max}`;
}

/** The values to choose from; none where anything of its type may be typed. */
export function choicesFor(draft: Draft, token: ValueToken): readonly string[] {
  const keysOf = (pointer: string) => draft.root?.at(pointer)?.children.flatMap(({ key }) => (key === null ? [] : [key])) ?? [];
  if (token.kind === "value") return draft.catalogue.facts.get(token.fact)?.values ?? [];
  if (token.kind === "reason") return keysOf("/reasons");
  if (token.kind === "condition") return keysOf("/conditions");
  return token.kind === "review" ? ["yes", "no"] : [];
}

/** The text with what is typed where the token stands. */
export function takeTyped(draft: Draft, token: ValueToken, typed: string): Taken {
  const reading = readToken(draft, token, typed);
  return reading.ok ? takeValue(draft, token.pointer, reading.value) : reading;
}

/** The text with a rule switched on or off. */
export function switchRule(draft: Draft, pointer: string, enabled: boolean): Taken {
  return takeValue(draft, `${pointer}/enabled`, enabled);
}

/** The text with a value in its place, where that is a valid policy. */
export function takeValue(draft: Draft, pointer: string, value: Json): Taken {
  const { text, problems } = checkValue(draft, pointer, value);
  return problems[0] === undefined ? { ok: true, text } : { ok: false, message: problems[0].message };
}
