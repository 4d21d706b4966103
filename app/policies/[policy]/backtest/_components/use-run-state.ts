"use client";

import { useEffect, useState } from "react";
import type { BacktestProgress } from "../../../../../backtest/types";

/** What a run says of itself while it is under way. */
export interface RunState {
  readonly status: "queued" | "running" | "done" | "failed" | "cancelled";
  readonly progress: BacktestProgress | null;
}

/** Watches a run until it has ended; any number of pages may. A broken connection is taken up again by the browser. */
export function useRunState(id: string, initial: RunState, onEnd: () => void): RunState & { readonly connected: boolean } {
  const [state, setState] = useState(initial);
  const [connected, setConnected] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onEnd` is called once, when the stream says so
  useEffect(() => {
    const source = new EventSource(`/api/backtests/${id}/events`);
    const read = (event: MessageEvent<string>) => {
      setConnected(true);
      setState(JSON.parse(event.data) as RunState);
    };
    source.addEventListener("progress", read);
    source.addEventListener("end", (event) => {
      source.close();
      read(event);
      onEnd();
    });
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    return () => source.close();
  }, [id]);
  return { ...state, connected };
}
