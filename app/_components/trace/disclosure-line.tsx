"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "../class-names";

interface DisclosureLineProps {
  open: boolean;
  onToggle: () => void;
  /** The line itself; all of it is the button. */
  summary: ReactNode;
  /** What opens below. */
  children: ReactNode;
  className?: string;
}

/** One list item that opens. */
export function DisclosureLine({ open, onToggle, summary, children, className }: DisclosureLineProps) {
  const id = useId();
  return (
    <li className={cn("border-t border-line first:border-t-0", className)}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={onToggle}
        className="flex w-full items-baseline gap-1 rounded-sm px-1 py-1 text-left text-sm outline-offset-[-2px] hover:bg-soft"
      >
        <ChevronRight aria-hidden className={cn("size-3 shrink-0 translate-y-0.5 text-mute transition-transform", open && "rotate-90")} />
        <span className="min-w-0 flex-1">{summary}</span>
      </button>
      {open ? (
        <div id={id} className="pb-2 pl-4">
          {children}
        </div>
      ) : null}
    </li>
  );
}
