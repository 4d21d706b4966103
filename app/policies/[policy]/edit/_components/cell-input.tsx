"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

interface CellInputProps {
  initial: string;
  label: string;
  /** Takes what is typed, or gives words why not. */
  onTake: (typed: string) => string | null;
  onClose: () => void;
}

/** The input of a table's cell: Enter takes what is typed, Escape leaves it; what is wrong stands below. */
export function CellInput({ initial, label, onTake, onClose }: CellInputProps) {
  const [typed, setTyped] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const refused = event.key === "Enter" ? onTake(typed) : null;
    setProblem(refused);
    if (refused === null) onClose();
  };
  return (
    <>
      <input
        ref={input}
        aria-label={label}
        aria-describedby={problem === null ? undefined : id}
        aria-invalid={problem !== null || undefined}
        autoComplete="off"
        spellCheck={false}
        className="-mx-1 w-full min-w-0 bg-card px-1 text-ink tabular-nums outline-none"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {problem === null ? null : (
        <p
          id={id}
          role="alert"
          className="absolute top-full z-30 mt-0.5 max-w-90 rounded-md border border-down bg-card px-2 py-1 text-sm text-down shadow-pop"
        >
          {problem}
        </p>
      )}
    </>
  );
}
