import "server-only";

const SLICE_MS = 8;

/** Gives `pause()`: awaited within long work it lets other requests be served, at most every few milliseconds, and throws once the caller has gone. */
export function createPause(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resume) => setImmediate(resume));
    signal.throwIfAborted();
    since = performance.now();
  };
}
