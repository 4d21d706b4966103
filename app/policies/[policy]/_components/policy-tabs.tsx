"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { cn } from "../../../_components/class-names";
import { useCommands } from "../../../_components/commands/commands";

const TABS = [
  ["edit", "Edit"],
  ["fixtures", "Fixtures"],
  ["versions", "Versions"],
  ["compare", "Compare"],
  ["backtest", "Backtest"],
  ["export", "Export"],
] as const;

/** The tabs of a policy, each a page of its own. */
export function PolicyTabs({ policy }: { policy: string }) {
  const path = usePathname();
  const router = useRouter();
  useCommands(() =>
    TABS.map(([segment, label]) => ({
      id: `tab ${segment}`,
      label,
      group: "Page",
      words: ["tab", "go to"],
      hindrance: path === `/policies/${policy}/${segment}` ? "it is the page you see" : null,
      run: () => router.push(`/policies/${policy}/${segment}`),
    })),
  );
  return (
    <nav aria-label="Policy" className="mt-2 mb-3 flex shrink-0 gap-4.5 border-b border-line">
      {TABS.map(([segment, label]) => {
        const href = `/policies/${policy}/${segment}`;
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={segment}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn("grid py-1.5 text-mute hover:text-ink", here && "font-semibold text-ink shadow-[inset_0_-2px_var(--accent)]")}
          >
            <span className="col-start-1 row-start-1">{label}</span>
            <span className="invisible col-start-1 row-start-1 font-semibold" aria-hidden>
              {label}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
