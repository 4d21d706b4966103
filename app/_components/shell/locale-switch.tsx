"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import type { Locale } from "#rules/policy";
import { useLocale } from "../locale";
import { useCommands } from "../commands/commands";
import { Segmented } from "../segmented";
import { savePreference } from "./preference";

const OPTIONS = [
  { value: "en", label: "EN", title: "Fact labels and borrower texts in English" },
  { value: "zh", label: <span lang="zh">中文</span>, title: "Fact labels and borrower texts in Chinese" },
] as const;

const LANGUAGES = [
  { locale: "en", label: "Labels and borrower texts in English" },
  { locale: "zh", label: "Labels and borrower texts in Chinese (中文)" },
] as const;

/** The language of fact labels, sentences and borrower texts; the interface itself stays English. */
export function LocaleSwitch() {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [shown, show] = useOptimistic(useLocale());
  const choose = (next: Locale) => {
    savePreference("limen-locale", next);
    startTransition(() => {
      show(next);
      router.refresh();
    });
  };
  useCommands(() =>
    LANGUAGES.map(({ locale, label }) => ({
      id: `language ${locale}`,
      label,
      group: "Preferences",
      words: ["language", "语言"],
      hindrance: shown === locale ? "it is the language now" : null,
      run: () => choose(locale),
    })),
  );
  return (
    <Segmented<Locale>
      label="Language of labels and borrower texts"
      value={shown}
      onChange={choose}
      options={OPTIONS}
      className="flex-1 [&_button]:px-1"
    />
  );
}
