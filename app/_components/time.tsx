"use client";

import { useSyncExternalStore } from "react";

const DAY = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "short", day: "numeric" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment in the reader's own time zone; the exact one is its tooltip. The server, which does not know the zone, leaves the room. */
export function Time({ at, className }: { at: Date | string; className?: string }) {
  const here = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  const date = new Date(at);
  return (
    <time
      dateTime={date.toISOString()}
      title={here ? FULL.format(date) : undefined}
      className={className}
      style={{ visibility: here ? undefined : "hidden" }}
    >
      {here ? `${DAY.format(date)}, ${CLOCK.format(date)}` : "00 Jan 0000, 00:00"}
    </time>
  );
}

function noSubscription(): () => void {
  return () => {};
}
