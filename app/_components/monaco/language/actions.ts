/** Actions of the editor's own menu: sort the rules, fold them, show whom one fires for, explain what stands at the cursor. */
import { type editor, KeyCode, KeyMod } from "monaco-editor/editor";
import type { LanguageClient } from "./language-client";
import type { Lenses } from "./lenses";
import { offerFixes } from "./providers/quick-fixes";
import { type Monaco, rangeOf } from "./providers/types";
import type { RuleTracker } from "./rule-tracker";

export function addRuleActions(code: editor.IStandaloneCodeEditor, model: editor.ITextModel, client: LanguageClient): void {
  code.addAction({
    id: "limen.sortRules",
    label: "Sort Rules by Priority",
    contextMenuGroupId: "1_modification",
    run: async () => {
      const edits = await client.ask(model, "sort", {});
      if (!edits || edits.length === 0) return;
      code.pushUndoStop();
      code.executeEdits(
        "limen.sortRules",
        edits.map((edit) => ({ range: rangeOf(model, edit), text: edit.content })),
      );
      code.pushUndoStop();
    },
  });
  code.addAction({
    id: "limen.explain",
    label: "Explain What Stands Here",
    contextMenuGroupId: "navigation",
    // Monaco's own keys for it begin with Ctrl+K, which opens the palette everywhere.
    keybindings: [KeyMod.Shift | KeyCode.F1],
    run: () => explain(code),
  });
  code.addAction({
    id: "limen.foldRules",
    label: "Fold Every Rule",
    contextMenuGroupId: "1_modification",
    run: async () => {
      const outline = await client.ask(model, "outline", {});
      const rules = outline?.find(({ name }) => name === "rules")?.children ?? [];
      const lines = rules.map(({ whole }) => model.getPositionAt(whole.offset).lineNumber - 1);
      if (lines.length > 0) code.trigger("limen", "editor.fold", { selectionLines: lines });
    },
  });
}

/** In place of Monaco's own, by the same keys. */
export function addFixAction(monaco: Monaco, code: editor.IStandaloneCodeEditor, model: editor.ITextModel, client: LanguageClient): void {
  code.addAction({
    id: "limen.quickFix",
    label: "Quick Fixes Here",
    keybindings: [KeyMod.CtrlCmd | KeyCode.Period],
    run: () => offerFixes(monaco, code, model, client),
  });
}

/** Shows at the cursor what a pointer that rests there would show. */
export function explain(code: editor.IStandaloneCodeEditor): void {
  code.focus();
  code.trigger("limen", "editor.action.showHover", null);
}

/** The lenses' way for who uses no mouse: the rule at the cursor. */
export function addLensAction(code: editor.IStandaloneCodeEditor, tracker: RuleTracker, lenses: Lenses): void {
  code.addAction({
    id: "limen.ruleBorrowers",
    label: "Show the Borrowers of This Rule",
    contextMenuGroupId: "navigation",
    run: () => {
      const rule = tracker.at(code.getPosition()?.lineNumber ?? 1);
      if (rule !== null) lenses.act(rule.name, "fired");
    },
  });
}
