"use client";

import { useRouter } from "next/navigation";
import { ProgressLine } from "./progress-line";
import { type RunState, useRunState } from "./use-run-state";

/** A run under way within the list; when it has ended, the list is read anew. */
export function RunningCell({ id, initial }: { id: string; initial: RunState }) {
  const router = useRouter();
  const state = useRunState(id, initial, () => router.refresh());
  return <ProgressLine state={state} className="h-7 text-sm [&>span:last-child]:hidden" />;
}
