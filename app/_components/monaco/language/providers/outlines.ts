import type { editor, languages } from "monaco-editor/editor";
import type { OutlineSymbol } from "../symbols";
import { type Monaco, type Provider, rangeOf } from "./types";

export const outlines: Provider = (monaco, client) =>
  monaco.languages.registerDocumentSymbolProvider("json", {
    displayName: "Policy",
    provideDocumentSymbols: async (model) => {
      const symbols = await client.askAtRest(model, "outline", {});
      return symbols?.map((symbol) => symbolOf(monaco, model, symbol)) ?? [];
    },
  });

function symbolOf(monaco: Monaco, model: editor.ITextModel, symbol: OutlineSymbol): languages.DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: monaco.languages.SymbolKind[symbol.kind],
    tags: [],
    range: rangeOf(model, symbol.whole),
    selectionRange: rangeOf(model, symbol.title),
    children: symbol.children.map((child) => symbolOf(monaco, model, child)),
  };
}
