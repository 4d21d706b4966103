import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "../format";
import { Author } from "./author";
import { LocaleSwitch } from "./locale-switch";
import { ShellCommands } from "./shell-commands";
import { SidebarLink } from "./sidebar-link";
import { ThemeSwitch } from "./theme-switch";

interface SidebarProps {
  session: { author: string; theme: "light" | "dark" | "system" };
  policies: readonly { name: string; title: string; latest: number }[];
  portfolios: readonly { name: string; title: string; rows: number | null }[];
}

/** The way to every policy and portfolio, and the reader's own preferences. */
export function Sidebar({ session, policies, portfolios }: SidebarProps) {
  return (
    <aside className="flex min-h-0 flex-col overflow-y-auto border-r border-line bg-card px-2.5 py-3.5 max-md:max-h-56 max-md:border-r-0 max-md:border-b">
      <Link href="/" className="mx-2 mb-3 flex items-center gap-2 rounded-sm text-lg font-semibold tracking-tight">
        <Mark />
        Limen
      </Link>
      <ShellCommands theme={session.theme} policies={policies} portfolios={portfolios} />
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
      <nav aria-label="Portfolios" className="mt-1 flex flex-col">
        <Heading>Portfolios</Heading>
        {portfolios.slice(0, MOST_PORTFOLIOS).map(({ name, title, rows }) => (
          <SidebarLink key={name} href={`/portfolios/${name}`} {...(rows === null ? {} : { note: rowsText(rows) })} title={title}>
            {title}
          </SidebarLink>
        ))}
        <SidebarLink href="/portfolios">{portfolios.length === 0 ? "No portfolio yet" : "All portfolios"}</SidebarLink>
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

const MOST_PORTFOLIOS = 12;

/** 30000 → "30,000", 12300000 → "12.3 m". */
function rowsText(rows: number): string {
  return rows < 1e6 ? formatCount(rows) : `${(rows / 1e6).toFixed(1)} m`;
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
