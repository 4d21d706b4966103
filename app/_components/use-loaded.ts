"use client";

import { useCallback, useEffect, useState } from "react";

export type Loaded<Value> =
  | { readonly status: "loading"; readonly value: null }
  | { readonly status: "ready"; readonly value: Value }
  | { readonly status: "failed"; readonly value: null; readonly message: string; readonly retry: () => void };

const KEPT = 12;
const cache = new Map<string, unknown>();
const LOADING = { status: "loading", value: null } as const;

/** JSON from an address of this server, kept while the page lives; the same key gives the same object. Null loads nothing. */
export function useLoaded<Value>(address: string | null, stamp: string): Loaded<Value> {
  const key = `${address}#${stamp}`;
  const [state, setState] = useState<{ key: string; loaded: Loaded<Value> }>({ key: "", loaded: LOADING });
  const [turn, setTurn] = useState(0);
  const retry = useCallback(() => setTurn((now) => now + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again
  useEffect(() => {
    if (address === null || cache.has(key)) return;
    const stop = new AbortController();
    load(address, stop.signal)
      .then((value) => {
        keep(key, value);
        setState({ key, loaded: { status: "ready", value: value as Value } });
      })
      .catch((error: Error) => {
        if (!stop.signal.aborted) setState({ key, loaded: { status: "failed", value: null, message: error.message, retry } });
      });
    return () => stop.abort();
  }, [address, key, turn, retry]);
  if (cache.has(key)) return { status: "ready", value: cache.get(key) as Value };
  return state.key === key ? state.loaded : LOADING;
}

async function load(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal }).catch(() => {
    throw new Error("the server did not answer");
  });
  const body = (await response.json().catch(() => null)) as { message?: string; error?: { message?: string } } | null;
  if (!response.ok || body === null) throw new Error(body?.message ?? body?.error?.message ?? `the server answered ${response.status}`);
  return body;
}

function keep(key: string, value: unknown): void {
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > KEPT && oldest !== undefined) cache.delete(oldest);
}
