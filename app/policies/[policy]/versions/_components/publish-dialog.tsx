"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "../../../../_components/confirm-dialog";
import { ErrorState } from "../../../../_components/error-state";
import { Field, Textarea } from "../../../../_components/field";
import { useToast } from "../../../../_components/toast";
import { publishVersion } from "../../../actions";
import { failureText } from "./failure-text";

interface PublishDialogProps {
  policy: string;
  number: number;
  /** The published version as this page knows it. */
  published: number | null;
  open: boolean;
  onClose: () => void;
}

/** Puts a version in force. If someone moved the pointer meanwhile, that is told first. */
export function PublishDialog({ policy, number, published, open, onClose }: PublishDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [moved, setMoved] = useState<{ from: number | null; to: number | null } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const known = moved ? moved.to : published;
  const close = () => {
    setMoved(null);
    setFailure(null);
    onClose();
  };
  const publish = async () => {
    setBusy(true);
    setFailure(null);
    const result = await publishVersion({ policy, number, note, expected: known }).catch(() => null);
    setBusy(false);
    if (result?.ok) {
      setNote("");
      toast({ text: `v${number} is published`, detail: known === null ? undefined : `It takes the place of v${known}.`, tone: "up" });
      close();
    } else if (result && "published" in result) {
      setMoved({ from: known, to: result.published });
      router.refresh();
    } else setFailure(failureText(result));
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={`Publish v${number}?`}
      description={
        known === null
          ? "It becomes the version in force."
          : known === number
            ? `v${number} is in force already.`
            : `It becomes the version in force in the place of v${known}.`
      }
      confirm={moved && known !== null ? `Publish in the place of v${known}` : "Publish"}
      busy={busy || known === number}
      onConfirm={publish}
    >
      {moved ? (
        <ErrorState title="Someone published meanwhile" className="mb-3">
          {moved.to === null ? "Nothing" : `v${moved.to}`} is in force now, not {moved.from === null ? "nothing" : `v${moved.from}`}. Look
          at it before you publish.
        </ErrorState>
      ) : null}
      <Field label="Note" hint="Why, or on whose decision; it stays in the list of publications.">
        {(control) => <Textarea {...control} rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      {failure ? (
        <ErrorState title="Nothing was published" className="mt-3">
          {failure}
        </ErrorState>
      ) : null}
    </ConfirmDialog>
  );
}
