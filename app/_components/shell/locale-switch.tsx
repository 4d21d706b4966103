"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import type { Locale } from "#rules/policy";
import { useLocale } from "../locale";
import { Segmented } from "../segmented";
import { savePreference } from "./preference";

const OPTIONS = [
  { value: "en", label: "EN", title: "Fact labels and borrower texts in English" },
  { value: "zh", label: <span lang="zh">中文</span>, title: "Fact labels and borrower texts in Chinese" },
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
