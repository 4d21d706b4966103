"use client";

import { useCallback, useEffect, useState } from "react";

export type Loaded<Value> =
  | { readonly status: "loading"; readonly value: null }
  | { readonly status: "ready"; readonly value: Value }
  | { readonly status: "failed"; readonly value: null; readonly message: string; readonly retry: () => void };

/** What was loaded, by address and stamp, and how more is. */
export interface Loader<Value> {
  readonly cache: ReadonlyMap<string, Value>;
  /** Throws an error whose message a reader understands. */
  load(address: string, signal: AbortSignal): Promise<Value>;
  keep(key: string, value: Value): void;
}

const LOADING = { status: "loading", value: null } as const;

/** JSON from an address of this server, kept while the page lives; the same key gives the same object. Null loads nothing. */
export function useLoaded<Value>(address: string | null, stamp: string): Loaded<Value> {
  return useLoadedBy(JSON_LOADER as Loader<Value>, address, stamp);
}

/** The same of whatever a loader loads. The loader must be the same object between renders. */
export function useLoadedBy<Value>(loader: Loader<Value>, address: string | null, stamp: string): Loaded<Value> {
  const { cache } = loader;
  const key = `${address}#${stamp}`;
  const [state, setState] = useState<{ key: string; loaded: Loaded<Value> }>({ key: "", loaded: LOADING });
  const [turn, setTurn] = useState(0);
  const retry = useCallback(() => setTurn((now) => now + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again
  useEffect(() => {
    if (address === null || cache.has(key)) return;
    const stop = new AbortController();
    loader
      .load(address, stop.signal)
      .then((value) => {
        loader.keep(key, value);
        setState({ key, loaded: { status: "ready", value } });
      })
      .catch((error: Error) => {
        if (!stop.signal.aborted) setState({ key, loaded: { status: "failed", value: null, message: error.message, retry } });
      });
    return () => stop.abort();
  }, [loader, cache, address, key, turn, retry]);
  if (cache.has(key)) return { status: "ready", value: cache.get(key) as Value };
  return state.key === key ? state.loaded : LOADING;
}

/** The server's answer; what it says is wrong is thrown in its words. */
export async function answerOf(address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { signal }).catch(() => {
    throw new Error("the server did not answer");
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as { message?: string; error?: { message?: string } } | null;
  throw new Error(body?.message ?? body?.error?.message ?? `the server answered ${response.status}`);
}

const KEPT = 12;
const cache = new Map<string, unknown>();

const JSON_LOADER: Loader<unknown> = {
  cache,
  keep,
  async load(address, signal) {
    const response = await answerOf(address, signal);
    const body: unknown = await response.json().catch(() => null);
    if (body === null) throw new Error(`the server answered ${response.status}`);
    return body;
  },
};

function keep(key: string, value: unknown): void {
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > KEPT && oldest !== undefined) cache.delete(oldest);
}
