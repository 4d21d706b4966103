import Link from "next/link";
import type { ReactNode } from "react";
import { Author } from "./author";
import { LocaleSwitch } from "./locale-switch";
import { SidebarLink } from "./sidebar-link";
import { ThemeSwitch } from "./theme-switch";

interface SidebarProps {
  session: { author: string; theme: "light" | "dark" | "system" };
  policies: readonly { name: string; title: string; latest: number }[];
}

/** The way to every policy, and the reader's own preferences. */
export function Sidebar({ session, policies }: SidebarProps) {
  return (
    <aside className="flex min-h-0 flex-col overflow-y-auto border-r border-line bg-card px-2.5 py-3.5 max-md:max-h-56 max-md:border-r-0 max-md:border-b">
      <Link href="/" className="mx-2 mb-3 flex items-center gap-2 rounded-sm text-lg font-semibold tracking-tight">
        <Mark />
        Limen
      </Link>
      <nav aria-label="Policies" className="flex flex-col">
        <Heading>Policies</Heading>
        {policies.map((policy) => (
          <SidebarLink
            key={policy.name}
            href={`/policies/${policy.name}/edit`}
            under={`/policies/${policy.name}`}
            note={`v${policy.latest}`}
            title={policy.title}
          >
            {policy.title}
          </SidebarLink>
        ))}
        <SidebarLink href="/policies">{policies.length === 0 ? "No policy yet" : "All policies"}</SidebarLink>
      </nav>
      <div className="mt-auto flex flex-col gap-2 pt-4">
        <Author author={session.author} />
        <div className="flex gap-1.5 px-1">
          <ThemeSwitch theme={session.theme} />
          <LocaleSwitch />
        </div>
      </div>
    </aside>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <h2 className="mx-2 mt-2.5 mb-1 text-sm text-faint">{children}</h2>;
}

/** A doorstep: the threshold that the product is named after. */
function Mark() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 text-accent" aria-hidden="true">
      <path d="M3 13V3h10v10" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M1 13.2h14" stroke="currentColor" strokeWidth="1.8" />
    </svg>
  );
}
