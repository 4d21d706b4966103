/** What an interrupt stops elsewhere before this program ends, such as a statement in a database. */
const stops = new Set<() => Promise<unknown>>();
const LONGEST_MS = 10_000;
let stopping = false;

/** Runs work whose signal aborts on an interrupt; the program then waits for the work to settle. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const running = work(controller.signal);
  const stop = () => {
    controller.abort();
    return running.catch(() => undefined);
  };
  stops.add(stop);
  return running.finally(() => stops.delete(stop));
}

/** Stops what can be stopped, then ends; at once where there is nothing to stop, or when asked again. */
export function stopWork(end: () => void): void {
  if (stopping || stops.size === 0) {
    end();
    return;
  }
  stopping = true;
  setTimeout(end, LONGEST_MS).unref();
  void Promise.all([...stops].map((stop) => stop())).then(end);
}
