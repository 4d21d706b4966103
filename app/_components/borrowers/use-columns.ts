"use client";

import { useCallback, useEffect, useState } from "react";
import type { Loaded } from "../use-loaded";
import type { BorrowerColumns } from "./borrower-columns";
import { decodeColumns } from "./columns-format";

const KEPT = 4;
const LOADING = { status: "loading", value: null } as const;
/** By address and stamp, and by the tag that the server gives equal columns, so that they are the same object. */
const cache = new Map<string, BorrowerColumns>();

/** Borrowers in columns from an address of this server, kept while the page lives. Null loads nothing. */
export function useColumns(address: string | null, stamp: string): Loaded<BorrowerColumns> {
  const key = `${address}#${stamp}`;
  const [state, setState] = useState<{ key: string; loaded: Loaded<BorrowerColumns> }>({ key: "", loaded: LOADING });
  const [turn, setTurn] = useState(0);
  const retry = useCallback(() => setTurn((now) => now + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again
  useEffect(() => {
    if (address === null || cache.has(key)) return;
    const stop = new AbortController();
    load(address, stop.signal)
      .then((value) => {
        keep(key, value);
        setState({ key, loaded: { status: "ready", value } });
      })
      .catch((error: Error) => {
        if (!stop.signal.aborted) setState({ key, loaded: { status: "failed", value: null, message: error.message, retry } });
      });
    return () => stop.abort();
  }, [address, key, turn, retry]);
  const known = cache.get(key);
  if (known !== undefined) return { status: "ready", value: known };
  return state.key === key ? state.loaded : LOADING;
}

async function load(address: string, signal: AbortSignal): Promise<BorrowerColumns> {
  const response = await fetch(address, { signal }).catch(() => {
    throw new Error("the server did not answer");
  });
  if (!response.ok) {
    const body = (await response.json().catch(() => null)) as { message?: string; error?: { message?: string } } | null;
    throw new Error(body?.error?.message ?? body?.message ?? `the server answered ${response.status}`);
  }
  const tag = response.headers.get("etag") ?? "";
  const known = cache.get(tag);
  if (known !== undefined) {
    await response.body?.cancel();
    return known;
  }
  const columns = decodeColumns(await plainBytes(response));
  if (tag !== "") keep(tag, columns);
  return columns;
}

/** Compressed by the handler itself, since Next.js passes no encoding of a handler's own on. */
function plainBytes({ body }: Response): Promise<ArrayBuffer> {
  if (body === null) throw new Error("the server sent no borrowers");
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

function keep(key: string, columns: BorrowerColumns): void {
  cache.delete(key);
  cache.set(key, columns);
  for (const old of [...cache.keys()].slice(0, -2 * KEPT)) cache.delete(old);
}
