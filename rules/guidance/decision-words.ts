/** Decisions and outcomes in words, English and 中文. */
import type { Decision, Outcome } from "#rules/evaluate";
import type { Locale, ValidPolicy } from "#rules/policy";
import { moneyWords } from "./words.ts";

const ZH: Readonly<Record<Decision, string>> = {
  freeze: "冻结",
  refer: "转人工审核",
  decrease: "下调",
  hold: "不上调",
  maintain: "维持",
  increase: "上调",
};

export function decisionWords(decision: Decision, locale: Locale): string {
  return locale === "zh" ? ZH[decision] : decision;
}

/** What would follow: "the limit would be CNY 8,000, available CNY 2,000 (hold)". */
export function consequenceWords(policy: ValidPolicy, { limitAfter, available, decision }: Outcome, locale: Locale): string {
  const limit = moneyWords(policy, limitAfter);
  const open = available === undefined ? null : moneyWords(policy, available);
  const named = decisionWords(decision, locale);
  if (locale === "zh") return `额度将为${limit}${open === null ? "" : `,可用额度${open}`}(${named})`;
  return `the limit would be ${limit}${open === null ? "" : `, available ${open}`} (${named})`;
}
