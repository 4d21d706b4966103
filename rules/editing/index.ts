/** Editing a policy document: one text, many views. Every edit is a text edit by place that leaves the rest as it is. */
export { type Draft, readDraft } from "./draft.ts";
export { type Edited, formatText, insertValue, moveValue, removeValue, setValue, sortRules } from "./edit-text.ts";
export { type NameKind, type NamePlace, namePlaces } from "./names-in-text.ts";
export { rename, type Renaming } from "./rename.ts";
export { applyEdits, type TextEdit } from "./rewrite.ts";
