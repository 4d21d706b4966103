"use client";

import { ConfirmDialog } from "../../../../_components/confirm-dialog";
import type { SavedVersion } from "../draft/types";
import { ChangesDialog } from "./changes-dialog";
import { ConflictDialog } from "./conflict-dialog";
import { MergeDialog } from "./merge-dialog";
import { NewerVersionDialog } from "./newer-version-dialog";
import { RecoverDialog } from "./recover-dialog";
import { RenameDialog } from "./rename-dialog";
import { SaveVersionDialog } from "./save-version-dialog";
import type { Asking } from "./use-asking";
import type { Editing } from "./use-editing";
import type { SetTests } from "./use-set-tests";

interface WorkbenchDialogsProps {
  policy: string;
  editing: Editing;
  asking: Asking;
  starting: { readonly from: SavedVersion | null; readonly start: () => void; readonly cancel: () => void };
  tests: SetTests;
  /** A fact has its new name in the fixtures. */
  onRenamed: () => void;
}

/** The dialog that answers the open question. */
export function WorkbenchDialogs({ policy, editing, asking, starting, tests, onRenamed }: WorkbenchDialogsProps) {
  const { keeper, draft } = editing;
  const { question, ask, close } = asking;
  const other = otherSideOf(editing);
  const then = (act: () => void) => () => {
    act();
    close();
  };
  if (question === "save" || question === "newer") return <VersionDialog editing={editing} asking={asking} />;
  if (question === "merge" && other) {
    const { name, text, onto } = other;
    return (
      <MergeDialog
        texts={{ base: keeper.ancestor, mine: keeper.currentText, theirs: text }}
        names={{ base: "Before both", mine: "Yours", theirs: name }}
        tests={tests}
        onAccept={(merged) => then(() => keeper.takeMerged(merged, onto))()}
        onClose={close}
      />
    );
  }
  if (question === "conflict" && draft.conflict) {
    const { theirs } = draft.conflict;
    return (
      <ConflictDialog
        mine={keeper.currentText}
        theirs={theirs}
        latest={draft.latest}
        onKeepMine={then(() => void keeper.keepMine())}
        onTakeTheirs={then(() => keeper.takeTheirs())}
        onMerge={other ? () => ask("merge") : null}
        onClose={close}
      />
    );
  }
  if (question === "changes") return <ChangesDialog editing={editing} onClose={close} />;
  if (question === "discard") return <DiscardDialog number={draft.latest.number} onDiscard={asking.discard} onClose={close} />;
  if (question === "from" && starting.from)
    return <StartFromDialog number={starting.from.number} base={draft.base.number} onStart={starting.start} onCancel={starting.cancel} />;
  if (typeof question !== "object" || question === null) return null;
  if ("rename" in question)
    return <RenameDialog policy={policy} editing={editing} {...question.rename} onDone={then(onRenamed)} onClose={close} />;
  const { recover } = question;
  return (
    <RecoverDialog
      copy={recover}
      mine={keeper.currentText}
      onRecover={then(() => keeper.recover(recover))}
      onDelete={then(() => keeper.forgetCopy(recover.id))}
      onClose={close}
    />
  );
}

/** What a merge would bring in: the draft saved elsewhere, else the newer version; null where there is neither. The merge goes on from `onto`. */
function otherSideOf({ draft, isStale }: Editing): { readonly name: string; readonly text: string; readonly onto: SavedVersion } | null {
  const elsewhere = draft.conflict?.theirs ?? null;
  if (elsewhere) {
    const onto = elsewhere.base.number > draft.base.number ? elsewhere.base : draft.base;
    return { name: "Saved elsewhere", text: elsewhere.text, onto };
  }
  return isStale ? { name: `v${draft.latest.number}`, text: draft.latest.text, onto: draft.latest } : null;
}

/** Saves on top of the version that the draft started from, or, where there is a newer one, once the author has seen that. */
function VersionDialog({ editing, asking }: Pick<WorkbenchDialogsProps, "editing" | "asking">) {
  const { keeper, draft, checked, hindrance, changesAgainst, isStale } = editing;
  const initialMessage = draft.restoredFrom === null ? "" : `Restore v${draft.restoredFrom}`;
  const shared = {
    initialMessage,
    hindrance,
    onSave: (message: string) => asking.save(draft.latest.number, message),
    onClose: asking.close,
  };
  if (!isStale)
    return (
      <SaveVersionDialog
        {...shared}
        number={draft.latest.number + 1}
        base={draft.base.number}
        changes={changesAgainst(draft.base.number)}
      />
    );
  const startOver = () => {
    keeper.startOverFrom(draft.latest);
    asking.close();
  };
  return (
    <NewerVersionDialog
      {...shared}
      base={draft.base}
      latest={draft.latest}
      mine={keeper.currentText}
      undoing={checked.check?.ok ? changesAgainst(draft.latest.number) : null}
      onStartOver={startOver}
      onMerge={() => asking.ask("merge")}
    />
  );
}

function DiscardDialog({ number, onDiscard, onClose }: { number: number; onDiscard: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Discard this draft?"
      description={`The editor shows v${number} again. The draft's text stays in this browser under Recover text.`}
      confirm="Discard draft"
      danger
      onConfirm={onDiscard}
    />
  );
}

function StartFromDialog({ number, base, onStart, onCancel }: { number: number; base: number; onStart: () => void; onCancel: () => void }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={`Start a draft from v${number}?`}
      description={`You have a draft from v${base}. Its text is replaced, and stays in this browser under Recover text.`}
      confirm={`Start from v${number}`}
      onConfirm={onStart}
    />
  );
}
