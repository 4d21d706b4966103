/** A mark in the gutter for each rule, by what it decides. Follows the text after a short rest; marks move with their lines meanwhile. */
import type { editor, IDisposable } from "monaco-editor/editor";
import type { RuleMark } from "./decisions";
import type { LanguageClient } from "./language-client";

const REST_MS = 250;

export function markDecisions(code: editor.IStandaloneCodeEditor, model: editor.ITextModel, client: LanguageClient): IDisposable {
  const collection = code.createDecorationsCollection();
  let shown = "";
  const refresh = async () => {
    const marks = await client.ask(model, "mark", {});
    if (!marks) return;
    const decorations = marks.map((mark) => decorationOf(model, mark));
    // A mark that has only moved with its line stands right already.
    const placed = collection.getRanges().map(({ startLineNumber }) => startLineNumber);
    const looks = decorations.map(({ options }) => options.glyphMarginClassName).join();
    if (looks === shown && decorations.every(({ range }, i) => range.startLineNumber === placed[i])) return;
    shown = looks;
    collection.set(decorations);
  };
  let timer = setTimeout(refresh, 0);
  const changes = model.onDidChangeContent(() => {
    clearTimeout(timer);
    timer = setTimeout(refresh, REST_MS);
  });
  const dispose = () => {
    clearTimeout(timer);
    changes.dispose();
  };
  return { dispose };
}

function decorationOf(model: editor.ITextModel, { offset, type, isDisabled }: RuleMark): editor.IModelDeltaDecoration {
  const { lineNumber } = model.getPositionAt(offset);
  const words = isDisabled ? `${type}, disabled` : type;
  return {
    range: { startLineNumber: lineNumber, startColumn: 1, endLineNumber: lineNumber, endColumn: 1 },
    options: {
      glyphMarginClassName: `decision-mark decision-${type}${isDisabled ? " decision-disabled" : ""}`,
      glyphMarginHoverMessage: { value: `This rule decides: **${words}**` },
    },
  };
}
