/** The notice to a borrower as a page to print: one sheet a language, without script or reference to anywhere. */
import type { Notice, NoticeText } from "#rules/guidance";
import { Html, html } from "./html.ts";

export interface NoticePageInput {
  readonly notice: Notice;
  /** How the borrower is named. */
  readonly borrower: string;
  /** The day that stands on the notice, as text. */
  readonly date: string;
}

const LABELS = {
  en: { borrower: "Account", date: "Date", page: "Notice" },
  zh: { borrower: "账户", date: "日期", page: "通知" },
} as const;

/** One HTML document with both languages. The same input gives the same bytes. */
export function noticePage(input: NoticePageInput): string {
  const { notice, borrower } = input;
  const page = html`${new Html("<!doctype html>")}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${LABELS.en.page} ${borrower}</title><style>${new Html(STYLE)}</style></head>
<body>${sheet(input, notice.en, "en")}${sheet(input, notice.zh, "zh")}</body></html>
`;
  return page.text;
}

function sheet({ notice, borrower, date }: NoticePageInput, text: NoticeText, locale: "en" | "zh"): Html {
  const labels = LABELS[locale];
  return html`<article lang="${locale === "zh" ? "zh-CN" : "en"}"><header><strong>${notice.policy}</strong><span>${labels.borrower}: ${borrower}<br>${labels.date}: ${date}</span></header>
<h1>${text.heading}</h1><p class="statement">${text.statement}</p>${list(text.reasonsHeading, text.reasons)}${list(text.actionsHeading, text.actions)}${text.remark && html`<p class="remark">${text.remark}</p>`}</article>
`;
}

function list(heading: string, items: readonly string[]): Html | false {
  return items.length > 0 && html`<h2>${heading}</h2><ol>${items.map((item) => html`<li>${item}</li>`)}</ol>`;
}

const STYLE = `
body{margin:0;background:#f4f5f8;color:#14181f;font:15px/1.55 "Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
article{box-sizing:border-box;max-width:720px;margin:24px auto;padding:48px 56px;background:#fff;border:1px solid #e3e6eb}
header{display:flex;justify-content:space-between;gap:24px;color:#565f6c;font-size:.9em}header span{text-align:right;overflow-wrap:anywhere}
h1{margin:40px 0 12px;font-size:1.5em;letter-spacing:-.01em}h2{margin:28px 0 6px;font-size:1.05em}
.statement{font-size:1.08em}ol{margin:6px 0;padding-left:22px}li{margin:5px 0}.remark{margin-top:20px;color:#565f6c;font-size:.9em}
@media print{@page{size:A4;margin:20mm}body{background:#fff}article{max-width:none;margin:0;padding:0;border:0;break-after:page}article:last-child{break-after:auto}}
`.trim();
