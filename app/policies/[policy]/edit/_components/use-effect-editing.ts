"use client";

import { useMemo } from "react";
import type { Editing } from "./use-editing";

/** Of all that is known of the draft, what its effect on borrowers is drawn from. */
export interface EffectEditing
  extends Pick<
    Editing,
    | "keeper"
    | "editor"
    | "take"
    | "typed"
    | "evidence"
    | "isReady"
    | "scenarioFacts"
    | "validText"
    | "against"
    | "againstText"
    | "isCompared"
    | "changesAgainst"
  > {
  /** As Compare names it: the draft, or the version where nothing has changed. */
  readonly candidate: number | "draft";
  readonly isValid: boolean;
}

/** The same object as long as all of it is the same, so that the effect is not drawn again where the draft was saved or a check began. */
export function useEffectEditing(editing: Editing): EffectEditing {
  const { draft, checked, keeper, editor, take, typed, evidence, isReady, scenarioFacts } = editing;
  const { validText, against, againstText, isCompared, changesAgainst } = editing;
  const candidate = draft.exists ? "draft" : draft.base.number;
  const isValid = checked.check?.ok === true;
  return useMemo(
    () => ({
      keeper,
      editor,
      take,
      typed,
      evidence,
      isReady,
      scenarioFacts,
      validText,
      against,
      againstText,
      isCompared,
      changesAgainst,
      candidate,
      isValid,
    }),
    [
      keeper,
      editor,
      take,
      typed,
      evidence,
      isReady,
      scenarioFacts,
      validText,
      against,
      againstText,
      isCompared,
      changesAgainst,
      candidate,
      isValid,
    ],
  );
}
