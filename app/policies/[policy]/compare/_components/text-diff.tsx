"use client";

import { Dialog } from "../../../../_components/dialog";
import { DiffView } from "../../../../_components/monaco";

interface TextSide {
  readonly title: string;
  readonly text: string;
}

/** Both documents side by side, in a dialog. */
export function TextDiff({ baseline, candidate, onClose }: { baseline: TextSide; candidate: TextSide; onClose: () => void }) {
  const same = baseline.text === candidate.text;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Text of ${baseline.title} and ${candidate.title}`}
      description={
        same ? "The two texts are the same, byte for byte." : "Left the baseline, right the candidate; what is equal is folded away."
      }
      width="wide"
    >
      <div className="h-[72dvh] overflow-hidden rounded-md border border-line">
        <DiffView
          original={baseline.text}
          modified={candidate.text}
          originalLabel={`Text of ${baseline.title}`}
          modifiedLabel={`Text of ${candidate.title}`}
        />
      </div>
    </Dialog>
  );
}
