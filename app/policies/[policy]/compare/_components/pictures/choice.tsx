import type { ReactNode } from "react";
import { cn } from "../../../../../_components/class-names";
import type { Choosable } from "./types";

interface ChoiceProps extends Choosable {
  /** Null: nothing to show, plain text. */
  readonly choice: string | null;
  readonly title?: string | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A name or figure that shows its borrowers when chosen, and takes the choice away when chosen again. */
export function Choice({ choice, chosen, onChoose, title, className, children }: ChoiceProps) {
  if (onChoose === undefined || choice === null) {
    return (
      <span className={className} title={title}>
        {children}
      </span>
    );
  }
  const pressed = chosen === choice;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={title === undefined ? "Show these borrowers" : `${title}: show them`}
      onClick={() => onChoose(pressed ? null : choice)}
      className={cn(
        "rounded-sm underline decoration-line underline-offset-3 hover:decoration-current",
        pressed && "text-accent decoration-current",
        className,
      )}
    >
      {children}
    </button>
  );
}

/** Rows of a table whose chosen one stands out. */
export function rowClass(chosen: boolean): string {
  return cn(
    "border-t border-line hover:bg-bg [&>td]:px-1.5 [&>td]:py-1 [&>td]:whitespace-nowrap [&>th]:px-1.5 [&>th]:py-1",
    chosen && "bg-soft hover:bg-soft",
  );
}

/** A box that scrolls sideways where there is little room, and can be reached by keyboard. */
export function Sideways({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={cn("overflow-x-auto", className)}>
      {children}
    </section>
  );
}
