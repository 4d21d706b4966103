"use client";

import { useState } from "react";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { ErrorState } from "../../../../_components/error-state";
import { Field, Textarea } from "../../../../_components/field";
import { countOf } from "../../../../_components/format";
import { Kbd } from "../../../../_components/kbd";
import type { CheckedChanges } from "../../../../_components/monaco";
import { useShortcut } from "../../../../_components/use-shortcut";
import { ChangeList } from "./change-list";

interface SaveVersionDialogProps {
  /** The number that the version will have. */
  number: number;
  base: number;
  initialMessage: string;
  changes: CheckedChanges | null;
  /** Why it cannot be saved just now. */
  hindrance: string | null;
  onSave: (message: string) => Promise<string | null>;
  onClose: () => void;
}

/** Asks for a message and saves the version; what stands in the way is said here, and the message stays. */
export function SaveVersionDialog({ number, base, initialMessage, changes, hindrance, onSave, onClose }: SaveVersionDialogProps) {
  const [message, setMessage] = useState(initialMessage);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const ready = message.trim() !== "" && hindrance === null && !busy;
  const save = async () => {
    if (!ready) return;
    setBusy(true);
    setFailure(await onSave(message.trim()));
    setBusy(false);
  };
  useShortcut("mod+enter", () => void save());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Save version v${number}`}
      description={
        changes
          ? `From v${base}, ${countOf(changes.changes.length, "change")}. Versions cannot be altered later; nothing is published.`
          : `From v${base}.`
      }
      footer={
        <>
          {hindrance ? <span className="mr-auto min-w-0 text-sm text-amber">{hindrance}</span> : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={!ready}
            title={hindrance ?? (message.trim() === "" ? "Write a message first" : undefined)}
            onClick={save}
          >
            {busy ? "Saving…" : `Save v${number}`} <Kbd keys="mod+enter" />
          </Button>
        </>
      }
    >
      <Field label="Message" required hint="What changed and why, for those who review and for yourself in a year.">
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={10_000}
            autoFocus
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Field>
      {failure ? (
        <ErrorState title="Nothing was saved" className="mt-3">
          {failure}
        </ErrorState>
      ) : null}
      {changes ? (
        <section aria-label={`Changes since v${base}`} className="mt-3 max-h-64 overflow-y-auto">
          <h3 className="pb-1 text-sm text-faint">Changes since v{base}</h3>
          <ChangeList changes={changes.changes} wording={changes.wording} />
        </section>
      ) : null}
    </Dialog>
  );
}
