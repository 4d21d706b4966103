"use client";

import { useState } from "react";
import { useAttribution } from "../../../../_components/evaluation/use-attribution";
import type { Shares, Shown } from "../shown";

/** The latest finished comparison; it stays while a new one runs. */
export function useShown(finished: Shown | null): { shown: Shown | null; stale: boolean } {
  const [kept, keep] = useState<Shown | null>(null);
  if (finished !== null && finished.outcomes !== kept?.outcomes) keep(finished);
  return { shown: finished ?? kept, stale: finished === null && kept !== null };
}

export interface UsedShares {
  readonly shares: Shares | null;
  readonly error: string | null;
}

/** The shift of what is shown divided among the changes, begun once it is shown; what is stale keeps what it had. */
export function useShares(shown: Shown | null, stale: boolean): UsedShares {
  const wanted = stale ? null : shown;
  const { attribution, rows, error } = useAttribution({
    baselineText: wanted?.baseline.text ?? null,
    candidateText: wanted?.candidate.text ?? null,
    scenario: { baseline: wanted?.baseline.scenario ?? {}, candidate: wanted?.candidate.scenario ?? {} },
    borrowers: wanted?.borrowers.batch ?? null,
  });
  const [kept, keep] = useState<{ readonly of: Shown["outcomes"]; readonly shares: Shares } | null>(null);
  if (wanted !== null && attribution !== null && rows !== null && (kept?.of !== wanted.outcomes || kept.shares.rows !== rows))
    keep({ of: wanted.outcomes, shares: { attribution, rows } });
  return { shares: kept?.of === shown?.outcomes ? (kept?.shares ?? null) : null, error };
}
