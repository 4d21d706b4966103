import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** A framed part of a page; with a `title` it becomes a named section. */
export function Card({
  title,
  note,
  actions,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"section">, "title"> & { title?: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <section className={cn("min-w-0 rounded-lg border border-line bg-card px-3.25 py-2.75", className)} {...rest}>
      {title ? (
        <header className="mb-1 flex min-h-6 items-center gap-2">
          <h2 className="font-semibold whitespace-nowrap">{title}</h2>
          {note ? <span className="min-w-0 truncate text-sm text-faint">{note}</span> : null}
          {actions ? <span className="ml-auto flex items-center gap-2">{actions}</span> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}
