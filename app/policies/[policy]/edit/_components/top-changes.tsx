"use client";

import Link from "next/link";
import { divergingScale } from "#rules/figures";
import { ChangeName } from "../../../../_components/comparison/change-name";
import { ShareBar } from "../../../../_components/comparison/share-bar";
import { formatSignedCompactMoney } from "../../../../_components/format";
import type { CheckedChanges } from "../../../../_components/monaco";
import { compareHref, type Looked } from "./effect-links";
import type { Shares } from "./use-shares";

const SHOWN = 4;

/** The changes that shift most available credit, by their share of it; each leads to its borrowers. */
export function TopChanges({ changes, shares, looked }: { changes: CheckedChanges | null; shares: Shares; looked: Looked }) {
  if (changes === null || changes.changes.length === 0) return null;
  if (shares.isTooMany)
    return <p className="pt-1 text-sm text-mute">Too many changes to divide the shift among them while you type; Compare does.</p>;
  const lines = changes.changes
    .map((change) => ({ change, share: shares.of?.get(change.id)?.available.share ?? null }))
    .toSorted((a, b) => Math.abs(b.share ?? 0) - Math.abs(a.share ?? 0))
    .slice(0, SHOWN);
  const scale = divergingScale(lines.map(({ share }) => share ?? 0));
  return (
    <ul aria-label="Changes by their share of the shift in available credit" className="mt-1 border-t border-line pt-1">
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
