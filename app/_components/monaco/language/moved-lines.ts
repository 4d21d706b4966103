import type { editor } from "monaco-editor/editor";

/** How many lines a change of the text puts in, and by how many those behind it move. */
export function movedLines({ range, text }: Pick<editor.IModelContentChange, "range" | "text">): {
  readonly added: number;
  readonly moved: number;
} {
  const added = text.split("\n").length - 1;
  return { added, moved: added - (range.endLineNumber - range.startLineNumber) };
}
