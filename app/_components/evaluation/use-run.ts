"use client";

import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Run } from "./evaluation-run";

/** Starts a run when it is shown, follows it, and stops it when another takes its place. */
export function useRun<State>(run: Run<State> | null, before: State): State {
  useEffect(() => {
    run?.start();
    return () => run?.cancel();
  }, [run]);
  const subscribe = useCallback((listener: () => void) => run?.subscribe(listener) ?? (() => {}), [run]);
  return useSyncExternalStore(
    subscribe,
    () => run?.state ?? before,
    () => before,
  );
}
