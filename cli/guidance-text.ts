/** Guidance for people, in one language. */
import type { Guidance, Ways } from "#rules/guidance";
import type { Locale } from "#rules/policy";
import { section } from "./comparison-text.ts";
import type { Streams } from "./streams.ts";

const TITLES = {
  en: { why: "Why this outcome", whyNot: "Why not the other rules", ways: "What would change it", notice: "Notice to the borrower" },
  zh: { why: "为何是此结果", whyNot: "其他规则为何未触发", ways: "怎样可以改变", notice: "致借款人的通知" },
} as const;

export function guidanceText({ why, whyNot, ways, notice }: Guidance, locale: Locale, streams: Streams): string {
  const titles = TITLES[locale];
  const sections = [
    section(
      titles.why,
      why.map(({ words }) => words[locale]),
      streams,
    ),
    section(
      `${titles.whyNot} (${whyNot.length})`,
      whyNot.map(({ words }) => words[locale]),
      streams,
    ),
    section(titles.ways, wayLines(ways, locale), streams),
    section(titles.notice, notice[locale].plain.split("\n"), streams),
  ];
  return sections.join("\n");
}

function wayLines({ ways, nothing }: Ways, locale: Locale): string[] {
  return nothing === null ? ways.map(({ words }, i) => `${i + 1}. ${words[locale]}`) : [nothing[locale]];
}
