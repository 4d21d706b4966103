"use client";

import { type KeyboardEvent, useState } from "react";

/** What is typed into an input in place: Enter takes it or says why not, Escape leaves it as it was. `onTake` gives words for what it refuses. */
export function useTypedValue(initial: string, onTake: (typed: string) => string | null, onClose: () => void) {
  const [typed, setTyped] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const refused = event.key === "Enter" ? onTake(typed) : null;
    setProblem(refused);
    if (refused === null) onClose();
  };
  return { typed, setTyped, problem, onKeyDown };
}
