"use client";

/**
 * What the Edit tab knows of the author's draft ahead of the server's pages. To ask the server for the page anew while the author changes
 * views, and with them the URL, makes the router load it from scratch, and the history of undo is gone.
 */
import { useCallback, useEffect, useSyncExternalStore } from "react";

/** By policy, the version that a draft came to start from. */
const news = new Map<string, number>();
const listeners = new Set<() => void>();

/** Tells that there is a draft from a version; null leaves it to what the server says. */
export function tellDraft(policy: string, base: number | null): void {
  if ((news.get(policy) ?? null) === base) return;
  if (base === null) news.delete(policy);
  else news.set(policy, base);
  for (const listener of listeners) listener();
}

/** The version that the draft starts from, as the server says unless the Edit tab knows better; null where there is no draft. */
export function useDraftBase(policy: string, given: number | null): number | null {
  // What the server says after the news is newer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the server says something else
  useEffect(() => tellDraft(policy, null), [policy, given]);
  const read = useCallback(() => news.get(policy) ?? given, [policy, given]);
  return useSyncExternalStore(subscribe, read, () => given);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
