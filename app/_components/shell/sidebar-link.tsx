"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "../class-names";

/** A link that knows when its page, or one under it, is the one in sight. */
export function SidebarLink({ href, note, title, exact, children }: { href: string; note?: string; title?: string; exact?: boolean; children: ReactNode }) {
  const path = usePathname();
  const here = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      title={title}
      aria-current={here ? (path === href ? "page" : "true") : undefined}
      className={cn("flex justify-between gap-2 rounded-md px-2 py-1.25 hover:bg-bg", here && "bg-soft font-semibold text-accent hover:bg-soft")}
    >
      <span className="truncate">{children}</span>
      {note ? <span className="shrink-0 font-normal text-faint">{note}</span> : null}
    </Link>
  );
}
