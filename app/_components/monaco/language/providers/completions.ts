import type { languages } from "monaco-editor/editor";
import { type Provider, rangeOf } from "./types";

export const completions: Provider = (monaco, client) =>
  monaco.languages.registerCompletionItemProvider("json", {
    triggerCharacters: ['"', ":", " "],
    provideCompletionItems: async (model, position) => {
      const answer = await client.ask(model, "complete", { offset: model.getOffsetAt(position) });
      if (!answer) return null;
      const range = rangeOf(model, answer.replaced);
      const { InsertAsSnippet, None } = monaco.languages.CompletionItemInsertTextRule;
      const suggestions = answer.items.map(
        ({ kind, isSnippet, documentation, ...item }): languages.CompletionItem => ({
          ...item,
          range,
          kind: monaco.languages.CompletionItemKind[kind],
          insertTextRules: isSnippet ? InsertAsSnippet : None,
          ...(documentation === null ? {} : { documentation: { value: documentation } }),
          // The value behind a key, or inside of a piece, is asked for at once.
          ...(isSnippet ? { command: { id: "editor.action.triggerSuggest", title: "Suggest" } } : {}),
        }),
      );
      return { suggestions };
    },
  });
