/**
 * A second reading of the policy document's page, for tests: small, synchronous, straight from the
 * text, on the document as JSON, with money as BigInt. It shares nothing with the evaluator, so
 * that the two agree only where both read the page alike.
 */
import type { Decision, Outcome } from "#rules/evaluate";
import type { Facts, FactValue, Json, JsonObject } from "#rules/policy";
import { type Scalar, type Tree, valueOfTree } from "./expression-trees.ts";
import { type FactDocument, factsOfDocument, type RandomPolicy } from "./random-policy.ts";

export interface ErrorInModel {
  readonly code: string;
  readonly fact: string;
}

// --- facts -------------------------------------------------------------------------------------

const own = (facts: Facts, name: string): FactValue | undefined => (Object.hasOwn(facts, name) ? facts[name] : undefined);

/** Every declared fact's value, absent ones as null; or why the borrower has no outcome. */
export function readFacts(document: JsonObject, scenario: Facts, facts: Facts): { values: Map<string, FactValue>; errors: ErrorInModel[] } {
  const values = new Map<string, FactValue>();
  const errors: ErrorInModel[] = [];
  for (const [name, declaration] of factsOfDocument(document)) {
    const given =
      own(facts, name) ?? (Object.hasOwn(facts, name) ? null : declaration.scope === "scenario" ? own(scenario, name) : undefined);
    const absent = given === undefined;
    const code = absent ? (declaration.scope === "scenario" || !declaration.nullable ? "missing-fact" : null) : errorOf(declaration, given);
    if (code !== null) errors.push({ code, fact: name });
    values.set(name, given ?? null);
  }
  return { values, errors };
}

function errorOf(fact: FactDocument, value: FactValue): string | null {
  if (value === null) return fact.nullable ? null : "null-fact";
  if (!isOfType(fact, value)) return "wrong-type";
  if (typeof value === "number" && (value < (fact.min ?? -Infinity) || value > (fact.max ?? Infinity))) return "out-of-range";
  if (fact.values && !(Array.isArray(value) ? value : [value]).every((v) => (fact.values as readonly string[]).includes(v as string)))
    return "not-in-values";
  return null;
}

function isOfType({ type }: FactDocument, value: FactValue): boolean {
  if (type === "strings") return Array.isArray(value) && value.every((v) => typeof v === "string") && new Set(value).size === value.length;
  if (type === "boolean" || type === "string") return typeof value === type;
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  return (
    type === "number" ||
    (type === "integer" ? Number.isSafeInteger(value) : /^-?\d{1,13}(\.\d{1,2})?$/.test(String(value)) && Math.abs(value) <= 1e12)
  );
}

/** The values of derived facts, each computed when first asked for. */
export function derive(policy: RandomPolicy, values: Map<string, FactValue>): void {
  const declared = (policy.document.derived ?? {}) as Record<string, { default?: Scalar }>;
  const read = (name: string): Scalar => {
    if (!values.has(name)) values.set(name, valueOfTree(policy.trees.get(name) as Tree, read) ?? declared[name]?.default ?? null);
    return values.get(name) as Scalar;
  };
  for (const name of Object.keys(declared)) if (policy.trees.has(name)) values.delete(name);
  for (const name of Object.keys(declared)) read(name);
}

// --- conditions --------------------------------------------------------------------------------

type Node = { [key: string]: Json };

/** Whether a condition is true. */
export function holds(document: JsonObject, condition: Json, values: ReadonlyMap<string, FactValue>): boolean {
  const node = condition as Node;
  if ("all" in node) return (node.all as Json[]).every((child) => holds(document, child, values));
  if ("any" in node) return (node.any as Json[]).some((child) => holds(document, child, values));
  if ("not" in node) return !holds(document, node.not as Json, values);
  if ("condition" in node) return holds(document, (document.conditions as Node)[node.condition as string] as Json, values);
  return testHolds(node.operator as string, values.get(node.fact as string) as FactValue, rightSide(node.value as Json, values));
}

/** The constant, or the other fact's value. */
export function rightSide(value: Json, values: ReadonlyMap<string, FactValue>): FactValue | readonly FactValue[] {
  return typeof value === "object" && value !== null && "fact" in value
    ? (values.get(value.fact as string) as FactValue)
    : (value as FactValue);
}

/** The table of the page: ten operators, null or not. */
export function testHolds(operator: string, fact: FactValue, right: FactValue | readonly FactValue[]): boolean {
  const list = right as readonly FactValue[];
  switch (operator) {
    case "equal":
      return fact === right;
    case "notEqual":
      return fact !== right;
    case "in":
      return list.includes(fact);
    case "notIn":
      return !list.includes(fact);
  }
  if (fact === null) return false;
  const texts = fact as readonly string[];
  const [left, bound] = [fact as number, right as number];
  switch (operator) {
    case "contains":
      return texts.includes(right as string);
    case "doesNotContain":
      return !texts.includes(right as string);
    case "lessThan":
      return left < bound;
    case "lessThanInclusive":
      return left <= bound;
    case "greaterThan":
      return left > bound;
    case "greaterThanInclusive":
      return left >= bound;
  }
  throw new Error(`no operator ${operator}`);
}

// --- money -------------------------------------------------------------------------------------

/** Hundredths of a decimal with at most two decimals, by its digits. */
const cents = (decimal: number): bigint => BigInt(decimal.toFixed(2).replace(".", ""));
/** Hundredths of any number: half away from zero, in doubles. */
const rounded = (value: number): bigint => BigInt(Math.sign(value) * Math.round(Math.abs(value) * 100));
const currency = (hundredths: bigint): number => Number(hundredths) / 100;
const size = (n: bigint): bigint => (n < 0n ? -n : n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

// --- outcome -----------------------------------------------------------------------------------

interface RuleDocument {
  readonly name: string;
  readonly enabled?: boolean;
  readonly priority?: number;
  readonly conditions: Json;
  readonly event: {
    readonly type: Exclude<Decision, "maintain"> | "set";
    readonly params: {
      readonly percent?: number;
      readonly amount?: number | { fact: string };
      readonly reason: string;
      readonly review?: boolean;
    };
  };
}
interface GuardrailDocument {
  readonly name: string;
  readonly applies: "increase" | "decrease";
  readonly atMost?: number | { fact: string };
  readonly atLeast?: number | { fact: string };
  readonly when?: Json;
  readonly reason: string;
}
interface LimitDocument {
  readonly fact: string;
  readonly balance?: string;
  readonly step: number;
  readonly minChange?: { readonly amount?: number; readonly percent?: number };
  readonly reviewDecreasePercent?: number;
}
type Values = ReadonlyMap<string, FactValue>;

function amountOf(amount: number | { fact: string }, values: Values): bigint | null {
  if (typeof amount === "number") return cents(amount);
  const value = values.get(amount.fact) as number | null;
  return value === null ? null : rounded(value);
}

/** The running limit after one rule. */
function effect({ event: { type, params } }: RuleDocument, L: bigint, values: Values): bigint {
  if (type === "hold" || type === "refer" || type === "freeze") return L;
  if (params.percent !== undefined) {
    const step = (L * cents(params.percent)) / 10000n;
    return type === "increase" ? L + step : most(0n, L - step);
  }
  const amount = amountOf(params.amount as number | { fact: string }, values);
  if (amount === null || amount < 0n) return L;
  return type === "set" ? amount : type === "increase" ? L + amount : most(0n, L - amount);
}

type Group = "freeze" | "refer" | "decrease" | "hold" | "increase";
const GROUPS: readonly Group[] = ["freeze", "refer", "decrease", "hold", "increase"];

function groupOf(rule: RuleDocument, B: bigint, values: Values): Group {
  if (rule.event.type !== "set") return rule.event.type;
  const after = effect(rule, B, values);
  return after > B ? "increase" : after < B ? "decrease" : "hold";
}

/** Fired rules in the total order: priority descending, then position. */
export function firedRules(document: JsonObject, values: Values): RuleDocument[] {
  const rules = document.rules as unknown as RuleDocument[];
  return rules
    .filter((rule) => rule.enabled !== false && holds(document, rule.conditions, values))
    .sort((a, b) => (b.priority ?? 1) - (a.priority ?? 1));
}

/** The outcome of a borrower whose facts, derived ones included, are known. */
export function outcomeOf(document: JsonObject, values: Values): Outcome {
  const limit = document.limit as unknown as LimitDocument;
  const B = cents(values.get(limit.fact) as number);
  const fired = firedRules(document, values);
  const group = (rule: RuleDocument) => groupOf(rule, B, values);

  // 1. combine
  const winning = document.strategy === "strictest" ? GROUPS.find((g) => fired.some((rule) => group(rule) === g)) : undefined;
  const winners = fired.filter((rule) => group(rule) === winning);
  const lowest = winners.map((rule) => effect(rule, B, values)).reduce(least, B);
  const applied =
    document.strategy === "sequential"
      ? fired
      : document.strategy === "first"
        ? fired.slice(0, 1)
        : winning === "decrease"
          ? winners.filter((rule) => effect(rule, B, values) === lowest).slice(0, 1)
          : winners.slice(0, 1);
  let L = B;
  const moves = applied.map((rule) => {
    const before = L;
    L = effect(rule, L, values);
    return { rule, by: L - before };
  });

  // 2. freeze, refer, hold
  const has = (type: string) => applied.some(({ event }) => event.type === type);
  const stopped = has("freeze") ? "freeze" : has("refer") ? "refer" : null;
  if (stopped) L = B;
  else if (has("hold")) L = least(L, B);

  // 3. guardrails
  const bound: GuardrailDocument[] = [];
  for (const guardrail of (document.guardrails ?? []) as unknown as GuardrailDocument[]) {
    const at = amountOf((guardrail.atMost ?? guardrail.atLeast) as number | { fact: string }, values);
    const when = guardrail.when === undefined || holds(document, guardrail.when, values);
    if (at === null || !when) continue;
    const before = L;
    if (guardrail.applies === "increase" && L > B && at < L) L = most(at, B);
    if (guardrail.applies === "decrease" && L < B && at > L) L = least(at, B);
    if (L !== before) bound.push(guardrail);
  }

  // 4. round
  const step = cents(limit.step);
  if (L > B) L = most(B, L - (L % step));
  if (L < B) L = least(B, L % step === 0n ? L : L - (L % step) + step);

  // 5. least change
  const change = size(L - B);
  if (change < cents(limit.minChange?.amount ?? 0) || change * 10000n < B * cents(limit.minChange?.percent ?? 0)) L = B;

  // 6. decision
  const decision: Decision = stopped ?? (L > B ? "increase" : L < B ? "decrease" : applied.length > 0 ? "hold" : "maintain");

  const balance = limit.balance === undefined ? null : (values.get(limit.balance) as number | null);
  const deepCut = limit.reviewDecreasePercent !== undefined && L < B && (B - L) * 10000n >= B * cents(limit.reviewDecreasePercent);
  return {
    limitBefore: currency(B),
    limitAfter: currency(L),
    ...(balance === null ? {} : { available: decision === "freeze" ? 0 : currency(most(0n, L - cents(balance))) }),
    decision,
    fired: fired.map(({ name }) => name),
    applied: applied.map(({ name }) => name),
    bound: bound.map(({ name }) => name),
    reasons: reasonsOf(decision, moves, group, winners, bound),
    review: applied.some(({ event }) => event.params.review === true) || decision === "refer" || deepCut,
  };
}

function reasonsOf(
  decision: Decision,
  moves: readonly { rule: RuleDocument; by: bigint }[],
  group: (rule: RuleDocument) => Group,
  winners: readonly RuleDocument[],
  bound: readonly GuardrailDocument[],
): string[] {
  if (decision === "maintain") return [];
  const applied = moves.map(({ rule }) => rule);
  const moved = (sign: bigint) =>
    moves
      .filter(({ by }) => by * sign > 0n)
      .sort((a, b) => (size(b.by) > size(a.by) ? 1 : size(b.by) < size(a.by) ? -1 : 0))
      .map(({ rule }) => rule);
  const ofDecision = applied.filter((rule) => group(rule) === decision);
  const first =
    decision === "increase"
      ? moved(1n)
      : decision === "decrease"
        ? moved(-1n)
        : decision === "hold" && ofDecision.length === 0
          ? applied
          : ofDecision;
  const others = winners.filter((rule) => !applied.includes(rule));
  const codes = [...first, ...others].map(({ event }) => event.params.reason).concat(bound.map(({ reason }) => reason));
  return [...new Set(codes)].slice(0, 4);
}
