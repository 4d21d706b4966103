"use client";

import { ProgressBar } from "../../_components/progress-bar";
import { Spinner } from "../../_components/spinner";
import { useRefresh } from "../../_components/use-refresh";

interface ProfileWaitProps {
  words?: string;
  /** Values read; null while it waits for its turn. */
  progress?: { readonly done: number; readonly total: number | null } | null;
}

/** Stands where a profile will be, and looks for it until it is made. */
export function ProfileWait({ words = "Counting rows…", progress = null }: ProfileWaitProps) {
  useRefresh(true);
  return progress?.total ? (
    <ProgressBar words="Profiling the columns:" done={progress.done} total={progress.total} unit="values" />
  ) : (
    <Spinner words={words} />
  );
}
