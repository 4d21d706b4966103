"use client";

import { createContext, type ReactNode, use } from "react";
import type { Locale, LocalText } from "#rules/policy";

const LocaleContext = createContext<Locale>("en");

export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** The language of fact labels, sentences and borrower texts. */
export function useLocale(): Locale {
  return use(LocaleContext);
}

/** The text in the wanted language, else in the other one, else the fallback. */
export function localText(text: LocalText | undefined, locale: Locale, fallback = ""): string {
  return text?.[locale] ?? text?.[locale === "en" ? "zh" : "en"] ?? fallback;
}
