"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./class-names";

/** A shortcut as its keys: `mod+s` is ⌘S on a Mac and Ctrl S elsewhere. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const mac = useSyncExternalStore(noSubscription, isMac, () => false);
  return (
    <kbd className={cn("font-sans text-sm", className)} aria-hidden>
      {keys
        .split("+")
        .map((key) => nameOf(key, mac))
        .join(mac ? "" : " ")}
    </kbd>
  );
}

function nameOf(key: string, mac: boolean): string {
  const names: Record<string, string> = mac
    ? { mod: "⌘", shift: "⇧", alt: "⌥", enter: "⏎", escape: "Esc", delete: "⌦" }
    : { mod: "Ctrl", shift: "Shift", alt: "Alt", enter: "Enter", escape: "Esc", delete: "Del" };
  return names[key] ?? key.toUpperCase();
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

function noSubscription(): () => void {
  return () => {};
}
