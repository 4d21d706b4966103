/** A report's input from a comparison that lists all its borrowers, as the command line has it. */
import type { Comparison } from "#rules/compare";
import { bookOf, comparedOf, factGroups } from "#rules/figures";
import type { Facts, ValidPolicy } from "#rules/policy";
import type { BorrowerShare, ReportBreakdown, ReportInput } from "./types.ts";

export interface ComparisonSource {
  /** With `all`, and with each borrower's shares where it was attributed. */
  readonly comparison: Comparison;
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  readonly titles: { readonly baseline: string; readonly candidate: string };
  /** By borrower of the comparison. */
  readonly facts: readonly Facts[];
  readonly borrowers: Pick<ReportInput["borrowers"], "title" | "hash" | "file">;
  /** The name among the facts of an outcome observed later. */
  readonly observed?: string | undefined;
  readonly build: string;
  readonly date: string | null;
}

/** With the book's figures that need no assumption, and a breakdown by each protected fact. */
export function reportOfComparison(source: ComparisonSource): ReportInput {
  const { comparison, baseline, candidate, titles, facts, borrowers, observed, build, date } = source;
  const compared = comparedOf(comparison.borrowers);
  const balanceFact = candidate.limit.balance;
  const attributed = comparison.attribution !== undefined;
  const side = (name: "baseline" | "candidate") => ({ title: titles[name], ...comparison[name], scenario: comparison.scenario[name] });
  return {
    title: candidate.title,
    currency: candidate.currency,
    baseline: side("baseline"),
    candidate: side("candidate"),
    borrowers: { ...borrowers, names: comparison.borrowers.map(({ name }) => name) },
    changes: comparison.changes,
    wording: comparison.wording,
    summary: comparison.summary,
    failures: comparison.failures,
    compared,
    attribution: attributed ? { attribution: comparison.attribution ?? [], interactions: comparison.interactions ?? [] } : null,
    sharesAt: attributed ? (row) => sharesOf(comparison.borrowers[row]) : null,
    measure: balanceFact === null ? "limit" : "available",
    hasBalance: balanceFact !== null,
    book: balanceFact === null ? null : bookOf(compared, { balance: numbersOf(facts, balanceFact) }),
    assumptions: [],
    observed: observed === undefined ? null : { name: observed.replaceAll("_", " "), values: numbersOf(facts, observed) },
    breakdowns: protectedBreakdowns(baseline, candidate, compared, facts),
    reasons: reasonTexts(candidate, baseline),
    build,
    date,
  };
}

function sharesOf(borrower: Comparison["borrowers"][number] | undefined): BorrowerShare[] {
  const { shares = {}, availableShares = {} } = borrower ?? {};
  const changes = new Set([...Object.keys(shares), ...Object.keys(availableShares)]);
  return [...changes].map((change) => ({ change, limit: shares[change] ?? 0, available: availableShares[change] ?? 0 }));
}

/** NaN where a value is no number; yes and no are 1 and 0. */
function numbersOf(facts: readonly Facts[], name: string): Float64Array {
  return Float64Array.from(facts, ({ [name]: value }) =>
    typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : Number.NaN,
  );
}

function protectedBreakdowns(
  baseline: ValidPolicy,
  candidate: ValidPolicy,
  compared: ReportInput["compared"],
  facts: readonly Facts[],
): ReportBreakdown[] {
  const declared = new Map([...baseline.facts, ...candidate.facts]);
  return [...declared.values()]
    .filter((fact) => fact.protected)
    .map(({ name, label }) => ({
      by: label?.en ?? name,
      protected: true,
      grouping: factGroups(compared, { kind: "values", values: facts.map((one) => one[name]) }),
    }));
}

/** The candidate's words first. */
export function reasonTexts(...policies: readonly ValidPolicy[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { reasons } of policies) for (const [code, reason] of reasons) if (!texts.has(code)) texts.set(code, reason.en ?? code);
  return texts;
}
