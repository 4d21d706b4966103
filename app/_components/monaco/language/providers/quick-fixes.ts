import type { editor, languages } from "monaco-editor/editor";
import type { Fix } from "../fixes";
import type { LanguageClient } from "../language-client";
import { type Monaco, type Provider, rangeOf } from "./types";

/** Fixes of marks, by `keyOf`, for the moment in which Monaco asks for them. */
const atHand = new WeakMap<editor.ITextModel, ReadonlyMap<string, readonly Fix[]>>();

export const quickFixes: Provider = (monaco, client) =>
  monaco.languages.registerCodeActionProvider(
    "json",
    {
      provideCodeActions: async (model, _range, { markers }) => {
        const known = markers.map((marker) => atHand.get(model)?.get(keyOf(marker)));
        const fixes = known.every((each) => each !== undefined) ? known : await fixesOf(model, client, markers);
        const actions = fixes?.flatMap((each, i) => each.map((fix) => actionOf(model, markers[i] as editor.IMarkerData, fix))) ?? [];
        return { actions, dispose: () => {} };
      },
    },
    { providedCodeActionKinds: ["quickfix"] },
  );

/**
 * Opens the menu of fixes at the cursor. A little after the cursor moved, or a mark changed, Monaco asks for its light bulb and forgets
 * what it was asked before: so it is asked only once the answer is at hand.
 */
export async function offerFixes(
  monaco: Monaco,
  code: editor.ICodeEditor,
  model: editor.ITextModel,
  client: LanguageClient,
): Promise<void> {
  const version = model.getVersionId();
  const lineNow = () => code.getPosition()?.lineNumber;
  const line = lineNow();
  const known = new Map<string, readonly Fix[]>();
  for (;;) {
    const marks = monaco.editor.getModelMarkers({ resource: model.uri });
    const unknown = marks.filter((mark) => (mark.startLineNumber === line || mark.endLineNumber === line) && !known.has(keyOf(mark)));
    if (unknown.length === 0) break;
    const fixes = await fixesOf(model, client, unknown);
    if (model.isDisposed() || model.getVersionId() !== version || lineNow() !== line) return;
    if (fixes === null) break;
    for (const [i, mark] of unknown.entries()) known.set(keyOf(mark), fixes[i] ?? []);
  }
  atHand.set(model, known);
  code.trigger("limen", "editor.action.quickFix", null);
  setTimeout(() => atHand.delete(model));
}

/** For each mark its fixes; null where nobody can tell. */
function fixesOf(model: editor.ITextModel, client: LanguageClient, marks: readonly editor.IMarkerData[]) {
  const marked = marks.map(({ code, message, startLineNumber, startColumn }) => ({
    code: String(code),
    message,
    offset: model.getOffsetAt({ lineNumber: startLineNumber, column: startColumn }),
  }));
  return client.ask(model, "fix", { marked });
}

function keyOf({ code, message, startLineNumber, startColumn }: editor.IMarkerData): string {
  return `${String(code)} ${startLineNumber}:${startColumn} ${message}`;
}

function actionOf(model: editor.ITextModel, marker: editor.IMarkerData, { title, edits, isPreferred }: Fix): languages.CodeAction {
  const versionId = model.getVersionId();
  const changes = edits.map((edit) => ({ resource: model.uri, versionId, textEdit: { range: rangeOf(model, edit), text: edit.content } }));
  return { title, kind: "quickfix", diagnostics: [marker], isPreferred, edit: { edits: changes } };
}
