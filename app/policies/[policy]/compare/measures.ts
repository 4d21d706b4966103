/**
 * What a comparison says beyond its summary, computed from outcomes alone: who is newly restricted or released,
 * where each change takes part, which borrowers a filter keeps, how far limits move. No attribution: a rule
 * restricts whom it is applied to on the side that restricts, and that is all that is claimed.
 */
import type { Change, ComparedBorrower, Comparison } from "#rules/compare";
import { isShifted } from "#rules/compare";
import { DECISIONS, type Outcome } from "#rules/evaluate";
import { type Condition, factsOf, type Rule, type ValidPolicy } from "#rules/policy";
import { type Treatment, type Treatments, treatmentOfPair } from "../../../_components/comparison/terms";
import type { Filters, Sort } from "./url-state";

// --- treatment ---------------------------------------------------------------------------------

export function treatmentOf({ baseline, candidate }: ComparedBorrower): Treatment | null {
  return treatmentOfPair({ baseline: baseline.decision, candidate: candidate.decision });
}

export function treatmentsOf(comparison: Comparison): Treatments {
  const restricted = comparison.borrowers.filter((b) => treatmentOf(b) === "restricted").length;
  const released = comparison.borrowers.filter((b) => treatmentOf(b) === "released");
  const changed = comparison.changes.filter(
    (change) => change.subject === "rule" && released.length > 0 && released.every((b) => b.baseline.applied.includes(change.name)),
  );
  return { restricted, released: released.length, releasedFrom: changed.length === 1 ? (changed[0]?.name ?? null) : null };
}

// --- where a change takes part -------------------------------------------------------------------

/** In which outcomes a change takes part: rules that it edits or that read what it edits, or a guardrail; "every" for limit, strategy, order. */
export type Reach =
  | { readonly kind: "rules"; readonly names: ReadonlySet<string>; readonly direct: boolean }
  | { readonly kind: "guardrail"; readonly name: string }
  | { readonly kind: "every" };

export interface ChangeMeasure {
  readonly change: Change;
  readonly reach: Reach;
  /** Borrowers for whom the rules fire (the guardrail binds) on each side; null for "every". */
  readonly fires: { readonly baseline: number; readonly candidate: number } | null;
  /** Shifted borrowers for whom they fire on either side. */
  readonly shifted: number;
  /** Newly restricted, the rule applied in the candidate. */
  readonly restricts: number;
  /** Released, the rule applied in the baseline. */
  readonly releases: number;
}

export function measureChanges(comparison: Comparison, baseline: ValidPolicy, candidate: ValidPolicy): ChangeMeasure[] {
  const shifted = comparison.borrowers.filter((b) => isShifted(b.baseline, b.candidate));
  return comparison.changes.map((change) => {
    const reach = reachOf(change, baseline, candidate);
    const takesPart = (outcome: Outcome) => firesIn(outcome, reach);
    const applies = (outcome: Outcome) => reach.kind === "rules" && reach.direct && outcome.applied.some((name) => reach.names.has(name));
    return {
      change,
      reach,
      fires:
        reach.kind === "every"
          ? null
          : {
              baseline: comparison.borrowers.filter((b) => takesPart(b.baseline)).length,
              candidate: comparison.borrowers.filter((b) => takesPart(b.candidate)).length,
            },
      shifted: shifted.filter((b) => takesPart(b.baseline) || takesPart(b.candidate)).length,
      restricts: shifted.filter((b) => treatmentOf(b) === "restricted" && applies(b.candidate)).length,
      releases: shifted.filter((b) => treatmentOf(b) === "released" && applies(b.baseline)).length,
    };
  });
}

function firesIn(outcome: Outcome, reach: Reach): boolean {
  if (reach.kind === "every") return true;
  return reach.kind === "guardrail" ? outcome.bound.includes(reach.name) : outcome.fired.some((name) => reach.names.has(name));
}

export function reachOf({ subject, name, id }: Change, baseline: ValidPolicy, candidate: ValidPolicy): Reach {
  if (subject === "rule" && id !== "rule-order") return { kind: "rules", names: new Set([name]), direct: true };
  if (subject === "guardrail" && id !== "guardrail-order") return { kind: "guardrail", name };
  if (subject !== "derived" && subject !== "condition" && subject !== "fact") return { kind: "every" };
  const names = [baseline, candidate].flatMap((policy) =>
    policy.rules.filter((rule) => readsName(policy, rule, subject, name)).map((rule) => rule.name),
  );
  return { kind: "rules", names: new Set(names), direct: false };
}

function readsName(policy: ValidPolicy, rule: Rule, subject: "derived" | "condition" | "fact", name: string): boolean {
  const facts = new Set<string>();
  const conditions = new Set<string>();
  collectReads(policy, rule.conditions, facts, conditions);
  if (rule.event.amount?.kind === "fact") addFact(policy, rule.event.amount.fact, facts);
  return (subject === "condition" ? conditions : facts).has(name);
}

function collectReads(policy: ValidPolicy, condition: Condition, facts: Set<string>, conditions: Set<string>): void {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const part of condition.conditions) collectReads(policy, part, facts, conditions);
      return;
    case "not":
      collectReads(policy, condition.condition, facts, conditions);
      return;
    case "reference": {
      conditions.add(condition.name);
      const target = policy.conditions.get(condition.name);
      if (target !== undefined) collectReads(policy, target, facts, conditions);
      return;
    }
    case "test":
      addFact(policy, condition.fact, facts);
      if (condition.operand.kind === "fact") addFact(policy, condition.operand.fact, facts);
      return;
    default:
      condition satisfies never;
  }
}

/** Adds a fact and, of a derived one, all that it is derived from. */
function addFact(policy: ValidPolicy, name: string, facts: Set<string>): void {
  if (facts.has(name)) return;
  facts.add(name);
  const derived = policy.derived.get(name);
  if (derived !== undefined) for (const read of factsOf(derived.expression)) addFact(policy, read, facts);
}

/** Which way the comparison goes as a whole, and so which changes go against it: by available credit, else by limits. */
export function grainOf({ summary: { baseline, candidate } }: Comparison): Treatment | null {
  const shift = cents(candidate.available) - cents(baseline.available) || cents(candidate.limit) - cents(baseline.limit);
  return shift === 0 ? null : shift < 0 ? "restricted" : "released";
}

/** How many borrowers a change treats against the grain. */
export function againstGrain(measure: ChangeMeasure, grain: Treatment | null): number {
  if (grain === null) return 0;
  return grain === "restricted" ? measure.releases : measure.restricts;
}

// --- shifts of one borrower ----------------------------------------------------------------------

export function limitShift({ baseline, candidate }: ComparedBorrower): number {
  return cents(candidate.limitAfter) - cents(baseline.limitAfter);
}

/** Null where available credit is not known. */
export function availableShift({ baseline, candidate }: ComparedBorrower): number | null {
  return baseline.available === undefined || candidate.available === undefined
    ? null
    : cents(candidate.available) - cents(baseline.available);
}

function cents(value: number): number {
  return Math.round(value * 100);
}

// --- filters and order ---------------------------------------------------------------------------

/** The borrowers that a filter keeps, in input order. */
export function filterBorrowers(
  comparison: Comparison,
  filters: Filters,
  baseline: ValidPolicy,
  candidate: ValidPolicy,
): ComparedBorrower[] {
  const change = comparison.changes.find((one) => one.id === filters.change);
  const reach = change === undefined ? null : reachOf(change, baseline, candidate);
  const text = filters.text.trim().toLowerCase();
  const either = (b: ComparedBorrower, test: (outcome: Outcome) => boolean) => test(b.baseline) || test(b.candidate);
  return comparison.borrowers.filter(
    (b) =>
      (filters.all || isShifted(b.baseline, b.candidate)) &&
      (filters.pair === null || (b.baseline.decision === filters.pair.baseline && b.candidate.decision === filters.pair.candidate)) &&
      (filters.rule === null || either(b, (outcome) => outcome.fired.includes(filters.rule as string))) &&
      (reach === null || either(b, (outcome) => firesIn(outcome, reach))) &&
      (filters.treatment === null || treatmentOf(b) === filters.treatment) &&
      (text === "" || b.name.toLowerCase().includes(text)),
  );
}

const NAMES = new Intl.Collator("en", { numeric: true });

type SortValue = number | string | null;

/** What each column sorts by. `balances` by name of borrower. */
export function sortValue(column: string, b: ComparedBorrower, balances: ReadonlyMap<string, number | null>): SortValue {
  switch (column) {
    case "before":
      return b.baseline.limitBefore;
    case "balance":
      return balances.get(b.name) ?? null;
    case "baseline":
    case "candidate":
      return DECISIONS.indexOf(b[column].decision);
    case "shift":
      return limitShift(b);
    case "available":
      return availableShift(b);
    case "told":
      return b.candidate.reasons.join(" ") || null;
    default:
      return b.name;
  }
}

/** In the given order; without one, the largest shift of available credit (else of limit) first. Missing values stand last. */
export function sortBorrowers(
  borrowers: readonly ComparedBorrower[],
  sort: Sort | null,
  balances: ReadonlyMap<string, number | null>,
): ComparedBorrower[] {
  if (sort === null) return [...borrowers].sort((a, b) => magnitude(b) - magnitude(a));
  const valued = borrowers.map((b) => ({ b, value: sortValue(sort.column, b, balances) }));
  const way = sort.descending ? -1 : 1;
  return valued
    .sort((x, y) =>
      x.value === null || y.value === null ? Number(x.value === null) - Number(y.value === null) : way * order(x.value, y.value),
    )
    .map(({ b }) => b);
}

function magnitude(b: ComparedBorrower): number {
  return Math.abs(availableShift(b) || limitShift(b));
}

function order(a: number | string, b: number | string): number {
  return typeof a === "string" && typeof b === "string" ? NAMES.compare(a, b) : Number(a) - Number(b);
}

// --- distribution --------------------------------------------------------------------------------

export interface Bin {
  /** Percent of the baseline's limit; the bin holds from ≤ x < to (the last one x ≥ from). */
  readonly from: number;
  readonly to: number;
  readonly borrowers: number;
}

const BIN = 10;
const LAST = 100;

/** How far the limit after moves, in percent of the baseline's, over the borrowers whose limit moves. From 0 limits: the last bin. */
export function limitChangeBins(borrowers: readonly ComparedBorrower[]): Bin[] {
  const counts = new Map<number, number>();
  for (const b of borrowers) {
    const shift = limitShift(b);
    if (shift === 0) continue;
    const percent = b.baseline.limitAfter === 0 ? LAST : (100 * shift) / cents(b.baseline.limitAfter);
    const from = Math.min(LAST, Math.floor(percent / BIN) * BIN);
    counts.set(from, (counts.get(from) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const [first, last] = [Math.min(...counts.keys(), -BIN), Math.max(...counts.keys(), 0)];
  return Array.from({ length: (last - first) / BIN + 1 }, (_, i) => ({
    from: first + i * BIN,
    to: first + (i + 1) * BIN,
    borrowers: counts.get(first + i * BIN) ?? 0,
  }));
}
