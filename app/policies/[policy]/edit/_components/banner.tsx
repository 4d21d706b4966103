import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Something about the draft that needs the author: what happened, and what to do. */
export function Banner({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions: ReactNode }) {
  return (
    <div
      role="alert"
      className="mb-2.5 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-amber/40 bg-amberbg px-3.25 py-2"
    >
      <TriangleAlert className="size-4 shrink-0 text-amber" aria-hidden />
      <p className="min-w-0 flex-1">
        <span className="font-semibold">{title}</span> <span className="text-mute">{children}</span>
      </p>
      <span className="flex shrink-0 gap-2">{actions}</span>
    </div>
  );
}
