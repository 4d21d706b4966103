"use client";

import { useMemo, useState } from "react";
import type { Attribution } from "#rules/compare";
import { useAttribution } from "../../../../_components/evaluation/use-attribution";
import type { EffectOn } from "./use-effect-on";
import type { Editing } from "./use-editing";

/** To divide a shift among more changes takes longer than one waits for it while typing. */
const MOST_CHANGES = 40;

/** What each change of the last valid text adds to the shift. */
export interface Shares {
  /** By the change's id; null while it is not known. */
  readonly of: ReadonlyMap<string, Attribution["attribution"][number]> | null;
  /** There are too many changes to divide the shift among them while one types. */
  readonly isTooMany: boolean;
}

export function useShares(editing: Editing, on: EffectOn): Shares {
  const changes = editing.changesAgainst(editing.against);
  const isTooMany = (changes?.changes.length ?? 0) > MOST_CHANGES;
  const { attribution } = useAttribution({
    baselineText: changes === null || isTooMany || !editing.isCompared ? null : editing.againstText,
    candidateText: editing.validText,
    scenario: on.sides,
    borrowers: on.facts,
  });
  const [last, setLast] = useState<Known | null>(null);
  if (attribution !== null && attribution !== last?.attribution) setLast(knownOf(attribution, on, editing));
  // Until the next is known, the last on the same borrowers against the same version.
  const isShown = last !== null && last.facts === on.facts && last.againstText === editing.againstText && !isTooMany;
  const shown = isShown ? last.of : null;
  return useMemo(() => ({ of: shown, isTooMany }), [shown, isTooMany]);
}

interface Known {
  readonly attribution: Attribution;
  readonly facts: EffectOn["facts"];
  readonly againstText: string | null;
  readonly of: NonNullable<Shares["of"]>;
}

function knownOf(attribution: Attribution, { facts }: EffectOn, { againstText }: Editing): Known {
  return { attribution, facts, againstText, of: new Map(attribution.attribution.map((one) => [one.change, one])) };
}
