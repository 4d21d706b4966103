"use client";

import { Spinner } from "../../_components/spinner";
import { useRefresh } from "../../_components/use-refresh";

/** Stands where a profile will be, and looks for it until it is made. */
export function ProfileWait({ words = "Counting rows…" }: { words?: string }) {
  useRefresh(true);
  return <Spinner words={words} />;
}
