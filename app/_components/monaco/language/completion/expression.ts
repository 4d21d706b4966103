/** FEEL inside an expression: names that it may read, functions, keywords. */
import { FEEL_KEYWORDS } from "../feel";
import { factItems } from "./facts";
import type { Completer, Completion } from "./types";

export const completeExpression: Completer = (context) => {
  const { place, document } = context;
  if (place.subject?.kind !== "expression") return [];
  const own = place.path[1];
  const names = factItems(context, false)
    .filter(({ label }) => label !== own && document.catalogue.facts.get(label)?.type !== "strings")
    .map((item) => ({ ...item, insertText: item.label, sortText: `0${item.label}` }));
  return [...names, ...FUNCTIONS, ...CHOICE, ...KEYWORDS];
};

const word = (label: string, kind: Completion["kind"], detail: string, insertText: string, sortText: string): Completion => ({
  label,
  kind,
  detail,
  documentation: null,
  insertText,
  isSnippet: insertText.includes("$"),
  sortText,
});

const FUNCTIONS: readonly Completion[] = [
  word("min", "Function", "the least of its arguments; null if one is null", "min($1, $2)", "1min"),
  word("max", "Function", "the greatest of its arguments; null if one is null", "max($1, $2)", "1max"),
  word("abs", "Function", "the number without its sign", "abs($1)", "1abs"),
  word("floor", "Function", "the whole number at or below", "floor($1)", "1floor"),
  word("ceiling", "Function", "the whole number at or above", "ceiling($1)", "1ceiling"),
  word("not", "Function", "true for false, false for true, null for null", "not($1)", "1not"),
];
const CHOICE: readonly Completion[] = [
  word("if … then … else …", "Snippet", "the else branch unless the test is true", "if $1 then $2 else $3", "2if"),
  word("between … and …", "Snippet", "both ends included", "between $1 and $2", "2between"),
];
const KEYWORDS: readonly Completion[] = FEEL_KEYWORDS.filter((keyword) => keyword !== "if" && keyword !== "between").map((keyword) =>
  word(keyword, "Keyword", "", keyword, `3${keyword}`),
);
