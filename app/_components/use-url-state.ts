"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/**
 * One search parameter as state: reading subscribes to the URL, writing replaces it in
 * place without asking the server. The fallback is not written, so that URLs stay short.
 */
export function useUrlState(name: string, fallback = ""): [string, (value: string | null) => void] {
  const value = useSearchParams().get(name) ?? fallback;
  const write = useCallback((next: string | null) => replaceParams({ [name]: next === fallback ? null : next }), [name, fallback]);
  return [value, write];
}

/** Sets several parameters at once; null or the empty string takes one away. The state must not be Next's own, or its router would not notice. */
export function replaceParams(values: Record<string, string | null>): void {
  const params = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === "") params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  window.history.replaceState(null, "", `${window.location.pathname}${query ? `?${query}` : ""}${window.location.hash}`);
}
