/**
 * FEEL as it stands in a derived fact's `expression`: words, numbers, texts and signs with their places in the document,
 * JSON's escapes counted. Tolerant, so that what is half-written is coloured and completed; whether it is right, the validator says.
 */
import type { Node } from "jsonc-parser";
import { insideOf, type PolicyText, type Stretch } from "./policy-text";

export const FEEL_FUNCTIONS = ["min", "max", "abs", "floor", "ceiling", "not"] as const;
export const FEEL_KEYWORDS = ["if", "then", "else", "and", "or", "between", "true", "false", "null"] as const;

export type FeelKind = "fact" | "function" | "keyword" | "number" | "string" | "operator";

export interface FeelToken extends Stretch {
  readonly kind: FeelKind;
  readonly text: string;
}

const TOKEN =
  /(?<string>"(?:\\.|[^"\\])*"?)|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<operator>!=|<=|>=|[-+*/=<>(),])/g;

/** The tokens of an expression; places count its characters. */
export function tokensOf(source: string): FeelToken[] {
  return [...source.matchAll(TOKEN)].map((match) => ({
    kind: kindOf(match, source),
    text: match[0],
    offset: match.index,
    length: match[0].length,
  }));
}

function kindOf(match: RegExpMatchArray, source: string): FeelKind {
  const { string, number, name } = match.groups ?? {};
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (name === undefined) return "operator";
  if ((FEEL_FUNCTIONS as readonly string[]).includes(name) && /^\s*\(/.test(source.slice((match.index ?? 0) + name.length)))
    return "function";
  return (FEEL_KEYWORDS as readonly string[]).includes(name) ? "keyword" : "fact";
}

/** The tokens of the expression in a text's node; places are in the document. */
export function tokensIn({ text }: PolicyText, node: Node): FeelToken[] {
  const inside = insideOf(node);
  const raw = text.slice(inside.offset, inside.offset + inside.length);
  const starts = characterStarts(raw);
  const at = (index: number) => inside.offset + (starts?.[index] ?? (starts ? raw.length : index));
  return tokensOf(String(node.value)).map((token) => ({
    ...token,
    offset: at(token.offset),
    length: at(token.offset + token.length) - at(token.offset),
  }));
}

/** Where each character of a JSON text begins as it is written; null where nothing is escaped. */
function characterStarts(raw: string): number[] | null {
  if (!raw.includes("\\")) return null;
  const starts: number[] = [];
  for (let i = 0; i < raw.length; i += raw[i] !== "\\" ? 1 : raw[i + 1] === "u" ? 6 : 2) starts.push(i);
  return starts;
}

/** The token of an expression's text that begins at, or spans, an offset of the document. */
export function feelWordAt(document: PolicyText, node: Node, at: number): Stretch | null {
  const token = tokensIn(document, node).find(({ offset, length }) => offset <= at && at < offset + length);
  return token ? { offset: token.offset, length: token.length } : null;
}
