import type { ReactNode } from "react";
import { cn } from "./class-names";

interface EmptyStateProps {
  title: string;
  /** `h1` where it is all that the page has. */
  heading?: "p" | "h1" | "h2";
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

/** Says why there is nothing, what would be here, and how to get it. */
export function EmptyState({ title, heading: Heading = "p", children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-1.5 px-6 py-12 text-center", className)}>
      <Heading className="font-semibold">{title}</Heading>
      {children ? <div className="max-w-120 text-mute">{children}</div> : null}
      {actions ? <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
