/** Replaces a wrong word by the one that the problem suggests, or by one of the few that it lists. */
import type { TextEdit } from "#rules/editing";
import { feelWordAt } from "../feel";
import type { Fix, FixContext, Fixer } from "./types";

export const didYouMean: Fixer = {
  codes: [
    "unknown-fact",
    "unknown-condition",
    "unknown-reason",
    "unknown-key",
    "unknown-value",
    "unknown-operator",
    "unknown-function",
    "value-not-allowed",
  ],
  fix: (context) => {
    const { code, message } = context.marked;
    const meant = /did you mean `([^`]+)`\?$/.exec(message)?.[1];
    if (meant !== undefined) return [replaceBy(context, meant, true)];
    const listed = CLOSED.has(code) ? (/; use one of (.+)$/.exec(message)?.[1] ?? "") : "";
    return [...listed.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => replaceBy(context, word, false));
  },
};

/** What a word of these must be is all in the list; another name may as well be declared. */
const CLOSED: ReadonlySet<string> = new Set(["unknown-value", "unknown-operator", "value-not-allowed"]);

function replaceBy(context: FixContext, word: string, isPreferred: boolean): Fix {
  return { title: `${isPreferred ? "Change to" : "Use"} \`${word}\``, edits: [editOf(context, word)], isPreferred };
}

/** The whole literal, or the word in an expression at which the problem stands. */
function editOf({ document, node, marked }: FixContext, word: string): TextEdit {
  const inExpression = marked.offset > node.offset ? feelWordAt(document, node, marked.offset) : null;
  return inExpression ? { ...inExpression, content: word } : { offset: node.offset, length: node.length, content: JSON.stringify(word) };
}
