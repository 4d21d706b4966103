import type { languages } from "monaco-editor/editor";
import { type Provider, rangeOf } from "./types";

const NOTHING = "no fact, shared condition, reason, rule or guardrail is named here";

export const renames: Provider = (monaco, client) =>
  monaco.languages.registerRenameProvider("json", {
    provideRenameEdits: async (model, position, name) => {
      const renaming = await client.ask(model, "rename", { offset: model.getOffsetAt(position), name });
      if (!renaming?.ok) return { edits: [], rejectReason: renaming?.message ?? "the text has changed meanwhile; try again" };
      const edits = renaming.edits.map(
        (edit): languages.IWorkspaceTextEdit => ({
          resource: model.uri,
          versionId: model.getVersionId(),
          textEdit: { range: rangeOf(model, edit), text: edit.content },
        }),
      );
      return { edits };
    },
    resolveRenameLocation: async (model, position) => {
      const named = await client.ask(model, "nameAt", { offset: model.getOffsetAt(position) });
      if (named) return { range: rangeOf(model, named), text: named.name };
      const { lineNumber, column } = position;
      const range = { startLineNumber: lineNumber, startColumn: column, endLineNumber: lineNumber, endColumn: column };
      return { range, text: "", rejectReason: NOTHING };
    },
  });
