"use client";

import { useRouter } from "next/navigation";
import { ProgressLine } from "./progress-line";
import { type RunState, useRunState } from "./use-run-state";

/** A run under way within the list; when it has ended, the list is read anew. */
export function RunningCell({ id, initial, rows }: { id: string; initial: RunState; rows: number | null }) {
  const router = useRouter();
  const state = useRunState(id, initial, () => router.refresh());
  return <ProgressLine state={state} rows={rows} className="h-7 text-sm [&>span:last-child]:hidden" />;
}
