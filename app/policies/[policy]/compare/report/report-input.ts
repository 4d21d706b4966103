/** What the page shows as the input of its report. */
import type { DataPin } from "#rules/compare";
import { factGroups } from "#rules/figures";
import { formatPercent } from "#rules/format";
import { fromHundredths } from "#rules/policy";
import { type BorrowerShare, type ReportBreakdown, type ReportInput, reasonTexts } from "#rules/report";
import type { Assumptions } from "../assumptions";
import { bookUnder, meanOf } from "../book";
import { subjectLabel } from "../filter-words";
import { failuresOf } from "../failures";
import { sharesAt } from "../row-shares";
import { hasBalance, type Shares, type Shown, type ShownSide } from "../shown";
import { findSubject, subjectsOf, valuesOf } from "../subjects";
import type { UrlState } from "../url-state";

export interface ReportSource {
  readonly shown: Shown;
  /** Null where the shift is not divided yet: the report says nothing of shares then. */
  readonly shares: Shares | null;
  readonly url: Pick<UrlState, "measure" | "assumptions" | "by">;
  readonly observed: { readonly name: string; readonly values: Float64Array } | null;
  /** What pins the borrowers, and the file's hash where they are a portfolio. */
  readonly data: DataPin;
  readonly file: string | null;
  readonly build: string;
}

/** With a breakdown by what the page breaks down by, and by every protected fact. */
export function reportInputOf({ shown, shares, url, observed, data, file, build }: ReportSource): ReportInput {
  const { outcomes, baseline, candidate, borrowers } = shown;
  const { versions, figures } = outcomes;
  const side = ({ title, scenario }: ShownSide, which: "baseline" | "candidate") => ({ title, scenario, ...versions[which] });
  return {
    title: candidate.policy.title || versions.candidate.name,
    currency: candidate.policy.currency,
    baseline: side(baseline, "baseline"),
    candidate: side(candidate, "candidate"),
    borrowers: { title: borrowersTitle(shown), hash: data.hash, file, names: borrowers.names },
    changes: versions.changes,
    wording: versions.wording,
    summary: figures.summary,
    failures: failuresOf(shown),
    compared: outcomes,
    attribution: shares?.attribution ?? null,
    sharesAt: shares && ((row) => sharesOf(shares, row)),
    measure: hasBalance(shown) ? url.measure : "limit",
    hasBalance: hasBalance(shown),
    book: bookUnder(shown, url.assumptions, observed?.values ?? null),
    assumptions: assumptionSentences(url.assumptions, observed),
    observed,
    breakdowns: breakdownsOf(shown, url.by),
    reasons: reasonTexts(candidate.policy, baseline.policy),
    build,
    date: null,
  };
}

function borrowersTitle({ title, borrowers }: Shown): string {
  const rows = borrowers.names.length;
  return rows === borrowers.of ? title : `${title} (a sample of ${rows.toLocaleString("en")} of ${borrowers.of.toLocaleString("en")})`;
}

function sharesOf(shares: Shares, row: number): BorrowerShare[] {
  return sharesAt(shares, row, "limit").map(({ change, limit, available }) => ({
    change,
    limit: fromHundredths(limit),
    available: fromHundredths(available),
  }));
}

/** What the book's figures are reckoned with, in words. */
function assumptionSentences({ ccf, lgd, pd, late }: Assumptions, observed: ReportSource["observed"]): string[] {
  const sentences: string[] = [];
  if (ccf !== null) sentences.push(`Exposure at default is the balance and ${formatPercent(ccf)} of the available credit.`);
  if (ccf !== null && lgd !== null && pd !== null)
    sentences.push(`Expected loss is ${formatPercent(lgd)} of it times the probability of default: ${probabilityWords(pd, observed)}.`);
  if (late !== null) sentences.push(`Recently delinquent is whoever has ${late}.`);
  return sentences;
}

function probabilityWords(pd: NonNullable<Assumptions["pd"]>, observed: ReportSource["observed"]): string {
  if (pd.kind === "rate") return `${formatPercent(pd.rate)} for everybody`;
  if (pd.kind === "fact") return `each borrower’s ${pd.fact}`;
  const mean = observed && meanOf(observed.values);
  return mean === null ? "not known" : `the mean of ${observed?.name}, ${formatPercent(mean)}`;
}

function breakdownsOf(shown: Shown, by: string | null): ReportBreakdown[] {
  const chosen = findSubject(shown, by);
  const guarded = subjectsOf(shown).filter((subject) => subject.protected);
  return [...(chosen === null || chosen.protected ? [] : [chosen]), ...guarded].map((subject) => ({
    by: subjectLabel(shown, subject, "en"),
    protected: subject.protected,
    grouping: factGroups(shown.outcomes, valuesOf(shown, subject)),
  }));
}
