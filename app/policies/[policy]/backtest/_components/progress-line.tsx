import { cn } from "../../../../_components/class-names";
import { progressWords } from "../run-words";
import type { RunState } from "./use-run-state";

/** How far a run is, in words and as a bar of a fixed size. */
export function ProgressLine({ state, rows, className }: { state: RunState; rows: number | null; className?: string }) {
  const queued = state.status === "queued";
  const { words, details, percent } = queued
    ? { words: "Waiting for the runs before it…", details: "", percent: null }
    : progressWords(state.progress, rows);
  return (
    <div className={cn("flex min-w-0 items-center gap-3", className)}>
      <span role="status" className="min-w-0 shrink-0 whitespace-nowrap text-mute">
        {words}
      </span>
      <div
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { "aria-valuenow": percent })}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${percent ?? 0}%` }} />
      </div>
      <span className="w-48 shrink-0 truncate text-right text-sm text-faint max-lg:hidden">{details}</span>
    </div>
  );
}
