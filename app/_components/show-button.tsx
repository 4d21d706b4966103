import type { ReactNode } from "react";
import { cn } from "./class-names";

interface ShowButtonProps {
  /** Shows the borrowers behind the figure; without it the figure is plain text. */
  onShow: (() => void) | undefined;
  /** Whose borrowers: a tooltip that says what a click does. */
  title?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A figure that leads to the borrowers behind it. */
export function ShowButton({ onShow, title, className, children }: ShowButtonProps) {
  if (onShow === undefined) return <span className={className}>{children}</span>;
  return (
    <button
      type="button"
      onClick={onShow}
      title={title === undefined ? "Show these borrowers" : `${title}: show them`}
      className={cn("rounded-sm decoration-edge decoration-1 underline-offset-3 hover:underline", className)}
    >
      {children}
    </button>
  );
}
