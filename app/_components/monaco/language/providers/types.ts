import type { editor, IDisposable, IRange } from "monaco-editor/editor";
import type { LanguageClient } from "../language-client";
import type { Stretch } from "../policy-text";

export type Monaco = typeof import("monaco-editor/editor");

/** Registers one kind of language support with Monaco. */
export type Provider = (monaco: Monaco, client: LanguageClient) => IDisposable;

export function rangeOf(model: editor.ITextModel, { offset, length }: Stretch): IRange {
  const [from, to] = [model.getPositionAt(offset), model.getPositionAt(offset + length)];
  return { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
}
