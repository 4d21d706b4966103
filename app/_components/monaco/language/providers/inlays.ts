import type { languages } from "monaco-editor/editor";
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
          position: model.getPositionAt(offset),
          tooltip: { value: words },
          paddingLeft: true,
        }),
      );
      return { hints, dispose: () => {} };
    },
  });
};
