"use client";

import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { DiffView } from "../../../../_components/monaco";
import { useToast } from "../../../../_components/toast";
import type { TextCopy } from "../draft/local-texts";
import { timeText } from "./time-text";

interface RecoverDialogProps {
  copy: TextCopy;
  mine: string;
  onRecover: () => void;
  onDelete: () => void;
  onClose: () => void;
}

/** A text that was replaced, against the one in the editor, and the way to have it back. */
export function RecoverDialog({ copy, mine, onRecover, onDelete, onClose }: RecoverDialogProps) {
  const toast = useToast();
  const toClipboard = () =>
    navigator.clipboard.writeText(copy.text).then(
      () => toast({ text: "The text is on the clipboard" }),
      () => toast({ text: "The browser does not let this page use the clipboard", tone: "down" }),
    );
  const same = copy.text === mine;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`A text kept ${timeText(copy.at)}`}
      description={`It was ${copy.why}. ${same ? "It is the text that is in the editor." : "Left the text in the editor, right this one."} Copies are kept in this browser for 30 days.`}
      width="wide"
      footer={
        <>
          <Button className="mr-auto" look="danger" onClick={onDelete}>
            Delete this copy
          </Button>
          <Button onClick={toClipboard}>Copy text</Button>
          <Button look="primary" disabled={same} onClick={onRecover}>
            Put it in the editor
          </Button>
        </>
      }
    >
      <div className="h-[58dvh] overflow-hidden rounded-md border border-line">
        <DiffView original={mine} modified={copy.text} originalLabel="Text in the editor" modifiedLabel="Kept text" />
      </div>
    </Dialog>
  );
}
