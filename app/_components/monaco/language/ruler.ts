/** What the overview ruler shows of hundreds of places: those that one pixel cannot hold apart are one. Monaco draws each that it is given anew at every key. */
import type { editor } from "monaco-editor/editor";

export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Stretches of lines in the order of the text, joined where no more than `gap` lines lie between them. */
export function joined(stretches: readonly Stretch[], gap: number): Stretch[] {
  const all: Stretch[] = [];
  for (const { first, last } of stretches) {
    const before = all.at(-1);
    if (before && first - before.last - 1 <= gap) all[all.length - 1] = { first: before.first, last: Math.max(before.last, last) };
    else all.push({ first, last });
  }
  return all;
}

/** Decorations for the ruler alone. */
export function rulerMarks(
  code: editor.IStandaloneCodeEditor,
  stretches: readonly Stretch[],
  overviewRuler: editor.IModelDecorationOverviewRulerOptions,
): editor.IModelDeltaDecoration[] {
  const linesOfPixel = (code.getModel()?.getLineCount() ?? 1) / Math.max(code.getLayoutInfo().height, 1);
  return joined(stretches, Math.floor(linesOfPixel)).map(({ first, last }) => ({
    range: { startLineNumber: first, startColumn: 1, endLineNumber: last, endColumn: 1 },
    options: { overviewRuler },
  }));
}
