/** Completion that knows the place: what could be written at an offset, and what it would replace. */
import type { BorrowersSummary } from "#rules/hints";
import { type DocumentPlace, placeAt } from "../place";
import type { PolicyText, Stretch } from "../policy-text";
import { completeExpression } from "./expression";
import { completeFacts } from "./facts";
import { completeFixedWords } from "./fixed-words";
import { completeKeys } from "./keys";
import { completeConditions, completeReasons } from "./names";
import { completeOperators } from "./operators";
import { completeSnippets } from "./snippets";
import type { Completer, Completion, PlacedCompletions } from "./types";
import { completeValues } from "./values";

export type { Completion, PlacedCompletions } from "./types";

const COMPLETERS: readonly Completer[] = [
  completeFacts,
  completeOperators,
  completeValues,
  completeConditions,
  completeReasons,
  completeExpression,
  completeKeys,
  completeFixedWords,
  completeSnippets,
];

export function completionsAt(document: PolicyText, offset: number, borrowers: BorrowersSummary | null): PlacedCompletions {
  const place = placeAt(document, offset);
  const items = COMPLETERS.flatMap((completer) => completer({ document, place, borrowers }));
  const replaced = replacedAt(document, place);
  const comma = place.subject?.kind !== "expression" && wantsComma(document, place, replaced) ? "," : "";
  return { replaced, items: items.map((item) => finished(item, document, replaced, comma)) };
}

/** The literal at the place; in an expression, or outside of a literal, the word before it. */
function replacedAt({ text }: PolicyText, { node, offset, subject }: DocumentPlace): Stretch {
  if (node !== null && subject?.kind !== "expression") return node;
  const word = /[A-Za-z0-9_-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  const name = subject?.kind === "expression" ? (/[A-Za-z0-9_]*$/.exec(word)?.[0] ?? "") : word;
  return { offset: offset - name.length, length: name.length };
}

/** Whether what follows is the next key or element, without a comma between. */
function wantsComma({ text }: PolicyText, { isKey, node }: DocumentPlace, { offset, length }: Stretch): boolean {
  const next = /\S/.exec(text.slice(offset + length, offset + length + 400))?.[0];
  return isKey ? next === '"' : node === null && next === "{";
}

/** With what is typed it is matched by: in JSON a text with its quotes once one is typed. */
function finished(item: Completion, { text }: PolicyText, { offset }: Stretch, comma: string) {
  const quoted = text[offset] === '"';
  const filterText = quoted ? (item.label.startsWith('"') ? item.label : `"${item.label}"`) : item.label;
  return { ...item, insertText: item.insertText + comma, filterText };
}
