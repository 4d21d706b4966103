"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "../class-names";

interface SidebarLinkProps {
  href: string;
  /** The folder of pages that the link stands for; by default its own page alone. */
  under?: string;
  note?: string;
  title?: string;
  children: ReactNode;
}

/** A link that knows when its page, or one that it stands for, is the one in sight. */
export function SidebarLink({ href, under, note, title, children }: SidebarLinkProps) {
  const path = usePathname();
  const here = path === href || (under !== undefined && path.startsWith(`${under}/`));
  return (
    <Link
      href={href}
      title={title}
      aria-current={here ? (path === href ? "page" : "true") : undefined}
      className={cn(
        "flex justify-between gap-2 rounded-md px-2 py-1.25 hover:bg-bg",
        here && "bg-soft font-semibold text-accent hover:bg-soft",
      )}
    >
      <span className="truncate">{children}</span>
      {note ? <span className="shrink-0 font-normal text-faint">{note}</span> : null}
    </Link>
  );
}
