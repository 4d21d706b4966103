"use client";

import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { DiffView } from "../../../../_components/monaco";
import { useToast } from "../../../../_components/toast";
import type { SavedVersion, ServerDraft } from "../draft/types";
import { timeText } from "./time-text";

interface ConflictDialogProps {
  mine: string;
  theirs: ServerDraft | null;
  latest: SavedVersion;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Null where the other side has nothing to merge. */
  onMerge: (() => void) | null;
  onClose: () => void;
}

/** Two texts of one draft, side by side; whichever goes on, the other stays under Recover text. */
export function ConflictDialog({ mine, theirs, latest, onKeepMine, onTakeTheirs, onMerge, onClose }: ConflictDialogProps) {
  const toast = useToast();
  const other = theirs?.text ?? latest.text;
  const copy = () =>
    navigator.clipboard.writeText(other).then(
      () => toast({ text: "The other text is on the clipboard" }),
      () => toast({ text: "The browser does not let this page use the clipboard", tone: "down" }),
    );
  const described = theirs
    ? `Left what was saved elsewhere ${timeText(theirs.updatedAt)}, right the text of this tab. The text that you do not choose stays under Recover text.`
    : `The draft was discarded or saved as a version elsewhere. Left v${latest.number}, the latest version, right the text of this tab.`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Your draft was changed elsewhere"
      description={described}
      width="wide"
      footer={
        <>
          <Button className="mr-auto" onClick={copy}>
            Copy other text
          </Button>
          <Button onClick={onTakeTheirs}>{theirs ? "Take theirs" : `Go on from v${latest.number}`}</Button>
          {onMerge ? <Button onClick={onMerge}>Merge by rule…</Button> : null}
          <Button look="primary" onClick={onKeepMine}>
            Keep mine
          </Button>
        </>
      }
    >
      <div className="h-[58dvh] overflow-hidden rounded-md border border-line">
        <DiffView
          original={other}
          modified={mine}
          originalLabel={theirs ? "Text saved elsewhere" : `Text of v${latest.number}`}
          modifiedLabel="Text of this tab"
        />
      </div>
    </Dialog>
  );
}
