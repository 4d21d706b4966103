"use client";

import { Copy, Printer } from "lucide-react";
import { useState } from "react";
import type { Notice, NoticeText } from "#rules/guidance";
import type { Locale } from "#rules/policy";
import { noticePage } from "#rules/report";
import { Button } from "../button";
import { useLocale } from "../locale";
import { Segmented } from "../segmented";
import { useToast } from "../toast";

/** The notice as the borrower reads it: to copy as text, or as a page to print with both languages. */
export function NoticeCard({ notice, borrower }: { notice: Notice; borrower: string }) {
  const [locale, setLocale] = useState<Locale>(useLocale());
  const toast = useToast();
  const text = notice[locale];
  const copy = () =>
    navigator.clipboard.writeText(text.plain).then(
      () => toast({ text: "Notice copied", tone: "up" }),
      () => toast({ text: "The notice could not be copied; select its text instead", tone: "amber" }),
    );
  return (
    <div className="rounded-lg border border-line">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
        <Segmented<Locale>
          label="Language of the notice"
          value={locale}
          onChange={setLocale}
          options={[
            { value: "en", label: "English" },
            { value: "zh", label: "中文" },
          ]}
          className="mr-auto h-6.5 text-sm"
        />
        <Button size="small" onClick={() => void copy()}>
          <Copy aria-hidden /> Copy
        </Button>
        <Button size="small" onClick={() => openPage(noticePage({ notice, borrower, date: today() }))}>
          <Printer aria-hidden /> Page to print
        </Button>
      </div>
      <NoticeWords text={text} locale={locale} />
    </div>
  );
}

function NoticeWords({ text, locale }: { text: NoticeText; locale: Locale }) {
  return (
    <article lang={locale === "zh" ? "zh-CN" : "en"} className="flex flex-col gap-2 px-3 py-2.5">
      <h4 className="font-semibold">{text.heading}</h4>
      <p>{text.statement}</p>
      <Listed heading={text.reasonsHeading} items={text.reasons} />
      <Listed heading={text.actionsHeading} items={text.actions} />
      {text.remark === "" ? null : <p className="text-sm text-mute">{text.remark}</p>}
    </article>
  );
}

function Listed({ heading, items }: { heading: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h5 className="text-sm text-faint">{heading}</h5>
      <ol className="list-decimal pl-4.5 marker:text-faint">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ol>
    </div>
  );
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** In a tab of its own, from where it can be printed. */
function openPage(page: string): void {
  const address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  window.open(address, "_blank", "noopener");
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
