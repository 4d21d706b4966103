"use client";

import { useEffect } from "react";
import { useLatest } from "./use-latest";

/**
 * Runs `action` on a key combination anywhere on the page, before the browser and
 * before any editor: "mod+s", "mod+enter", "mod+shift+z", "escape". `mod` is ⌘ or Ctrl.
 */
export function useShortcut(keys: string, action: (event: KeyboardEvent) => void, enabled = true): void {
  const latest = useLatest(action);
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      if (!matches(event, keys)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(event);
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [keys, enabled, latest]);
}

function matches(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.toLowerCase().split("+");
  const key = parts.at(-1);
  return (
    event.key.toLowerCase() === key &&
    parts.includes("mod") === (event.metaKey || event.ctrlKey) &&
    parts.includes("shift") === event.shiftKey &&
    parts.includes("alt") === event.altKey
  );
}
