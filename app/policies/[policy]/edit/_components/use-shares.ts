"use client";

import { useCallback, useMemo, useState } from "react";
import type { Attribution } from "#rules/compare";
import type { AskedState } from "../../../../_components/evaluation/asked-run";
import type { Progress, SideFacts } from "../../../../_components/evaluation/protocol";
import { type PairInput, useAskedPair } from "../../../../_components/evaluation/use-asked-pair";
import type { EffectOn } from "./use-effect-on";
import type { EffectEditing } from "./use-effect-editing";

/** To divide a shift among more changes takes longer than one waits for it while typing: seconds for hundreds, minutes for a thousand. */
const MOST_CHANGES = 40;

/** What each change of the last valid text adds to the shift. */
export interface Shares {
  /** By the change's id; null while it is not known. */
  readonly of: ReadonlyMap<string, Attribution["attribution"][number]> | null;
  /** Where there are too many changes to divide the shift among them while one types: how to ask for it. Null where it is divided by itself. */
  readonly division: Division | null;
}

export interface Division {
  readonly status: AskedState<"attribute">["status"];
  readonly error: string | null;
  readonly progress: Progress | null;
  readonly secondsLeft: number | null;
  /** Whether the shares that are known are those of the text before this one. */
  readonly isStale: boolean;
  /** Divides the shift of the text as it is; another text stops it. */
  readonly start: () => void;
  readonly stop: () => void;
}

export function useShares(editing: EffectEditing, on: EffectOn): Shares {
  const changes = editing.changesAgainst(editing.against);
  const isTooMany = (changes?.changes.length ?? 0) > MOST_CHANGES;
  const isReady = changes !== null && editing.isCompared;
  // What a division is asked of: the same while its changes are still found, and whatever else the URL says.
  const scenario = JSON.stringify(on.sides);
  const of = useMemo(
    (): PairInput => ({
      baselineText: editing.againstText,
      candidateText: editing.validText,
      scenario: JSON.parse(scenario) as SideFacts,
      borrowers: on.facts,
    }),
    [editing.againstText, editing.validText, scenario, on.facts],
  );
  const [wanted, want] = useState<PairInput | null>(null);
  const isWanted = isTooMany && wanted === of;
  const isAsked = isReady && (!isTooMany || isWanted);
  const { run, state } = useAskedPair("attribute", isAsked ? of : { ...of, baselineText: null }, { apart: isTooMany });
  const [last, setLast] = useState<Known | null>(null);
  const attribution = state.answer?.attribution ?? null;
  if (attribution !== null && attribution !== last?.attribution) setLast(knownOf(attribution, of));
  // Until the next is known, the last on the same borrowers against the same version.
  const shown = last !== null && last.on.borrowers === on.facts && last.on.baselineText === editing.againstText ? last : null;
  const start = useCallback(() => {
    want(of);
    run?.start();
  }, [of, run]);
  const stop = useCallback(() => want(null), []);
  const { error, progress, secondsLeft } = state;
  const status = isWanted && run === null ? "running" : state.status;
  const isStale = shown !== null && shown.on.candidateText !== editing.validText;
  const division = useMemo(
    () => (isTooMany ? { status, error, progress, secondsLeft, isStale, start, stop } : null),
    [isTooMany, status, error, progress, secondsLeft, isStale, start, stop],
  );
  const shares = shown?.of ?? null;
  return useMemo(() => ({ of: shares, division }), [shares, division]);
}

interface Known {
  readonly attribution: Attribution;
  readonly on: PairInput;
  readonly of: NonNullable<Shares["of"]>;
}

function knownOf(attribution: Attribution, on: PairInput): Known {
  return { attribution, on, of: new Map(attribution.attribution.map((one) => [one.change, one])) };
}
