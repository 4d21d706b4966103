/** What all our editors have in common. */
import type { editor } from "monaco-editor/editor";

export function commonOptions(): editor.IEditorOptions {
  return {
    automaticLayout: true,
    fontFamily: getComputedStyle(document.body).getPropertyValue("--font-geist-mono").trim() || "monospace",
    fontSize: 12.5,
    lineHeight: 20,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: "line",
    // Widgets may leave the editor's frame; they would be cut off at its edge otherwise.
    fixedOverflowWidgets: true,
    // Chinese punctuation is no deception here.
    unicodeHighlight: { ambiguousCharacters: false },
    padding: { top: 8, bottom: 8 },
    scrollbar: { verticalScrollbarSize: 11, horizontalScrollbarSize: 11, useShadows: false, alwaysConsumeMouseWheel: false },
    lineNumbersMinChars: 5,
    stickyScroll: { enabled: false },
    occurrencesHighlight: "off",
    guides: { indentation: true, bracketPairs: false },
    bracketPairColorization: { enabled: false },
    contextmenu: true,
  };
}
