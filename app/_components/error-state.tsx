import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

/** Says what failed, in words that help, and what to do next. */
export function ErrorState({
  title,
  children,
  actions,
  className,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div role="alert" className={cn("flex gap-2.5 rounded-lg border border-down/35 bg-downbg px-3.25 py-2.75", className)}>
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-down">{title}</p>
        {children ? <div className="mt-0.5 text-ink">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
