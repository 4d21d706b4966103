"use client";

import { useState } from "react";
import type { Facts } from "#rules/policy";
import type { AskedState } from "./asked-run";
import type { EffectAnswer } from "./protocol";
import { type PairInput, useAskedPair } from "./use-asked-pair";

/** What a text changes for borrowers against another text, in figures. */
export type Effect = NonNullable<EffectAnswer>;

export interface ShownEffect {
  /** Of the latest text that could be evaluated on these borrowers; stays while the text is invalid or the next is under way. */
  readonly effect: Effect | null;
  /** `invalid`: a text is no valid policy. */
  readonly status: AskedState<"effect">["status"] | "invalid";
  readonly error: string | null;
}

interface EffectInput extends Omit<PairInput, "borrowers"> {
  readonly facts: readonly Facts[] | null;
}

/** Evaluates for every text that is typed. */
export function useEffectFigures({ facts, ...pair }: EffectInput): ShownEffect {
  const { answer, status, error } = useAskedPair("effect", { ...pair, borrowers: facts }).state;
  const [last, setLast] = useState<{ readonly facts: readonly Facts[]; readonly effect: Effect } | null>(null);
  if (answer !== null && facts !== null && last?.effect !== answer) setLast({ facts, effect: answer });
  const kept = last !== null && last.facts === facts ? last.effect : null;
  return { effect: answer ?? kept, status: status === "done" && answer === null ? "invalid" : status, error };
}
