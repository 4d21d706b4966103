/** Edits of a document by path; what they do not touch stays as it is written. */
import { insertValue, removeValue, setValue, type TextEdit } from "#rules/editing";
import { type Json, pointerOf } from "#rules/policy";
import { draftOf, type Path, type PolicyText } from "../policy-text";

/** The value at a path replaced, or added where there is none. */
export function setAt(document: PolicyText, path: Path, value: Json): readonly TextEdit[] {
  return setValue(draftOf(document), pointerOf(path), value).edits;
}

/** The key or element at a path taken out. */
export function removeAt(document: PolicyText, path: Path): readonly TextEdit[] {
  return removeValue(draftOf(document), pointerOf(path)).edits;
}

/** An element put into a list before the one at the path. */
export function insertAt(document: PolicyText, path: Path, value: Json): readonly TextEdit[] {
  return insertValue(draftOf(document), pointerOf(path), value).edits;
}
