/** The notice to the borrower, English and 中文: the decision, at most four reasons in the policy's texts, what to do. Texts for a page, and as plain text. */
import type { Outcome } from "#rules/evaluate";
import { type Locale, localText, type ValidPolicy } from "#rules/policy";
import type { Notice, NoticeText, Ways } from "./types.ts";
import { moneyWords } from "./words.ts";

export function noticeOf(policy: ValidPolicy, outcome: Outcome, ways: Ways): Notice {
  const { decision, limitBefore, limitAfter, available, review, reasons } = outcome;
  return {
    policy: policy.title,
    decision,
    currency: policy.currency,
    limitBefore,
    limitAfter,
    ...(available === undefined ? {} : { available }),
    review,
    reasons,
    en: textOf(policy, outcome, ways, "en"),
    zh: textOf(policy, outcome, ways, "zh"),
  };
}

const HEADINGS = {
  en: { notice: "Notice about your credit limit", reasons: "The principal reasons", actions: "What you can do" },
  zh: { notice: "关于您信用额度的通知", reasons: "主要原因", actions: "您可以做什么" },
} as const;

const REMARKS = {
  en: {
    one: "Had it been so at this review, with all else as it was, the outcome would have been the one named. The next review looks at everything again.",
    several:
      "Had any one of these been so at this review, with all else as it was, the outcome would have been the one named with it. The next review looks at everything again.",
  },
  zh: {
    one: "在其他情况不变的前提下,以上做法在本次审查中即可带来所述结果。下次审查将重新评估全部情况。",
    several: "在其他情况不变的前提下,以上任何一项在本次审查中即可带来所述结果。下次审查将重新评估全部情况。",
  },
} as const;

function textOf(policy: ValidPolicy, outcome: Outcome, ways: Ways, locale: Locale): NoticeText {
  const headings = HEADINGS[locale];
  const reasons = outcome.reasons.map((code) => localText(policy.reasons.get(code), locale, code));
  const actions = outcome.decision === "increase" ? [] : actionsOf(ways, locale);
  const text = {
    heading: headings.notice,
    statement: statementOf(policy, outcome, locale),
    reasonsHeading: reasons.length === 0 ? "" : headings.reasons,
    reasons,
    actionsHeading: actions.length === 0 ? "" : headings.actions,
    actions,
    remark: actions.length === 0 || ways.ways.length === 0 ? "" : REMARKS[locale][ways.ways.length === 1 ? "one" : "several"],
  };
  return { ...text, plain: plainText(text) };
}

function actionsOf({ ways, nothing }: Ways, locale: Locale): string[] {
  if (nothing !== null) return [nothing[locale]];
  return ways.map(({ words }) => (locale === "zh" ? `${words.zh}。` : `${capital(words.en)}.`));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function statementOf(policy: ValidPolicy, outcome: Outcome, locale: Locale): string {
  const { decision, review, available } = outcome;
  const confirm = review && decision !== "refer";
  const open = available === undefined ? null : moneyWords(policy, available);
  const said = decisionStatement(policy, outcome, locale);
  if (locale === "zh") return `${said}${confirm ? "此决定尚须人工确认。" : ""}${open === null ? "" : `可用额度为${open}。`}`;
  return `${said}${confirm ? " A person has yet to confirm this." : ""}${open === null ? "" : ` Your available credit is ${open}.`}`;
}

function decisionStatement(policy: ValidPolicy, { decision, limitBefore, limitAfter }: Outcome, locale: Locale): string {
  const [from, to] = [moneyWords(policy, limitBefore), moneyWords(policy, limitAfter)];
  const en = {
    increase: `Your credit limit goes up from ${from} to ${to}.`,
    decrease: `Your credit limit goes down from ${from} to ${to}.`,
    hold: `Your credit limit stays at ${to}.`,
    maintain: `Your credit limit stays at ${to}.`,
    freeze: `Your credit limit of ${to} is frozen: nothing more can be drawn.`,
    refer: `A person will decide about your credit limit; until then it stays at ${to}.`,
  };
  const zh = {
    increase: `您的信用额度由${from}上调至${to}。`,
    decrease: `您的信用额度由${from}下调至${to}。`,
    hold: `您的信用额度维持在${to}。`,
    maintain: `您的信用额度维持在${to}。`,
    freeze: `您的信用额度${to}已被冻结,暂时不能再支用。`,
    refer: `您的信用额度将由人工审核决定,在此之前维持在${to}。`,
  };
  return (locale === "zh" ? zh : en)[decision];
}

function plainText({ heading, statement, reasonsHeading, reasons, actionsHeading, actions, remark }: Omit<NoticeText, "plain">): string {
  const listed = (title: string, items: readonly string[]) =>
    items.length === 0 ? "" : [title, ...items.map((item) => `- ${item}`)].join("\n");
  return [heading, statement, listed(reasonsHeading, reasons), listed(actionsHeading, actions), remark].filter(Boolean).join("\n\n");
}
