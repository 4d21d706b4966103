/** The facts of the made-up policies, and what the facts of the online line look like where its policy does not bound them. */
import type { Fact } from "#rules/policy";
import { boolean, number, type NumberShape, type Shape, text } from "./shapes.ts";

/** 34 facts of a revolving line: money, counts, ratios, scores, flags, lists. */
export const FACTS: readonly Shape[] = [
  number("money", "current_limit", [500, 60_000], { skew: 1.6 }),
  number("money", "outstanding_balance", [0, 40_000], { skew: 2.5 }),
  number("money", "average_balance_6m", [0, 40_000], { skew: 2.2 }),
  number("money", "monthly_income", [0, 30_000], { skew: 1.7, nulls: 0.08 }),
  number("money", "monthly_debt_service", [0, 9000], { skew: 2, nulls: 0.08 }),
  number("money", "payments_3m", [0, 20_000], { skew: 2 }),
  number("money", "statement_sum_3m", [0, 40_000], { skew: 2 }),
  number("money", "collateral_value", [0, 500_000], { skew: 4, nulls: 0.3 }),
  number("number", "utilisation_avg_6m", [0, 1.4], { skew: 1.5 }),
  number("number", "income_stability", [0, 1], { skew: 0.7, nulls: 0.1 }),
  number("number", "probability_of_default", [0, 0.5], { skew: 4 }),
  number("number", "balance_trend_3m", [-1, 1]),
  number("number", "bureau_utilisation", [0, 1.2], { skew: 1.4, nulls: 0.15 }),
  number("integer", "credit_score", [300, 900], { skew: 0.8, nulls: 0.05 }),
  number("integer", "days_past_due", [0, 180], { skew: 9 }),
  number("integer", "worst_dpd_12m", [0, 180], { skew: 6 }),
  number("integer", "missed_payments_12m", [0, 12], { skew: 4 }),
  number("integer", "months_on_book", [0, 240], { skew: 1.3 }),
  number("integer", "months_since_change", [0, 96], { skew: 1.2, nulls: 0.2 }),
  number("integer", "inquiries_3m", [0, 15], { skew: 3 }),
  number("integer", "open_accounts", [0, 20], { skew: 1.8 }),
  number("integer", "other_lenders", [0, 12], { skew: 2.5 }),
  number("integer", "login_days_30d", [0, 30]),
  number("integer", "purchases_90d", [0, 300], { skew: 2.2 }),
  number("integer", "cash_advances_6m", [0, 20], { skew: 5 }),
  number("integer", "over_limit_cycles_6m", [0, 6], { skew: 4 }),
  number("integer", "full_payment_cycles_6m", [0, 6]),
  boolean("fraud_alert", 0.002),
  boolean("increase_consent", 0.7),
  boolean("new_device", 0.06),
  text("segment", [
    ["salaried", 55],
    ["merchant", 20],
    ["gig", 15],
    ["student", 10],
  ]),
  text(
    "employment",
    [
      ["permanent", 50],
      ["contract", 20],
      ["self-employed", 18],
      ["none", 12],
    ],
    0.04,
  ),
  text("region", [
    ["north", 30],
    ["south", 25],
    ["east", 25],
    ["west", 15],
    ["overseas", 5],
  ]),
  {
    name: "risk_flags",
    type: "strings",
    values: ["linked-default", "identity-mismatch", "gambling", "address-change", "watchlist"],
    share: 0.04,
    nulls: 0.03,
  },
];

export const NUMBERS = FACTS.filter((shape): shape is NumberShape => ["number", "integer", "money"].includes(shape.type));

/** Where a declared fact has no upper (or lower) bound: [low, high] and skew. */
const OPEN: Readonly<Record<string, readonly [range: readonly [number, number], skew: number]>> = {
  current_limit: [[1000, 200_000], 1.8],
  outstanding_balance: [[0, 180_000], 3],
  utilization_avg_6m: [[0, 1.3], 1.5],
  days_past_due: [[0, 120], 9],
  max_dpd_6m: [[0, 150], 6],
  balance_change_3m: [[-1, 1], 1],
  rapid_settle_count_90d: [[0, 8], 3],
  monthly_income: [[0, 60_000], 1.8],
  debt_to_income: [[0, 1.5], 2],
  external_lender_count: [[0, 12], 2.5],
  bureau_inquiries_3m: [[0, 15], 3],
  months_on_book: [[0, 180], 1.4],
  platform_txn_count_90d: [[0, 300], 2.2],
  days_since_limit_change: [[0, 900], 1.2],
  abnormal_ops_30d: [[0, 6], 7],
};

const RARE = 0.01;

/** Made-up borrowers within the declared ranges; flags are rare but for consent, a fifth of what may be null is. */
export function shapesOf(facts: ReadonlyMap<string, Fact>): Shape[] {
  return [...facts.values()].filter(({ scope }) => scope === "borrower").map(shapeOf);
}

function shapeOf({ name, type, min, max, nullable, values }: Fact): Shape {
  const nulls = nullable ? 0.2 : 0;
  if (type === "boolean") return { ...boolean(name, name.includes("consent") ? 0.6 : RARE), nulls };
  if (type === "string" || type === "strings") {
    return text(
      name,
      (values ?? ["other"]).map((value, i, all) => [value, 3 ** (name === "behaviour_class" ? i : all.length - i)]),
      nulls,
    );
  }
  const [[low, high], skew] = OPEN[name] ?? [[min ?? 0, max ?? 100], (max ?? 100) <= 6 ? 2.5 : 1];
  return number(type, name, [Math.max(low, min ?? low), Math.min(high, max ?? high)], { skew, nulls });
}
