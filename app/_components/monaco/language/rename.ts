/** Renames what is named at an offset wherever the document names it. */
import { rename, type TextEdit } from "#rules/editing";
import { draftOf, type PolicyText } from "./policy-text";
import { occurrenceAt } from "./references";

export type RenameAnswer = { readonly ok: true; readonly edits: readonly TextEdit[] } | { readonly ok: false; readonly message: string };

export function renameAt(document: PolicyText, offset: number, name: string): RenameAnswer {
  const named = occurrenceAt(document, offset);
  if (!named) return { ok: false, message: "no fact, shared condition, reason, rule or guardrail is named here" };
  const { edits, problem } = rename(draftOf(document), named.kind, named.name, name);
  return problem === null ? { ok: true, edits } : { ok: false, message: problem };
}
