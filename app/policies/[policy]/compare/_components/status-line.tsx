"use client";

import Link from "next/link";
import { Button } from "../../../../_components/button";
import type { useComparison } from "../../../../_components/evaluation/use-comparison";
import { countOf, formatCount } from "../../../../_components/format";
import { Spinner } from "../../../../_components/spinner";
import type { Loaded } from "../../../../_components/use-loaded";
import type { ChosenBorrowers } from "../addresses";
import type { Choices } from "../queries";
import type { Shown } from "../shown";
import type { Side } from "./use-side";

export interface PageState {
  choices: Choices;
  chosen: ChosenBorrowers | null;
  sides: readonly [Side, Side];
  borrowers: Loaded<unknown>;
  run: ReturnType<typeof useComparison>;
}

/** One line: what is under way, else what exactly was compared. */
export function StatusLine({ choices, chosen, sides, borrowers, run, stale, shown }: PageState & { stale: boolean; shown: Shown | null }) {
  if (chosen === null || chosen.borrowers === 0) return null;
  if (sides.some((side) => side.loaded.status === "loading")) return <Spinner words="Loading both versions…" />;
  if (borrowers.status === "loading") return <Spinner words={`Loading ${countOf(chosen.borrowers, "borrower")}…`} />;
  const note =
    stale && shown !== null ? (
      <span className="text-amber">
        Below still stands {shown.baseline.title} → {shown.candidate.title} on {shown.title}.
      </span>
    ) : null;
  if (run.status === "running") {
    return (
      <>
        <Spinner words={`Evaluating ${countOf(chosen.borrowers, "borrower")}…`} />
        <Button size="small" onClick={run.cancel}>
          Cancel
        </Button>
        {note}
      </>
    );
  }
  if (run.status === "cancelled") {
    return (
      <>
        <span className="text-mute">Cancelled.</span>
        <Button size="small" onClick={run.restart}>
          Compare
        </Button>
        {note}
      </>
    );
  }
  return shown === null || stale ? note : <Pins shown={shown} chosen={chosen} policy={choices.policy} sides={sides} />;
}

interface PinsProps extends Pick<PageState, "sides"> {
  shown: Shown;
  chosen: ChosenBorrowers;
  policy: string;
}

/** What exactly was compared, and of what it is a sample. */
function Pins({ shown: { outcomes, baseline, candidate, borrowers, title }, chosen, policy, sides }: PinsProps) {
  const pin = (name: string, hash: string) => (
    <span title={hash}>
      {name} <span className="font-mono text-xs">{hash.slice("sha256:".length, "sha256:".length + 10)}</span>
    </span>
  );
  const rows = borrowers.names.length;
  const [from, to] = sides.map(({ key }) => key);
  const query = new URLSearchParams({ portfolio: chosen.name, baseline: from ?? "", candidate: to ?? "" });
  return (
    <span className="text-faint">
      {pin(baseline.title, outcomes.versions.baseline.hash)} → {pin(candidate.title, outcomes.versions.candidate.hash)} ·{" "}
      {rows === borrowers.of ? (
        `${countOf(rows, "borrower")} of ${title}`
      ) : (
        <span className="text-amber">
          a fixed sample of {formatCount(rows)} of {countOf(borrowers.of, "borrower")} of {title};{" "}
          <Link className="underline underline-offset-2 hover:text-ink" href={`/policies/${policy}/backtest?${query}`}>
            the Backtest tab runs all
          </Link>
        </span>
      )}
    </span>
  );
}
