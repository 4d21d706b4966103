"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { PolicyChecker, type PolicyCheckState } from "../../../../_components/monaco";

/** A checker that lives as long as the page, and what it has found. */
export function usePolicyCheck(): { readonly checker: PolicyChecker; readonly state: PolicyCheckState } {
  const [checker] = useState(() => new PolicyChecker());
  useEffect(() => () => checker.dispose(), [checker]);
  const subscribe = useCallback((listener: () => void) => checker.subscribe(listener), [checker]);
  const state = useSyncExternalStore(
    subscribe,
    () => checker.state,
    () => checker.state,
  );
  return { checker, state };
}
