"use client";

import { memo } from "react";
import { Card } from "../../../../_components/card";
import { countOf } from "../../../../_components/format";
import type { CheckedChange, CheckedChanges } from "../../../../_components/monaco";
import { Select } from "../../../../_components/select";
import type { VersionLine } from "../queries";
import { ChangeList } from "./change-list";

interface ChangesCardProps {
  /** The text as it now is has problems. */
  invalid: boolean;
  /** Against the chosen version, of the last text that was valid; null where there is none yet. */
  changes: CheckedChanges | null;
  versions: readonly VersionLine[];
  against: number;
  onAgainst: (number: number) => void;
  onOpen: (change: CheckedChange) => void;
}

/** What the draft changes against a version, as sentences; a click shows the place in the text. */
export const ChangesCard = memo(function ChangesCard({ invalid, changes, versions, against, onAgainst, onOpen }: ChangesCardProps) {
  const options = versions.map(({ number, message, published }) => ({
    value: String(number),
    label: `v${number}`,
    note: published ? "published" : message.slice(0, 48),
  }));
  return (
    <Card
      className="overflow-y-auto [contain:content]"
      title="Effect of this draft"
      note={changes ? countOf(changes.changes.length, "change") : null}
      actions={
        <Select
          label="against"
          prefix
          value={String(against)}
          onChange={(value) => onAgainst(Number(value))}
          options={options}
          className="h-6.5 max-w-52 text-sm"
        />
      }
    >
      <Content invalid={invalid} changes={changes} against={against} onOpen={onOpen} />
    </Card>
  );
});

function Content({ invalid, changes, against, onOpen }: Pick<ChangesCardProps, "invalid" | "changes" | "against" | "onOpen">) {
  if (!changes) return <p className="py-1 text-mute">{invalid ? "Mend the problems to see what the draft changes." : "Comparing…"}</p>;
  if (changes.changes.length + changes.wording.length === 0)
    return (
      <p className="py-1 text-mute">
        {invalid ? `Up to the last valid text, nothing differs from v${against}.` : `Nothing differs from v${against}.`}
      </p>
    );
  return (
    <>
      {invalid ? <p className="pb-1 text-sm text-amber">As of the last text without problems.</p> : null}
      <ChangeList changes={changes.changes} wording={changes.wording} onOpen={onOpen} />
    </>
  );
}
