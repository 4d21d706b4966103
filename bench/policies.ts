/**
 * Made-up policies of any number of rules, realistic in shape: freezes are rare, rises common; groups are nested, shared
 * conditions, derived ratios and guardrails are used. The same number of rules gives the same texts; version B
 * differs from A in every fourth rule.
 */
import type { Json, JsonObject } from "#rules/policy";
import { FACTS, NUMBERS } from "./facts.ts";
import { randomStream, seedOf } from "./random.ts";
import { type NumberShape, type Shape, thresholdFor } from "./shapes.ts";

export interface PolicyPair {
  readonly baseline: string;
  readonly candidate: string;
}

/** Both versions of the policy with `rules` rules, as texts. */
export function madeUpPolicies(rules: number): PolicyPair {
  const baseline = new PolicyMaker(rules).document();
  const list = baseline.rules as JsonObject[];
  const candidate = { ...baseline, rules: list.map((rule, i) => (i % 4 === 1 ? changed(rule, i) : rule)) };
  return { baseline: JSON.stringify(baseline, null, 2), candidate: JSON.stringify(candidate, null, 2) };
}

/** Which sort of rule comes how often, of 25; and about which share of the borrowers one such rule should touch. */
const SORTS = [
  { type: "freeze", of25: 3, share: 0.004 },
  { type: "refer", of25: 1, share: 0.006 },
  { type: "decrease", of25: 7, share: 0.03 },
  { type: "hold", of25: 6, share: 0.03 },
  { type: "increase", of25: 7, share: 0.08 },
  { type: "set", of25: 1, share: 0.02 },
] as const;

type Sort = (typeof SORTS)[number];

const MIXED: readonly Sort[] = SORTS.flatMap((sort) => Array.from({ length: sort.of25 }, () => sort));

const RATIOS: readonly NumberShape[] = [
  { name: "utilisation", type: "number", low: 0, high: 3, skew: 2.5, nulls: 0 },
  { name: "debt_to_income", type: "number", low: 0, high: 2, skew: 2, nulls: 0.1 },
  { name: "payment_ratio", type: "number", low: 0, high: 3, skew: 2, nulls: 0.01 },
];

class PolicyMaker {
  private readonly next: () => number;

  constructor(private readonly count: number) {
    this.next = randomStream(seedOf("policy", count));
  }

  document(): JsonObject {
    const rules = Array.from({ length: this.count }, (_, i) => this.rule(i));
    return { ...FRAME, name: `made-up-${this.count}`, facts: Object.fromEntries(FACTS.map(declarationOf)), rules };
  }

  private rule(i: number): JsonObject {
    const sort = sortAt(i);
    const share = sort.share * Math.sqrt(25 / Math.max(25, this.count));
    return {
      name: `${String(i + 1).padStart(4, "0")}-${sort.type}`,
      priority: 1 + Math.floor(this.next() * 900),
      conditions: this.condition(sort, share),
      event: { type: sort.type, params: this.params(sort, i) },
    };
  }

  /** A conjunction whose parts together leave about the wanted share. */
  private condition(sort: Sort, share: number): Json {
    const parts: Json[] = [{ any: [this.leaf(0.3), { all: [this.leaf(0.5), this.member()] }] }];
    let left = share / 0.45;
    if (this.next() < 0.5) {
      parts.push(sort.type === "increase" ? { not: { condition: this.pick(["delinquent", "stretched"]) } } : { condition: "stretched" });
      left /= sort.type === "increase" ? 0.85 : 0.3;
    }
    if (this.next() < 0.3) parts.push({ not: this.leaf(0.2) });
    if (this.next() < 0.3) parts.push(this.listed());
    parts.push(this.leaf(Math.min(0.9, Math.sqrt(left))), this.leaf(Math.min(0.9, Math.sqrt(left))));
    return { all: parts };
  }

  /** A test that about this share of the borrowers pass. */
  private leaf(share: number): Json {
    const shape = this.next() < 0.2 ? this.pick(RATIOS) : this.pick(NUMBERS);
    if (shape.skew <= 2.5 && this.next() < 0.4)
      return { fact: shape.name, operator: this.pick(["lessThan", "lessThanInclusive"]), value: thresholdFor(shape, 1 - share) };
    const operator = this.pick(["greaterThan", "greaterThanInclusive"]);
    return { fact: shape.name, operator, value: thresholdFor(shape, share) };
  }

  private member(): Json {
    const texts = FACTS.filter((shape) => shape.type === "string");
    const { name, values } = this.pick(texts);
    const some = values.map(([value]) => value).filter((_, i) => i === 0 || this.next() < 0.4);
    return { fact: name, operator: this.pick(["in", "notIn"]), value: some };
  }

  private listed(): Json {
    const flag = this.pick(["linked-default", "identity-mismatch", "gambling", "address-change", "watchlist"]);
    const tests: Json[] = [
      { fact: "risk_flags", operator: "doesNotContain", value: flag },
      { fact: "outstanding_balance", operator: "greaterThan", value: { fact: "average_balance_6m" } },
      { fact: "fraud_alert", operator: "equal", value: false },
      { fact: "new_device", operator: "notEqual", value: true },
      { not: { fact: "employment", operator: "equal", value: null } },
    ];
    return this.pick(tests);
  }

  private params({ type }: Sort, i: number): JsonObject {
    const base = { reason: `R${(i % 20) + 1}`, ...(this.next() < 0.1 ? { review: true } : {}) };
    if (type === "increase" || type === "decrease")
      return this.next() < 0.75
        ? { ...base, percent: 5 * (1 + Math.floor(this.next() * 6)) }
        : { ...base, amount: 250 * (1 + Math.floor(this.next() * 8)) };
    return type === "set" ? { ...base, amount: { fact: "income_ceiling" } } : base;
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }
}

function sortAt(i: number): Sort {
  // 7 and 25 have no common factor: the sorts stand mixed.
  return MIXED[(i * 7) % MIXED.length] as Sort;
}

function declarationOf(shape: Shape): [string, JsonObject] {
  const nullable: JsonObject = shape.nulls > 0 ? { nullable: true } : {};
  if (shape.type === "boolean") return [shape.name, { type: shape.type, ...nullable }];
  if (shape.type === "string") return [shape.name, { type: shape.type, values: shape.values.map(([value]) => value), ...nullable }];
  if (shape.type === "strings") return [shape.name, { type: shape.type, values: shape.values, ...nullable }];
  return [shape.name, { type: shape.type, min: shape.low, ...nullable }];
}

/** The same rule with another threshold in its last test, and every other time with another event. */
function changed(rule: JsonObject, i: number): JsonObject {
  const parts = (rule.conditions as { readonly all: readonly JsonObject[] }).all;
  const last = parts.at(-1) as { readonly fact: string; readonly value: number };
  const shape = [...NUMBERS, ...RATIOS].find(({ name }) => name === last.fact) as NumberShape;
  const moved = { ...last, value: moveThreshold(shape, last.value, 0.06) };
  const event = rule.event as { readonly type: string; readonly params: JsonObject };
  const { percent } = event.params;
  const params = typeof percent === "number" && i % 8 === 1 ? { ...event.params, percent: percent + 5 } : event.params;
  return { ...rule, conditions: { all: [...parts.slice(0, -1), moved] }, event: { ...event, params } };
}

/** A threshold moved by a share of its range, at least by one unit. */
export function moveThreshold({ type, low, high }: Pick<NumberShape, "type" | "low" | "high">, value: number, share: number): number {
  const unit = type === "number" ? 10_000 : 1;
  const step = Math.max(1, Math.round((high - low) * unit * Math.abs(share))) * Math.sign(share);
  return Math.round(value * unit + step) / unit;
}

const REASONS = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`R${i + 1}`, { en: `Principal reason ${i + 1}.` }]));

const FRAME: JsonObject = {
  format: "limit-policy/1",
  name: "made-up",
  title: "Made-up policy for measurements",
  currency: "EUR",
  limit: {
    fact: "current_limit",
    balance: "outstanding_balance",
    step: 50,
    minChange: { amount: 50, percent: 2 },
    reviewDecreasePercent: 50,
  },
  strategy: "strictest",
  derived: {
    utilisation: { expression: "if current_limit > 0 then outstanding_balance / current_limit else null", default: 0 },
    debt_to_income: { expression: "monthly_debt_service / monthly_income" },
    payment_ratio: { expression: "payments_3m / statement_sum_3m" },
    income_ceiling: { expression: "3 * monthly_income" },
    step_ceiling: { expression: "current_limit + 5000" },
  },
  conditions: {
    delinquent: {
      any: [
        { fact: "days_past_due", operator: "greaterThan", value: 15 },
        { fact: "missed_payments_12m", operator: "greaterThanInclusive", value: 4 },
      ],
    },
    stretched: {
      any: [
        { fact: "utilisation", operator: "greaterThan", value: 0.9 },
        {
          all: [
            { fact: "debt_to_income", operator: "greaterThan", value: 0.5 },
            { fact: "other_lenders", operator: "greaterThan", value: 2 },
          ],
        },
      ],
    },
  },
  guardrails: [
    { name: "product-maximum", applies: "increase", atMost: 75_000, reason: "R1" },
    { name: "income-multiple", applies: "increase", atMost: { fact: "income_ceiling" }, reason: "R2" },
    { name: "largest-step", applies: "increase", atMost: { fact: "step_ceiling" }, reason: "R3" },
    {
      name: "student-maximum",
      applies: "increase",
      atMost: 5000,
      reason: "R4",
      when: { all: [{ fact: "segment", operator: "equal", value: "student" }] },
    },
    { name: "not-below-balance", applies: "decrease", atLeast: { fact: "outstanding_balance" }, reason: "R5" },
  ],
  reasons: REASONS,
};
