"use client";

import { useMemo, useState } from "react";
import { type Effect, type EffectInput, EffectRun, type EffectState } from "./effect-run";
import { useRun } from "./use-run";

export interface ShownEffect {
  /** Of the latest text that could be evaluated on these borrowers; stays while the text is invalid or the next is under way. */
  readonly effect: Effect | null;
  readonly status: EffectState["status"] | "idle";
  readonly error: string | null;
}

const BEFORE: EffectState = { status: "running", effect: null, error: null };

/** Evaluates in the background whenever an input differs; the latest wins, and what it overtakes is cancelled. Null inputs wait. */
export function useEffectFigures(input: { readonly [Key in keyof EffectInput]: EffectInput[Key] | null }): ShownEffect {
  const { baselineText, candidateText, facts } = input;
  const scenarioText = JSON.stringify(input.scenario);
  const run = useMemo(() => {
    const scenario = JSON.parse(scenarioText) as EffectInput["scenario"] | null;
    if (baselineText === null || candidateText === null || facts === null || scenario === null) return null;
    return new EffectRun({ baselineText, candidateText, scenario, facts });
  }, [baselineText, candidateText, scenarioText, facts]);
  const state = useRun(run, BEFORE);
  const [last, setLast] = useState<{ readonly facts: EffectInput["facts"]; readonly effect: Effect } | null>(null);
  if (state.effect !== null && facts !== null && last?.effect !== state.effect) setLast({ facts, effect: state.effect });
  const kept = last !== null && last.facts === facts ? last.effect : null;
  return { effect: state.effect ?? kept, status: run === null ? "idle" : state.status, error: state.error };
}
