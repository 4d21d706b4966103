import { expect, it } from "vitest";
import type { Notice, NoticeText } from "#rules/guidance";
import { noticePage } from "./index.ts";

const HOSTILE = `</style><script>alert(1)</script>"'&`;
const text: NoticeText = {
  heading: HOSTILE,
  statement: HOSTILE,
  reasonsHeading: "Reasons",
  reasons: [HOSTILE, "second"],
  actionsHeading: "",
  actions: [],
  remark: "",
  plain: "",
};
const notice: Notice = {
  policy: HOSTILE,
  decision: "hold",
  currency: "TWD",
  limitBefore: 1,
  limitAfter: 1,
  review: false,
  reasons: ["R1", "R2"],
  en: text,
  zh: { ...text, heading: "关于您信用额度的通知", actionsHeading: "您可以做什么", actions: ["按时还款"] },
};

it("a notice is one page without script in both languages, whatever stands in it; lists with nothing in them are left out", () => {
  const page = noticePage({ notice, borrower: HOSTILE, date: "26 November 2026" });
  expect(page).toBe(noticePage({ notice, borrower: HOSTILE, date: "26 November 2026" }));
  expect(page).not.toContain("<script");
  expect(page.match(/<article /g)).toHaveLength(2);
  expect(page.match(/<ol>/g)).toHaveLength(3);
  expect(page).toContain("您可以做什么</h2><ol><li>按时还款</li></ol>");
  expect(page).not.toMatch(/https?:|src=|url\(/);
});
