"use client";

import Link from "next/link";
import { divergingScale } from "#rules/figures";
import { Button } from "../../../../_components/button";
import { ChangeName } from "../../../../_components/comparison/change-name";
import { ShareBar } from "../../../../_components/comparison/share-bar";
import { countOf, formatSignedCompactMoney } from "../../../../_components/format";
import type { CheckedChanges } from "../../../../_components/monaco";
import { ProgressBar } from "../../../../_components/progress-bar";
import { Spinner } from "../../../../_components/spinner";
import { compareHref, type Looked } from "./effect-links";
import type { Division, Shares } from "./use-shares";

const SHOWN = 4;

interface TopChangesProps {
  changes: CheckedChanges | null;
  shares: Shares;
  looked: Looked;
}

/** The changes that shift most available credit, by their share of it; each leads to its borrowers. */
export function TopChanges({ changes, shares: { of, division }, looked }: TopChangesProps) {
  if (changes === null || changes.changes.length === 0) return null;
  const count = changes.changes.length;
  return (
    <div className="mt-1 border-t border-line pt-1">
      {division !== null && (of === null || division.isStale) ? (
        <DivisionLine count={count} isKnown={of !== null} division={division} />
      ) : null}
      {division === null || of !== null ? <Lines changes={changes} of={of} looked={looked} isStale={division?.isStale ?? false} /> : null}
    </div>
  );
}

interface LinesProps {
  changes: CheckedChanges;
  of: Shares["of"];
  looked: Looked;
  isStale: boolean;
}

function Lines({ changes, of, looked, isStale }: LinesProps) {
  const lines = changes.changes
    .map((change) => ({ change, share: of?.get(change.id)?.available.share ?? null }))
    .toSorted((a, b) => Math.abs(b.share ?? 0) - Math.abs(a.share ?? 0))
    .slice(0, SHOWN);
  const scale = divergingScale(lines.map(({ share }) => share ?? 0));
  return (
    <ul aria-label="Changes by their share of the shift in available credit" className={isStale ? "opacity-65" : undefined}>
      {lines.map(({ change, share }) => (
        <li key={change.id}>
          <Link
            href={compareHref(looked, { change: change.id })}
            className="grid grid-cols-[minmax(0,1.6fr)_minmax(60px,1fr)_64px] items-center gap-x-2.5 rounded-sm px-1 text-sm hover:bg-soft"
          >
            <ChangeName change={change} />
            <ShareBar share={share ?? 0} scale={scale} />
            <span className="text-right tabular-nums">{share === null ? "…" : formatSignedCompactMoney(share)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Of many changes the shift is divided when one asks for it, since it takes a while. */
function DivisionLine({ count, isKnown, division }: { count: number; isKnown: boolean; division: Division }) {
  const { status, error, progress, secondsLeft, start, stop } = division;
  if (status === "running") {
    if (progress === null) return <Starting onStop={stop} />;
    return (
      <ProgressBar
        words="Dividing:"
        done={progress.done}
        total={progress.total}
        unit="borrowers"
        secondsLeft={secondsLeft}
        onCancel={stop}
        className="text-sm"
      />
    );
  }
  return (
    <p className="flex min-h-7 items-center gap-2 text-sm text-mute">
      <span className="min-w-0 flex-1">
        {status === "failed"
          ? error
          : isKnown
            ? "These shares are of an earlier text."
            : `${countOf(count, "change")}: too many to divide the shift among while you type.`}
      </span>
      <Button size="small" look="ghost" onClick={start}>
        {isKnown ? "Divide again" : "Divide it now"}
      </Button>
    </p>
  );
}

/** Until it is known of how much. */
function Starting({ onStop }: { onStop: () => void }) {
  return (
    <div className="flex h-7.5 items-center gap-3 text-sm">
      <Spinner words="Dividing the shift…" className="flex-1" />
      <Button size="small" onClick={onStop}>
        Cancel
      </Button>
    </div>
  );
}
