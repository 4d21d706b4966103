"use client";

import { useMemo } from "react";
import type { Editing } from "./use-editing";

/**
 * The same object as long as what the effect on borrowers is drawn from is the same, so that it is not drawn again where the draft was
 * saved or a check began. Of saving, of problems and hints it may therefore tell what was.
 */
export function useSteadyEditing(editing: Editing): Editing {
  const { draft, checked, validText, validHash, isCompared, againstText, against, scenarioFacts, changesAgainst, isReady } = editing;
  const [exists, base, isValid] = [draft.exists, draft.base, checked.check?.ok];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of it is either always the same or not read
  return useMemo(
    () => editing,
    [exists, base, isValid, validText, validHash, isCompared, againstText, against, scenarioFacts, changesAgainst, isReady],
  );
}
