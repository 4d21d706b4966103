import type { editor, IPosition, languages } from "monaco-editor/editor";
import type { Provider } from "./types";

export const inlays: Provider = (monaco, client) => {
  const differing = new monaco.Emitter<void>();
  client.onBorrowers(() => differing.fire());
  return monaco.languages.registerInlayHintsProvider("json", {
    onDidChangeInlayHints: differing.event,
    provideInlayHints: async (model, range) => {
      const [from = 0, to = 0] = [range.getStartPosition(), range.getEndPosition()].map((position) => model.getOffsetAt(position));
      const near = await client.askAtRest(model, "near", { from, to });
      // Monaco keeps those that it shows where it is given none.
      if (near === null) return null;
      const hints = near.map(
        ({ offset, text, words }): languages.InlayHint => ({
          label: text,
          position: placeFor(model, offset),
          tooltip: { value: words },
          paddingLeft: true,
        }),
      );
      return { hints, dispose: () => {} };
    },
  });
};

/** At the end of the line where nothing but commas and brackets follow, so that who types on at the number does not type around it. */
function placeFor(model: editor.ITextModel, offset: number): IPosition {
  const position = model.getPositionAt(offset);
  const { lineNumber } = position;
  const isLast = /^[\s,}\]]*$/.test(model.getLineContent(lineNumber).slice(position.column - 1));
  return isLast ? { lineNumber, column: model.getLineMaxColumn(lineNumber) } : position;
}
