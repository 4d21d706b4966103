/** How two versions' outcomes relate: where the same rules fire and nothing else differs, a borrower's outcome is the same. */
import type { GuardrailProgram, RuleProgram, VersionProgram } from "../program.ts";

export interface Alignment {
  /** Index of the other's rule by index of the one's; −1 for a rule of the one alone. Increasing. */
  readonly other: readonly number[];
  /** Indices of the other's rules that have none here. */
  readonly missing: readonly number[];
}

/** Rules that do the same, in the same order, by name first; null where the versions differ in more than rules and the `when` of guardrails. */
export function align(one: VersionProgram, other: VersionProgram): Alignment | null {
  if (one.strategy !== other.strategy || JSON.stringify(one.limit) !== JSON.stringify(other.limit)) return null;
  if (one.guardrails.length !== other.guardrails.length) return null;
  if (!one.guardrails.every((guardrail, i) => sameGuardrail(guardrail, other.guardrails[i] as GuardrailProgram))) return null;
  const positions = new Map(other.rules.map((rule, index) => [rule.name, index]));
  const found = one.rules.map((rule) => {
    const index = positions.get(rule.name) ?? -1;
    return index >= 0 && sameEffect(rule, other.rules[index] as RuleProgram) ? index : -1;
  });
  const kept = longestIncreasing(found);
  const matched = found.map((index, i) => (kept.has(i) ? index : -1));
  const used = new Set(matched);
  return { other: matched, missing: other.rules.flatMap((_, i) => (used.has(i) ? [] : [i])) };
}

/** Whether two rules do the same to a limit and tell the same. */
export function sameEffect(a: RuleProgram, b: RuleProgram): boolean {
  return a.type === b.type && a.reason === b.reason && a.review === b.review && sameAmount(a.amount, b.amount);
}

function sameAmount(a: RuleProgram["amount"], b: RuleProgram["amount"]): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === "percent") return b.kind === "percent" && a.basisPoints === b.basisPoints;
  if (a.kind === "amount") return b.kind === "amount" && a.hundredths === b.hundredths;
  return b.kind === "value" && a.value === b.value;
}

function sameGuardrail(a: GuardrailProgram, b: GuardrailProgram): boolean {
  return a.applies === b.applies && a.reason === b.reason && sameAmount(a.bound, b.bound) && (a.when === null) === (b.when === null);
}

/** Places of a longest increasing run among the entries that are not negative. */
function longestIncreasing(entries: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before: number[] = [];
  entries.forEach((entry, i) => {
    if (entry < 0) return;
    let length = ends.findIndex((end) => (entries[end] as number) >= entry);
    if (length < 0) length = ends.length;
    before[i] = length > 0 ? (ends[length - 1] as number) : -1;
    ends[length] = i;
  });
  const kept = new Set<number>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) kept.add(i);
  return kept;
}
