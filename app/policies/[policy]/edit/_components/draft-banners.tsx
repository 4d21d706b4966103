"use client";

import type { RenamedFact } from "#rules/editing";
import { Button } from "../../../../_components/button";
import { countOf } from "../../../../_components/format";
import type { DraftState } from "../draft/draft-keeper";
import { Banner } from "./banner";
import { timeText } from "./time-text";
import type { RenamedColumn } from "./use-renamed";

/** What happened to the draft from elsewhere and waits for the author. */
export function DraftBanners({
  draft,
  isStale,
  renamed,
  onConflict,
  onNewer,
  onRename,
}: {
  draft: DraftState;
  isStale: boolean;
  /** Facts with a new name that fixtures do not have yet. */
  renamed: readonly RenamedColumn[];
  onConflict: () => void;
  onNewer: () => void;
  onRename: (fact: RenamedFact) => void;
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
  if (!isStale) return <RenamedBanner renamed={renamed} onRename={onRename} />;
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

function RenamedBanner({ renamed: [first], onRename }: { renamed: readonly RenamedColumn[]; onRename: (fact: RenamedFact) => void }) {
  if (first === undefined) return null;
  const { from, to, column } = first;
  const fixtures = column.sets.reduce((sum, set) => sum + set.fixtures, 0);
  return (
    <Banner
      title={`${from} is named ${to} in this draft; ${countOf(fixtures, "fixture")} still ${fixtures === 1 ? "has" : "have"} ${from} only.`}
      actions={
        <Button size="small" onClick={() => onRename(first)}>
          Rename in the fixtures…
        </Button>
      }
    >
      Under this draft they have no value for it.
    </Banner>
  );
}
