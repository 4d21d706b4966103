/**
 * A run as server-sent events. It only observes: any number may watch, come late, go away and come back. Each
 * event's data is `{ status, progress, error }`; at most a few a second, the latest always.
 */
import { observeBacktest, stateOf } from "./backtests";
import { ENDED, jobs, type RunState } from "./shared";

const LEAST_MS = 100;
/** How often the row is read of a run that this server does not run itself, and a silent connection is kept open. */
const LOOK_EVERY_MS = 2000;

export function eventStream(id: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const events = eventsOf(id, signal);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await events.return(undefined);
    },
  });
}

async function* eventsOf(id: string, signal: AbortSignal): AsyncGenerator<string> {
  let wake = () => {};
  let latest: RunState | null = null;
  const gone = aborted(signal);
  const unobserve = observeBacktest(id, (state) => {
    latest = state;
    wake();
  });
  try {
    let told = "";
    while (!signal.aborted && !jobs().stopping) {
      const state: RunState | null = latest ?? (await stateOf(id));
      latest = null;
      if (!state) return;
      const data = dataOf(state);
      if (data !== told) yield `event: ${ENDED.has(state.status) ? "end" : "progress"}\ndata: ${data}\n\n`;
      else yield ": still here\n\n";
      if (ENDED.has(state.status)) return;
      told = data;
      await pause(LEAST_MS);
      if (!latest) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(LOOK_EVERY_MS), gone]);
    }
  } finally {
    unobserve();
  }
}

function dataOf({ status, progress, error }: RunState): string {
  return JSON.stringify({ status, progress, error });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
}
