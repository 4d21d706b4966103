"use client";

import { answerOf, type Loaded, type Loader, useLoadedBy } from "../use-loaded";
import type { BorrowerColumns } from "./borrower-columns";
import { decodeColumns } from "./columns-format";

const KEPT = 4;
/** By address and stamp, and by the tag that the server gives equal columns, so that they are the same object. */
const cache = new Map<string, BorrowerColumns>();
const COLUMNS: Loader<BorrowerColumns> = { cache, load, keep };

/** Borrowers in columns from an address of this server, kept while the page lives. Null loads nothing. */
export function useColumns(address: string | null, stamp: string): Loaded<BorrowerColumns> {
  return useLoadedBy(COLUMNS, address, stamp);
}

async function load(address: string, signal: AbortSignal): Promise<BorrowerColumns> {
  const response = await answerOf(address, signal);
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
