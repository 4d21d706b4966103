"use client";

import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { cn } from "../../../../_components/class-names";
import { countOf } from "../../../../_components/format";
import {
  type CheckedChanges,
  CodeEditor,
  type CodeEditorHandle,
  type Place,
  type PolicyCheck,
  type UndoState,
} from "../../../../_components/monaco";
import { Segmented } from "../../../../_components/segmented";
import { useLatest } from "../../../../_components/use-latest";
import { useShortcut } from "../../../../_components/use-shortcut";
import { useUrlState } from "../../../../_components/use-url-state";
import type { DraftKeeper, DraftState } from "../draft/draft-keeper";
import type { TextCopy } from "../draft/local-texts";
import { Breadcrumbs } from "./breadcrumbs";
import { ChangesCard } from "./changes-card";
import { DraftBanners } from "./draft-banners";
import { DraftStatus } from "./draft-status";
import { EffectCard } from "./effect-card";
import { EditorToolbar } from "./editor-toolbar";
import { FixtureTests } from "./fixture-tests";
import { GoToMenu } from "./go-to-menu";
import type { PolicyEditorProps } from "./policy-editor";
import { ProblemsPanel } from "./problems-panel";
import { SentencesView } from "./sentences-view";
import { type Asking, useAsking, useStartFrom } from "./use-asking";
import { useEditCommands } from "./use-edit-commands";
import { useTableFiles } from "./table-files";
import { TableView } from "./table-view";
import { type Editing, useEditing } from "./use-editing";
import { useEffectEditing } from "./use-effect-editing";
import { useProblemWalk } from "./use-problem-walk";
import { useRenamedColumns } from "./use-renamed";
import { useSetTests } from "./use-set-tests";
import { useTakenValue } from "./use-taken-value";
import { useView, type View } from "./use-view";
import { WorkbenchDialogs } from "./workbench-dialogs";

const NO_OUTLINE: PolicyCheck["outline"] = [];
const NOT_RENAMED: CheckedChanges["renamed"] = [];
const VIEWS: readonly { value: View; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "table", label: "Table" },
  { value: "sentences", label: "Sentences" },
];
const UNTOUCHED: UndoState = { canUndo: false, canRedo: false };

/** The editor with its toolbar, problems and effect, around one draft. */
export function Workbench({
  policy,
  title,
  author,
  versions,
  sets,
  portfolios,
  from,
  keeper,
}: PolicyEditorProps & { readonly keeper: DraftKeeper }) {
  const editing = useEditing(policy, author, versions, keeper);
  const effectEditing = useEffectEditing(editing);
  const { draft, checked, problems, hints, editor, against } = editing;
  // Hints are there only where problems are not.
  const walk = useProblemWalk(problems.length > 0 ? problems : hints, editor);
  const asking = useAsking(editing, () => walk.open(0));
  const starting = useStartFrom(editing, from, asking.ask);
  const [undo, setUndo] = useState(UNTOUCHED);
  const [setName, chooseSet] = useUrlState("set");
  const tests = useSetTests(sets.find(({ name }) => name === setName) ?? sets[0] ?? null, editing.validText);
  const reveal = useCallback(({ line, column }: Place) => editor.current?.reveal({ line, column }), [editor]);
  const goTo = useCallback((line: number) => reveal({ line, column: 1 }), [reveal]);
  const { view, choose, broughtInSight } = useView();
  const [initialText] = useState(keeper.currentText);
  const { onReady } = editing;
  const ready = useCallback((handle: CodeEditorHandle) => onReady(broughtInSight(handle)), [onReady, broughtInSight]);
  const tableFiles = useTableFiles(policy, editing);
  const renamed = useRenamedColumns(policy, editing.changesAgainst(draft.base.number)?.renamed ?? NOT_RENAMED);
  const router = useRouter();
  useTakenValue(editing);
  useEditCommands({ editing, asking, undo, versions, view, onView: choose, onGo: goTo, onProblem: walk.step });
  useShortcut("mod+s", asking.askToSave);
  useShortcut("f8", () => walk.step(1));
  useShortcut("shift+f8", () => walk.step(-1));
  return (
    <div className="flex min-h-[600px] flex-1 flex-col">
      <Toolbar editing={editing} asking={asking} undo={undo} view={view} onView={choose} onGo={goTo} />
      <DraftBanners
        draft={draft}
        isStale={editing.isStale}
        renamed={renamed.columns}
        onConflict={() => asking.ask("conflict")}
        onNewer={() => asking.ask("newer")}
        onRename={({ from, to }) => asking.ask({ rename: { from, to } })}
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] gap-3 max-lg:grid-cols-1 max-lg:grid-rows-none">
        <div className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line bg-card max-lg:h-[75dvh]">
          <div className="relative min-h-0 flex-1">
            {/* Stays there under the other views, with its undo history, selection and scroll. */}
            <div className={cn("absolute inset-0 flex flex-col", view !== "text" && "invisible")}>
              <Breadcrumbs outline={checked.check?.outline ?? NO_OUTLINE} editor={editor} isReady={editing.isReady} onGo={goTo} />
              <div className="min-h-0 flex-1">
                <CodeEditor
                  initialText={initialText}
                  fileName={`${policy}.policy.json`}
                  label={`Draft of ${title}`}
                  problems={problems}
                  hints={hints}
                  borrowers={checked.borrowers}
                  onReady={ready}
                  onChange={editing.onChange}
                  onUndoState={setUndo}
                />
              </div>
            </div>
            {view === "sentences" ? <SentencesView editing={editing} /> : null}
            {view === "table" ? <TableView editing={editing} files={tableFiles.files} /> : null}
          </div>
          <ProblemsPanel check={checked.check} failure={checked.failure} current={walk.current} onOpen={walk.open} onFix={walk.fix} />
        </div>
        {/* Fixed shares, whatever is in them, so that nothing jumps when their contents arrive. */}
        <div className="grid min-h-0 grid-rows-[fit-content(66%)_minmax(0,1fr)_minmax(0,1fr)] gap-3 max-lg:grid-rows-none">
          <EffectCard policy={policy} editing={effectEditing} sets={sets} portfolios={portfolios} tests={tests} onChooseSet={chooseSet} />
          <ChangesCard
            invalid={checked.check?.ok === false}
            changes={editing.changesAgainst(against)}
            versions={versions}
            against={against}
            onAgainst={editing.setAgainst}
            onOpen={reveal}
          />
          <FixtureTests policy={policy} sets={sets} tests={tests} onChoose={chooseSet} policyText={editing.validText} />
        </div>
      </div>
      {tableFiles.element}
      <WorkbenchDialogs
        policy={policy}
        editing={editing}
        asking={asking}
        starting={starting}
        tests={tests}
        onRenamed={() => {
          renamed.lookAgain();
          router.refresh();
        }}
      />
    </div>
  );
}

interface ToolbarProps {
  editing: Editing;
  asking: Asking;
  undo: UndoState;
  view: View;
  onView: (view: View) => void;
  onGo: (line: number) => void;
}

function Toolbar({ editing, asking, undo, view, onView, onGo }: ToolbarProps) {
  const { draft, checked, problems, editor, isReady, changesAgainst } = editing;
  const changes = checked.check?.ok ? changesAgainst(draft.base.number) : null;
  const { ask } = asking;
  const views = useMemo(() => <Segmented label="View of the draft" value={view} onChange={onView} options={VIEWS} />, [view, onView]);
  const onUndo = useCallback(() => editor.current?.undo(), [editor]);
  const onRedo = useCallback(() => editor.current?.redo(), [editor]);
  const onFormat = useCallback(() => void editor.current?.format(), [editor]);
  const onRecover = useCallback((copy: TextCopy) => ask({ recover: copy }), [ask]);
  const onDiscard = useCallback(() => ask("discard"), [ask]);
  const askToSave = useLatest(asking.askToSave);
  const onSave = useCallback(() => askToSave.current(), [askToSave]);
  return (
    <EditorToolbar
      views={views}
      origin={originOf(draft, changes)}
      onChanges={draft.exists ? () => ask("changes") : null}
      status={<DraftStatus save={draft.save} base={draft.base.number} problems={problems.length} onShowConflict={() => ask("conflict")} />}
      goTo={<GoToMenu outline={checked.check?.outline ?? NO_OUTLINE} onGo={onGo} />}
      undo={{ ...undo, onUndo, onRedo }}
      onFormat={isReady ? onFormat : null}
      copies={draft.copies}
      onRecover={onRecover}
      onDiscard={draft.exists && !draft.conflict ? onDiscard : null}
      onSave={onSave}
      hindrance={editing.hindrance}
    />
  );
}

function originOf({ base, exists }: DraftState, changes: CheckedChanges | null): string {
  if (!exists) return `Text of v${base.number}`;
  return `Draft from v${base.number}${changes === null ? "" : ` · ${extentOf(changes)}`}`;
}

function extentOf({ changes, wording }: CheckedChanges): string {
  if (changes.length > 0) return countOf(changes.length, "change");
  return wording.length > 0 ? "wording only" : "spacing or order only";
}
