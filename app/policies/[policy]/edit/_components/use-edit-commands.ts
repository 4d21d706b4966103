"use client";

/** What the palette offers on the Edit tab: the draft, its views, its places, its table. */
import { addRule, type Draft, type Edited, readDraft, sortRules } from "#rules/editing";
import { locate } from "#rules/policy";
import type { Command } from "../../../../_components/commands/command";
import { useCommands } from "../../../../_components/commands/commands";
import type { EditorAction, UndoState } from "../../../../_components/monaco";
import type { VersionLine } from "../queries";
import type { Asking } from "./use-asking";
import type { Editing } from "./use-editing";
import type { View } from "./use-view";

interface EditCommands {
  readonly editing: Editing;
  readonly asking: Asking;
  readonly undo: UndoState;
  readonly versions: readonly VersionLine[];
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onGo: (line: number) => void;
  /** Goes to the next or the one before of the problems, else of the hints. */
  readonly onProblem: (direction: 1 | -1) => void;
}

export function useEditCommands(page: EditCommands): void {
  useCommands(() => [...draftCommands(page), ...textCommands(page), ...viewCommands(page), ...placeCommands(page)]);
}

function draftCommands({ editing, asking, undo, view }: EditCommands): Command[] {
  const { draft, editor, isReady, hindrance } = editing;
  const loading = isReady ? null : "the editor is still loading";
  const noDraft = draft.exists ? null : `nothing has changed since v${draft.base.number}`;
  const put = (change: (draft: Draft) => Edited | null) => () => {
    const changed = change(readDraft(editing.typed.read()));
    if (changed !== null && changed.edits.length > 0) editing.edit(changed.text);
  };
  const add = () => {
    put((before) => addRule(before, null))();
    const last = (readDraft(editing.typed.read()).root?.at("/rules")?.children.length ?? 0) - 1;
    const place = locate(editing.typed.read(), `/rules/${last}`);
    if (place !== null && view === "text") editor.current?.reveal({ line: place.line, column: place.column });
  };
  const command = (id: string, label: string, run: () => void, more: Partial<Command> = {}): Command => ({
    id: `draft ${id}`,
    label,
    group: "Draft",
    run,
    ...more,
  });
  const now = readDraft(editing.typed.read());
  const noRule = loading ?? (addRule(now, null) === null ? "a rule needs a limit fact and a reason to give" : null);
  return [
    command("save", "Save version…", asking.askToSave, {
      keys: "mod+s",
      words: ["commit"],
      hindrance: hindrance === null ? null : hindrance[0]?.toLowerCase() + hindrance.slice(1),
    }),
    command("changes", "What this draft changes…", () => asking.ask("changes"), { words: ["revert", "diff"], hindrance: noDraft }),
    command("undo", "Undo", () => editor.current?.undo(), { keys: "mod+z", hindrance: undo.canUndo ? null : "there is nothing to undo" }),
    command("redo", "Redo", () => editor.current?.redo(), { keys: "mod+y", hindrance: undo.canRedo ? null : "there is nothing to redo" }),
    command("add", "Add a rule", add, { words: ["new"], hindrance: noRule }),
    command("sort", "Sort rules by priority", put(sortRules), {
      hindrance: loading ?? (sortRules(now).edits.length === 0 ? "they are in that order" : null),
    }),
    command("format", "Format the document", () => void editor.current?.format(), { words: ["indent", "pretty"], hindrance: loading }),
    command("explain", "Explain what stands at the cursor", () => editor.current?.explain(), {
      keys: "shift+f1",
      words: ["hover", "help"],
      hindrance: loading ?? (view === "text" ? null : "the cursor is in the text"),
    }),
    command("rename", "Rename a fact everywhere…", () => asking.ask({ rename: { from: null, to: null } }), {
      words: ["column", "fixtures"],
      hindrance: loading ?? (editing.checked.check?.ok === false ? "mend the problems of the text first" : null),
    }),
    command("merge", "Merge by rule…", () => asking.ask("merge"), {
      hindrance: draft.conflict?.theirs || editing.isStale ? null : "nobody saved anything meanwhile",
    }),
    command("newer", "Compare with the newer version…", () => asking.ask("newer"), {
      hindrance: editing.isStale ? null : `there is none after v${draft.base.number}`,
    }),
    command("discard", "Discard draft…", () => asking.ask("discard"), {
      words: ["reset"],
      hindrance: draft.conflict ? "decide first which text to keep" : noDraft,
    }),
    ...draft.copies.map((copy) => command(`recover ${copy.id}`, `Recover text: ${copy.why}…`, () => asking.ask({ recover: copy }))),
  ];
}

const AT_CURSOR: readonly (readonly [EditorAction, string, Partial<Command>])[] = [
  ["complete", "Complete at the cursor", { keys: "ctrl+space", words: ["suggest", "snippet"] }],
  ["fix", "Quick fixes at the cursor…", { keys: "mod+.", words: ["mend", "problem"] }],
  ["definition", "Go to the definition of what stands at the cursor", { keys: "f12" }],
  ["references", "Find all references to what stands at the cursor", { keys: "shift+f12", words: ["uses"] }],
  ["rename", "Rename what stands at the cursor…", { keys: "f2" }],
  ["borrowers", "Show the borrowers of the rule at the cursor", { words: ["fires", "decides", "lens"] }],
  ["find", "Find in the text…", { keys: "mod+f", words: ["search"] }],
  ["replace", "Find and replace in the text…", { words: ["search"] }],
  ["foldRules", "Fold every rule", { words: ["collapse"] }],
  ["unfold", "Unfold everything", { words: ["expand"] }],
];

/** What the editor does at its cursor. */
function textCommands({ editing: { editor, isReady }, view }: EditCommands): Command[] {
  const hindrance = !isReady ? "the editor is still loading" : view === "text" ? null : "it is of the text view";
  return AT_CURSOR.map(([action, label, more]) => ({
    id: `text ${action}`,
    label,
    group: "Text",
    hindrance,
    run: () => editor.current?.act(action),
    ...more,
  }));
}

const VIEWS: readonly (readonly [View, string])[] = [
  ["text", "Show as text"],
  ["table", "Show as decision table"],
  ["sentences", "Show as sentences"],
];

function viewCommands({ editing, versions, view, onView }: EditCommands): Command[] {
  return [
    ...VIEWS.map(([to, label]) => ({
      id: `view ${to}`,
      label,
      group: "View" as const,
      hindrance: view === to ? "it is what you see" : null,
      run: () => onView(to),
    })),
    ...versions.map(({ number, message, published }) => ({
      id: `against ${number}`,
      label: `Compare the draft with v${number}`,
      group: "View" as const,
      words: [message, "effect", "against"],
      note: published ? "published" : message.slice(0, 40),
      onlyFound: true,
      hindrance: editing.against === number ? "it is compared with it" : null,
      run: () => editing.setAgainst(number),
    })),
  ];
}

function placeCommands({ editing: { checked, problems, hints }, onGo, onProblem }: EditCommands): Command[] {
  const none = problems.length + hints.length === 0 ? "there are none" : null;
  const kind = problems.length > 0 || hints.length === 0 ? "problem" : "hint";
  const steps: Command[] = [
    { id: "problem next", label: `Next ${kind}`, group: "Go to", keys: "f8", hindrance: none, run: () => onProblem(1) },
    { id: "problem previous", label: `Previous ${kind}`, group: "Go to", keys: "shift+f8", hindrance: none, run: () => onProblem(-1) },
  ];
  const places = (checked.check?.outline ?? []).map(({ kind: of, name, line }) => ({
    id: `place ${of} ${name} ${line}`,
    label: name,
    group: "Go to" as const,
    words: [of, "go to"],
    note: `${of}, line ${line}`,
    onlyFound: true,
    run: () => onGo(line),
  }));
  return [...steps, ...places];
}
