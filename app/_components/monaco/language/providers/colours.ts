import type { editor } from "monaco-editor/editor";
import type { FeelKind, FeelToken } from "../feel";
import type { Provider } from "./types";

const KINDS: readonly FeelKind[] = ["fact", "function", "keyword", "number", "string", "operator"];

/** The token types as the theme names them. */
const TOKEN_TYPES = KINDS.map((kind) => `feel.${kind}`);

/** Of what is shown: Monaco's features as a list have no colouring of whole documents, and need none. */
export const colours: Provider = (monaco, client) =>
  monaco.languages.registerDocumentRangeSemanticTokensProvider("json", {
    getLegend: () => ({ tokenTypes: TOKEN_TYPES, tokenModifiers: [] }),
    provideDocumentRangeSemanticTokens: async (model, range) => {
      const [from, to] = [range.getStartPosition(), range.getEndPosition()].map((position) => model.getOffsetAt(position));
      const tokens = await client.askAtRest(model, "colour", { from: from ?? 0, to: to ?? 0 });
      return tokens && { data: encoded(model, tokens) };
    },
  });

/** Five numbers a token: lines and characters since the token before, length, type, no modifiers. */
function encoded(model: editor.ITextModel, tokens: readonly FeelToken[]): Uint32Array {
  const data = new Uint32Array(tokens.length * 5);
  let [line, column] = [1, 1];
  for (const [i, { offset, length, kind }] of tokens.entries()) {
    const at = model.getPositionAt(offset);
    data.set([at.lineNumber - line, at.lineNumber === line ? at.column - column : at.column - 1, length, KINDS.indexOf(kind), 0], i * 5);
    [line, column] = [at.lineNumber, at.column];
  }
  return data;
}
