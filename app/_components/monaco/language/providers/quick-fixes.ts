import type { editor, languages } from "monaco-editor/editor";
import type { Fix } from "../fixes";
import { type Provider, rangeOf } from "./types";

export const quickFixes: Provider = (monaco, client) =>
  monaco.languages.registerCodeActionProvider(
    "json",
    {
      provideCodeActions: async (model, _range, { markers }) => {
        const marked = markers.map(({ code, message, startLineNumber, startColumn }) => ({
          code: String(code),
          message,
          offset: model.getOffsetAt({ lineNumber: startLineNumber, column: startColumn }),
        }));
        const fixes = marked.length === 0 ? null : await client.ask(model, "fix", { marked });
        const actions = fixes?.flatMap((each, i) => each.map((fix) => actionOf(model, markers[i] as editor.IMarkerData, fix))) ?? [];
        return { actions, dispose: () => {} };
      },
    },
    { providedCodeActionKinds: ["quickfix"] },
  );

function actionOf(model: editor.ITextModel, marker: editor.IMarkerData, { title, edits, isPreferred }: Fix): languages.CodeAction {
  const versionId = model.getVersionId();
  const changes = edits.map((edit) => ({ resource: model.uri, versionId, textEdit: { range: rangeOf(model, edit), text: edit.content } }));
  return { title, kind: "quickfix", diagnostics: [marker], isPreferred, edit: { edits: changes } };
}
