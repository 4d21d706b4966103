/** Hover: a fact's definition where it is named, a reason's texts where its code stands, what a shared condition says. */
import type { editor } from "monaco-editor/editor";
import { type Catalogue, catalogueOf, describeCondition, describeFact, describeReason } from "./catalogue";
import { type DocumentPlace, placeAt } from "./place-in-document";

type Monaco = typeof import("monaco-editor/editor");

export function registerHovers(monaco: Monaco): void {
  monaco.languages.registerHoverProvider("json", {
    provideHover: (model, position) => {
      if (!model.uri.path.endsWith(".policy.json")) return null;
      const place = placeAt(model.getValue(), model.getOffsetAt(position), () => catalogueOf(model).root);
      const text = place?.node?.isText ? textFor(place, wordAt(model, position), catalogueOf(model)) : null;
      return text === null ? null : { contents: [{ value: text }] };
    },
  });
}

function textFor({ subject, node }: DocumentPlace, word: string, catalogue: Catalogue): string | null {
  const value = String(node?.value);
  if (subject.kind === "fact") return describeFact(catalogue, value);
  if (subject.kind === "expression") return describeFact(catalogue, word);
  if (subject.kind === "reason") return describeReason(catalogue, value);
  if (subject.kind === "condition") return describeCondition(catalogue, value);
  return null;
}

function wordAt(model: editor.ITextModel, position: { lineNumber: number; column: number }): string {
  const line = model.getLineContent(position.lineNumber);
  const before = /[A-Za-z0-9_]*$/.exec(line.slice(0, position.column - 1))?.[0] ?? "";
  const after = /^[A-Za-z0-9_]*/.exec(line.slice(position.column - 1))?.[0] ?? "";
  return before + after;
}
