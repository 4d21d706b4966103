"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "../../../../_components/confirm-dialog";
import { ErrorState } from "../../../../_components/error-state";
import { Field, Textarea } from "../../../../_components/field";
import { useToast } from "../../../../_components/toast";
import { restoreVersion } from "../../../actions";
import { failureText } from "./failure-text";

interface RestoreDialogProps {
  policy: string;
  number: number;
  /** The latest version as this page knows it. */
  latest: number;
  open: boolean;
  onClose: () => void;
}

type Newer = { number: number; author: string; message: string };

/** Saves an earlier version's text as a new version. If someone saved meanwhile, that is told first. */
export function RestoreDialog({ policy, number, latest, open, onClose }: RestoreDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const [message, setMessage] = useState(`Restore v${number}`);
  const [busy, setBusy] = useState(false);
  const [newer, setNewer] = useState<Newer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const base = newer?.number ?? latest;
  const close = () => {
    setNewer(null);
    setFailure(null);
    onClose();
  };
  const restore = async () => {
    setBusy(true);
    setFailure(null);
    const result = await restoreVersion({ policy, number, base, message }).catch(() => null);
    setBusy(false);
    if (result?.ok) {
      toast({ text: `v${result.number} saved`, detail: `It has the text of v${number}.`, tone: "up" });
      close();
    } else if (result?.reason === "stale") {
      setNewer(result.latest);
      router.refresh();
    } else if (result?.reason === "unchanged") setFailure(`v${result.latest.number}, the latest, has this very text already.`);
    else if (result?.reason === "invalid") setFailure(`This text is no valid policy any more: ${result.problems[0]?.message ?? ""}`);
    else setFailure(failureText(result));
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={`Restore v${number}?`}
      description={`Its text is saved again as v${base + 1}. v${base} and all others stay as they are, and so do drafts; nothing is published.`}
      confirm={newer ? `Restore on top of v${newer.number}` : `Save as v${base + 1}`}
      busy={busy || message.trim() === ""}
      onConfirm={restore}
    >
      {newer ? (
        <ErrorState title={`v${newer.number} was saved meanwhile`} className="mb-3">
          {newer.author}: {newer.message}
        </ErrorState>
      ) : null}
      <Field label="Message" required problem={message.trim() === "" ? "say why it is restored" : undefined}>
        {(control) => (
          <Textarea {...control} rows={3} maxLength={2000} value={message} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
      {failure ? (
        <ErrorState title="Nothing was saved" className="mt-3">
          {failure}
        </ErrorState>
      ) : null}
    </ConfirmDialog>
  );
}
