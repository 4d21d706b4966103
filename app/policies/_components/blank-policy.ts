/** The document that a new policy starts from: small, valid, and showing each part once. */
export interface BlankPolicy {
  name: string;
  title: string;
  currency: string;
  strategy: "strictest" | "sequential" | "first";
}

export function blankPolicy({ name, title, currency, strategy }: BlankPolicy): string {
  const document = {
    format: "limit-policy/1",
    name,
    title,
    currency,
    limit: { fact: "current_limit", balance: "outstanding_balance", step: 100 },
    strategy,
    facts: {
      current_limit: { type: "money", min: 0, label: { en: "Current limit", zh: "当前额度" } },
      outstanding_balance: { type: "money", min: 0, label: { en: "Outstanding balance", zh: "未偿余额" } },
      days_past_due: { type: "integer", min: 0, unit: "day", label: { en: "Days past due", zh: "逾期天数" } },
    },
    derived: {
      utilization: {
        expression: "if current_limit > 0 then outstanding_balance / current_limit else null",
        default: 0,
        label: { en: "Utilisation", zh: "额度使用率" },
      },
    },
    rules: [
      {
        name: "freeze-60-days-late",
        priority: 900,
        conditions: { all: [{ fact: "days_past_due", operator: "greaterThanInclusive", value: 60 }] },
        event: { type: "freeze", params: { reason: "DLQ-01" } },
      },
      {
        name: "cut-30-days-late-and-drawn",
        priority: 500,
        conditions: {
          all: [
            { fact: "days_past_due", operator: "greaterThanInclusive", value: 30 },
            { fact: "utilization", operator: "greaterThanInclusive", value: 0.8 },
          ],
        },
        event: { type: "decrease", params: { percent: 20, reason: "DLQ-02" } },
      },
    ],
    guardrails: [{ name: "not-below-balance", applies: "decrease", atLeast: { fact: "outstanding_balance" }, reason: "BAL-01" }],
    reasons: {
      "DLQ-01": { en: "Your payment is 60 or more days late.", zh: "您的还款已逾期60天及以上。" },
      "DLQ-02": {
        en: "Your payment is 30 or more days late and most of your limit is in use.",
        zh: "您的还款已逾期30天及以上，且额度使用率较高。",
      },
      "BAL-01": { en: "Your limit was not set below what you owe.", zh: "您的额度不会低于当前欠款。" },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A policy's name from its title: "Card limit review" → "card-limit-review". */
export function nameFromTitle(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}
