"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ConfirmDialog } from "../../../../_components/confirm-dialog";
import { countOf } from "../../../../_components/format";
import { CodeEditor, type CodeEditorHandle, type PolicyCheck } from "../../../../_components/monaco";
import { useToast } from "../../../../_components/toast";
import { useShortcut } from "../../../../_components/use-shortcut";
import { replaceParams, useUrlState } from "../../../../_components/use-url-state";
import type { DraftKeeper, DraftState } from "../draft/draft-keeper";
import type { TextCopy } from "../draft/local-texts";
import { ChangesCard } from "./changes-card";
import { DraftBanners } from "./draft-banners";
import { ConflictDialog } from "./conflict-dialog";
import { DraftStatus } from "./draft-status";
import { EditorToolbar } from "./editor-toolbar";
import { FixtureTests } from "./fixture-tests";
import { GoToMenu } from "./go-to-menu";
import { NewerVersionDialog } from "./newer-version-dialog";
import type { PolicyEditorProps } from "./policy-editor";
import { ProblemsPanel } from "./problems-panel";
import { RecoverDialog } from "./recover-dialog";
import { SaveVersionDialog } from "./save-version-dialog";
import { openDraftChannel, useDraftState, useKeeperSurroundings } from "./use-keeper";
import { usePolicyCheck } from "./use-policy-check";
import { useProblemWalk } from "./use-problem-walk";
import { useVersionText } from "./use-version-texts";

type Asking = "save" | "conflict" | "newer" | "discard" | "from" | { readonly recover: TextCopy } | null;
type WorkbenchProps = PolicyEditorProps & { readonly keeper: DraftKeeper; readonly onFromDone: () => void };

/** The editor with its toolbar, problems and effect, around one draft. */
export function Workbench({ policy, title, author, versions, sets, from, keeper, onFromDone }: WorkbenchProps) {
  const toast = useToast();
  const draft = useDraftState(keeper);
  const { checker, state: checked } = usePolicyCheck();
  const { check } = checked;
  const editor = useRef<CodeEditorHandle | null>(null);
  const [ready, setReady] = useState(false);
  const [undo, setUndo] = useState({ canUndo: false, canRedo: false });
  const [asking, ask] = useState<Asking>(null);
  const [chosenSet, chooseSet] = useUrlState("set");
  const published = versions.find((version) => version.published)?.number ?? draft.latest.number;
  const [against, setAgainst] = useAgainst(published, draft.latest.number);
  const againstText = useVersionText(policy, against, [draft.base, draft.latest]);

  useKeeperSurroundings(keeper);
  useKeeperEvents(keeper, policy, author, (text) => {
    editor.current?.replaceText(text);
    checker.update(text, { now: true });
  });
  useEffect(() => {
    checker.compareWith(new Map([draft.base, draft.latest, ...(againstText === null ? [] : [{ number: against, text: againstText }])].map(({ number, text }) => [keyOf(number), text])));
  }, [checker, draft.base, draft.latest, against, againstText]);
  useEffect(() => checker.update(keeper.currentText, { now: true }), [checker, keeper]);

  const problems = check?.problems ?? NO_PROBLEMS;
  const reveal = useCallback((place: { line: number; column: number }) => editor.current?.reveal({ line: place.line, column: place.column }), []);
  const walk = useProblemWalk(problems, editor);
  const lastValid = useLastValid(check);
  const changesAgainst = (number: number) => lastValid?.changes[keyOf(number)] ?? null;
  const hindrance = hindranceOf(draft, checked.pending, problems.length, check, keeper.currentText);

  const onReady = useCallback((handle: CodeEditorHandle) => {
    editor.current = handle;
    setReady(true);
  }, []);
  const onChange = useCallback(
    (text: string) => {
      keeper.typed(text);
      checker.update(text);
    },
    [keeper, checker],
  );
  const isStale = draft.latest.number > draft.base.number;
  const askToSave = () => {
    if (asking !== null && asking !== "save") return;
    if (problems.length > 0 && !checked.pending) {
      toast({ text: `${countOf(problems.length, "problem")} in the way of a version`, detail: "Mend them first; F8 goes from one to the next.", tone: "amber" });
      walk.open(0);
    } else if (draft.conflict) ask("conflict");
    else if (isStale && draft.exists) ask("newer");
    else if (!draft.exists) toast({ text: `Nothing has changed since v${draft.base.number}`, detail: "There is nothing to save as a version." });
    else ask("save");
  };
  useShortcut("mod+s", askToSave);
  useShortcut("f8", () => walk.step(1));
  useShortcut("shift+f8", () => walk.step(-1));

  const save = async (base: number, message: string): Promise<string | null> => {
    const answer = await keeper.saveVersion(message, base);
    if (answer.ok) {
      toast({ text: `v${answer.version.number} saved`, detail: message, tone: "up" });
      ask(null);
      editor.current?.focus();
      return null;
    }
    if (answer.reason === "stale") {
      ask("newer");
      return null;
    }
    if (answer.reason === "unchanged") return `The text is that of v${draft.latest.number}: nothing has changed.`;
    return answer.reason === "invalid" ? `The server found ${countOf(answer.problems, "problem")} in the text.` : `${answer.message}.`;
  };
  const discard = async () => {
    ask(null);
    const answer = await keeper.discard();
    if (answer.ok) toast({ text: "Draft discarded", detail: "Its text stays under Recover text." });
    else toast({ text: "The draft was not discarded", detail: answer.message, tone: "down" });
  };
  const startFrom = useCallback(() => {
    if (from) keeper.startOverFrom(from, from.number);
    replaceParams({ from: null });
    onFromDone();
    ask(null);
  }, [from, keeper, onFromDone]);
  useEffect(() => {
    if (!from || !ready) return;
    if (!keeper.state.exists || keeper.currentText === from.text) startFrom();
    else ask("from");
  }, [from, ready, keeper, startFrom]);
  const close = () => ask(null);

  return (
    <div className="flex min-h-[600px] flex-1 flex-col max-lg:min-h-0">
      <EditorToolbar
        origin={originOf(draft, changesAgainst(draft.base.number)?.changes.length ?? null)}
        status={<DraftStatus save={draft.save} base={draft.base.number} problems={problems.length} onShowConflict={() => ask("conflict")} />}
        goTo={<GoToMenu outline={check?.outline ?? []} onGo={(line) => reveal({ line, column: 1 })} />}
        undo={{ ...undo, onUndo: () => editor.current?.undo(), onRedo: () => editor.current?.redo() }}
        onFormat={ready ? () => void editor.current?.format() : null}
        copies={draft.copies}
        onRecover={(copy) => ask({ recover: copy })}
        onDiscard={draft.exists && !draft.conflict ? () => ask("discard") : null}
        onSave={askToSave}
        hindrance={hindrance}
      />
      <DraftBanners draft={draft} onConflict={() => ask("conflict")} onNewer={() => ask("newer")} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)] gap-3 max-lg:grid-cols-1">
        <div className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line bg-card max-lg:h-[75dvh]">
          <div className="min-h-0 flex-1">
            <CodeEditor
              initialText={keeper.currentText}
              fileName={`${policy}.policy.json`}
              label={`Draft of ${title}`}
              problems={problems}
              onReady={onReady}
              onChange={onChange}
              onUndoState={setUndo}
            />
          </div>
          <ProblemsPanel state={checked} current={walk.current} onOpen={walk.open} />
        </div>
        <div className="flex min-h-0 flex-col gap-3 overflow-y-auto">
          <ChangesCard state={checked} changes={changesAgainst(against)} versions={versions} against={against} onAgainst={setAgainst} onOpen={reveal} />
          <FixtureTests policy={policy} sets={sets} chosen={chosenSet} onChoose={chooseSet} policyText={lastValid?.text ?? null} />
        </div>
      </div>
      {asking === "save" ? (
        <SaveVersionDialog
          number={draft.latest.number + 1}
          base={draft.base.number}
          initialMessage={draft.restoredFrom === null ? "" : `Restore v${draft.restoredFrom}`}
          changes={changesAgainst(draft.base.number)}
          hindrance={hindrance}
          onSave={(message) => save(draft.base.number, message)}
          onClose={close}
        />
      ) : null}
      {asking === "conflict" && draft.conflict ? (
        <ConflictDialog
          mine={keeper.currentText}
          theirs={draft.conflict.theirs}
          latest={draft.latest}
          onKeepMine={() => {
            void keeper.keepMine();
            close();
          }}
          onTakeTheirs={() => {
            keeper.takeTheirs();
            close();
          }}
          onClose={close}
        />
      ) : null}
      {asking === "newer" && isStale ? (
        <NewerVersionDialog
          base={draft.base}
          latest={draft.latest}
          mine={keeper.currentText}
          undoing={check?.ok ? changesAgainst(draft.latest.number) : null}
          initialMessage=""
          hindrance={hindrance}
          onSave={(message) => save(draft.latest.number, message)}
          onStartOver={() => {
            keeper.startOverFrom(draft.latest);
            close();
          }}
          onClose={close}
        />
      ) : null}
      {typeof asking === "object" && asking !== null ? (
        <RecoverDialog
          copy={asking.recover}
          mine={keeper.currentText}
          onRecover={() => {
            keeper.recover(asking.recover);
            close();
          }}
          onDelete={() => {
            keeper.forgetCopy(asking.recover.id);
            close();
          }}
          onClose={close}
        />
      ) : null}
      <ConfirmDialog
        open={asking === "discard"}
        onOpenChange={(open) => !open && close()}
        title="Discard this draft?"
        description={`The editor shows v${draft.latest.number} again. The draft's text stays in this browser under Recover text.`}
        confirm="Discard draft"
        danger
        onConfirm={discard}
      />
      <ConfirmDialog
        open={asking === "from" && from !== null}
        onOpenChange={(open) => {
          if (open) return;
          replaceParams({ from: null });
          onFromDone();
          close();
        }}
        title={`Start a draft from v${from?.number}?`}
        description={`You have a draft from v${draft.base.number}. Its text is replaced, and stays in this browser under Recover text.`}
        confirm={`Start from v${from?.number}`}
        onConfirm={startFrom}
      />
    </div>
  );
}

const NO_PROBLEMS: PolicyCheck["problems"] = [];

function keyOf(number: number): string {
  return `v${number}`;
}

function originOf({ base, exists }: DraftState, changes: number | null): string {
  if (!exists) return `Text of v${base.number}`;
  return `Draft from v${base.number}${changes === null ? "" : ` · ${countOf(changes, "change")}`}`;
}

/** Why no version can be saved now, in words; null where one can. */
function hindranceOf(draft: DraftState, pending: boolean, problems: number, check: PolicyCheck | null, text: string): string | null {
  if (draft.conflict) return "The draft was changed elsewhere: decide first which text to keep";
  if (problems > 0) return `${countOf(problems, "problem")} to mend before a version can be saved`;
  if (!draft.exists) return `Nothing has changed since v${draft.base.number}`;
  if (pending || check?.text !== text) return "The text is being checked";
  return null;
}

function useLastValid(check: PolicyCheck | null): PolicyCheck | null {
  const [last, setLast] = useState<PolicyCheck | null>(null);
  if (check?.ok && check !== last) setLast(check);
  return check?.ok ? check : last;
}

/** The version compared with, in the URL; the published one unless another is chosen. */
function useAgainst(published: number, latest: number): [number, (number: number) => void] {
  const [text, setText] = useUrlState("against", String(published));
  const number = Number(text);
  const valid = Number.isSafeInteger(number) && number >= 1 && number <= latest;
  return useMemo(() => [valid ? number : published, (next: number) => setText(String(next))], [valid, number, published, setText]);
}

function useKeeperEvents(keeper: DraftKeeper, policy: string, author: string, onReplace: (text: string) => void): void {
  const router = useRouter();
  const toast = useToast();
  const replace = useRef(onReplace);
  useEffect(() => {
    replace.current = onReplace;
  });
  useEffect(() => {
    const channel = openDraftChannel(policy, author, () => void keeper.look());
    keeper.listen({
      onReplace: (text) => replace.current(text),
      onNotice: (text) => toast({ text }),
      onExistence: () => router.refresh(),
      onSaved: channel.tell,
    });
    return channel.close;
  }, [keeper, policy, author, router, toast]);
}
