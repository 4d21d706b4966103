"use client";

import { Button } from "../../../../_components/button";
import type { DraftState } from "../draft/draft-keeper";
import { Banner } from "./banner";
import { timeText } from "./time-text";

/** What happened to the draft from elsewhere and waits for the author. */
export function DraftBanners({
  draft,
  isStale,
  onConflict,
  onNewer,
}: {
  draft: DraftState;
  isStale: boolean;
  onConflict: () => void;
  onNewer: () => void;
}) {
  if (draft.conflict) {
    const { theirs } = draft.conflict;
    return (
      <Banner
        title={
          theirs
            ? `This draft was also changed in another tab or on another device, ${timeText(theirs.updatedAt)}.`
            : "This draft was discarded or saved as a version elsewhere."
        }
        actions={
          <Button size="small" onClick={onConflict}>
            Compare and choose…
          </Button>
        }
      >
        Both texts are safe; yours stays in this browser until you choose.
      </Banner>
    );
  }
  if (!isStale) return null;
  return (
    <Banner
      title={`v${draft.latest.number} was saved by ${draft.latest.author}, ${timeText(draft.latest.createdAt)}.`}
      actions={
        <Button size="small" onClick={onNewer}>
          Compare and choose…
        </Button>
      }
    >
      Your draft started from v{draft.base.number}.
    </Banner>
  );
}
