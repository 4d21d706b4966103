"use client";

import { useState } from "react";

/** Which of a list's items are open, by key. */
export function useOpenSet(initial: readonly string[] = []): {
  isOpen: (key: string) => boolean;
  toggle: (key: string) => void;
  setAll: (keys: readonly string[]) => void;
} {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(initial));
  const toggle = (key: string) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return { isOpen: (key) => open.has(key), toggle, setAll: (keys) => setOpen(new Set(keys)) };
}
