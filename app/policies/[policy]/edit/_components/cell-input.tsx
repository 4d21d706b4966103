"use client";

import { useEffect, useId, useRef } from "react";
import { useTypedValue } from "./use-typed-value";

interface CellInputProps {
  initial: string;
  label: string;
  /** Takes what is typed, or gives words why not. */
  onTake: (typed: string) => string | null;
  onClose: () => void;
}

/** The input of a table's cell: Enter takes what is typed, Escape leaves it; what is wrong stands below. */
export function CellInput({ initial, label, onTake, onClose }: CellInputProps) {
  const { typed, setTyped, problem, onKeyDown } = useTypedValue(initial, onTake, onClose);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
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
