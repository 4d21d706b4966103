"use client";

import { ConfirmDialog } from "../../../../_components/confirm-dialog";
import type { SavedVersion } from "../draft/types";
import { ConflictDialog } from "./conflict-dialog";
import { NewerVersionDialog } from "./newer-version-dialog";
import { RecoverDialog } from "./recover-dialog";
import { SaveVersionDialog } from "./save-version-dialog";
import type { Asking } from "./use-asking";
import type { Editing } from "./use-editing";

interface WorkbenchDialogsProps {
  editing: Editing;
  asking: Asking;
  starting: { readonly from: SavedVersion | null; readonly start: () => void; readonly cancel: () => void };
}

/** The dialog that answers the open question. */
export function WorkbenchDialogs({ editing, asking, starting }: WorkbenchDialogsProps) {
  const { keeper, draft } = editing;
  const { question, close } = asking;
  const then = (act: () => void) => () => {
    act();
    close();
  };
  if (question === "save" || question === "newer") return <VersionDialog editing={editing} asking={asking} />;
  if (question === "conflict" && draft.conflict) {
    const { theirs } = draft.conflict;
    return (
      <ConflictDialog
        mine={keeper.currentText}
        theirs={theirs}
        latest={draft.latest}
        onKeepMine={then(() => void keeper.keepMine())}
        onTakeTheirs={then(() => keeper.takeTheirs())}
        onClose={close}
      />
    );
  }
  if (question === "discard") return <DiscardDialog number={draft.latest.number} onDiscard={asking.discard} onClose={close} />;
  if (question === "from" && starting.from)
    return <StartFromDialog number={starting.from.number} base={draft.base.number} onStart={starting.start} onCancel={starting.cancel} />;
  if (typeof question !== "object" || question === null) return null;
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
