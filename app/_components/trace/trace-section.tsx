import type { ReactNode } from "react";
import { cn } from "../class-names";

/** A titled part of a trace. */
export function TraceSection({
  title,
  note,
  actions,
  className,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cn("mt-4 first:mt-0", className)}>
      <header className="mb-1 flex min-h-6 flex-wrap items-center gap-2">
        <h3 className="font-semibold">{title}</h3>
        {note ? <span className="text-sm text-faint">{note}</span> : null}
        {actions ? <span className="ml-auto flex items-center gap-2">{actions}</span> : null}
      </header>
      {children}
    </section>
  );
}
