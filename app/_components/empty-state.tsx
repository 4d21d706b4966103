import type { ReactNode } from "react";
import { cn } from "./class-names";

/** Says why there is nothing, what would be here, and how to get it. */
export function EmptyState({ title, children, actions, className }: { title: string; children?: ReactNode; actions?: ReactNode; className?: string }) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-1.5 px-6 py-12 text-center", className)}>
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-120 text-mute">{children}</div> : null}
      {actions ? <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
