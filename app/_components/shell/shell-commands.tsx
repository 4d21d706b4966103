"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import type { Command } from "../commands/command";
import { useCommands, useOpenPalette } from "../commands/commands";
import { Kbd } from "../kbd";
import { chooseTheme, type Theme, useChosenTheme } from "../use-theme";

interface ShellCommandsProps {
  theme: Theme;
  policies: readonly { name: string; title: string; latest: number }[];
  portfolios: readonly { name: string; title: string }[];
}

const THEMES = [
  { theme: "light", label: "Light theme" },
  { theme: "dark", label: "Dark theme" },
  { theme: "system", label: "Theme as the system" },
] as const;

/** The way to the palette, and what can be done from every page. */
export function ShellCommands({ theme, policies, portfolios }: ShellCommandsProps) {
  const router = useRouter();
  const open = useOpenPalette();
  const shown = useChosenTheme(theme);
  const goTo = (href: string) => () => router.push(href);
  useCommands((): Command[] => [
    ...policies.map(({ name, title, latest }) => ({
      id: `policy ${name}`,
      label: title,
      group: "Policies" as const,
      words: [name],
      note: `v${latest}`,
      run: goTo(`/policies/${name}/edit`),
    })),
    { id: "policies", label: "All policies", group: "Policies", run: goTo("/policies") },
    { id: "new policy", label: "New policy…", group: "Policies", words: ["create", "import"], run: goTo("/policies?new=document") },
    ...portfolios.map(({ name, title }) => ({
      id: `portfolio ${name}`,
      label: title,
      group: "Portfolios" as const,
      words: [name],
      run: goTo(`/portfolios/${name}`),
    })),
    { id: "portfolios", label: "All portfolios", group: "Portfolios", words: ["upload"], run: goTo("/portfolios") },
    ...THEMES.map((one) => ({
      id: `theme ${one.theme}`,
      label: one.label,
      group: "Preferences" as const,
      words: ["appearance", "colours"],
      hindrance: shown === one.theme ? "it is the theme now" : null,
      run: () => chooseTheme(one.theme),
    })),
  ]);
  return (
    <button
      type="button"
      onClick={open}
      className="mx-0.5 mb-1 flex shrink-0 items-center gap-2 rounded-md border border-line bg-bg px-2 py-1 text-left text-mute hover:border-edge hover:text-ink"
    >
      <Search className="size-3.5 shrink-0" aria-hidden />
      Commands
      <Kbd keys="mod+k" className="ml-auto text-faint" />
    </button>
  );
}
