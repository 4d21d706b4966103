/** A mark in the gutter for each rule in sight, by what it decides. */
import type { editor } from "monaco-editor/editor";
import type { RuleTracker, TrackedRule } from "./rule-tracker";

export function markDecisions(code: editor.IStandaloneCodeEditor, tracker: RuleTracker): void {
  const collection = code.createDecorationsCollection();
  let shown = "";
  tracker.subscribe(() => {
    const decorations = tracker.inSight().flatMap((rule) => decorationOf(rule) ?? []);
    // Monaco lays out the gutter anew for every change of it.
    const placed = collection.getRanges().map(({ startLineNumber }) => startLineNumber);
    const looks = decorations.map(({ options }) => options.glyphMarginClassName).join();
    if (looks === shown && decorations.every(({ range }, i) => range.startLineNumber === placed[i])) return;
    shown = looks;
    collection.set(decorations);
  });
}

function decorationOf({ line, type, isDisabled }: TrackedRule): editor.IModelDeltaDecoration | null {
  if (type === null) return null;
  const words = isDisabled ? `${type}, disabled` : type;
  return {
    range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
    options: {
      glyphMarginClassName: `decision-mark decision-${type}${isDisabled ? " decision-disabled" : ""}`,
      glyphMarginHoverMessage: { value: `This rule decides: **${words}**` },
    },
  };
}
