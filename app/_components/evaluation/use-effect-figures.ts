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
  /** Whose figures these are. */
  readonly text: string | null;
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
  const [last, setLast] = useState<{ readonly facts: readonly Facts[]; readonly effect: Effect; readonly text: string | null } | null>(
    null,
  );
  const shown = answer === null || facts === null ? last : { facts, effect: answer, text: pair.candidateText };
  if (shown !== null && shown.effect !== last?.effect) setLast(shown);
  const { effect, text } = shown !== null && shown.facts === facts ? shown : NONE;
  return { effect, text, status: status === "done" && answer === null ? "invalid" : status, error };
}

const NONE = { effect: null, text: null };
