"use client";

import type { ReactNode } from "react";
import type { Locale } from "#rules/policy";
import { CommandsProvider } from "./commands/commands";
import { LocaleProvider } from "./locale";
import { ToastProvider } from "./toast";
import { TooltipProvider } from "./tooltip";

/** What every page's client parts stand on. */
export function Providers({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <LocaleProvider locale={locale}>
      <TooltipProvider delayDuration={350} skipDelayDuration={200}>
        <ToastProvider>
          <CommandsProvider>{children}</CommandsProvider>
        </ToastProvider>
      </TooltipProvider>
    </LocaleProvider>
  );
}
