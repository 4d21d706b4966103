/** A backtest for people: versions, changes, headline figures, migration, what each change does, breakdowns, distribution. */
import type { ComparisonSummary } from "#rules/compare";
import { DECISIONS } from "#rules/evaluate";
import type { Backtest, BacktestCell, Breakdown, ChangeBin } from "#rules/portfolio";
import { amount, attributionSections, changeLines, columns, section, short, signed } from "./comparison-text.ts";
import type { Streams } from "./streams.ts";

/** `pair`: two versions were evaluated. */
export function backtestText(result: Backtest, pair: boolean, streams: Streams): string {
  const { baseline, candidate, changes, summary, migration, breakdowns, distribution, portfolio } = result;
  const versions = pair
    ? [`baseline   ${baseline.name}  ${short(baseline.hash)}`, `candidate  ${candidate.name}  ${short(candidate.hash)}`]
    : [`policy     ${baseline.name}  ${short(baseline.hash)}`];
  const sections = [
    section("Versions", [...versions, `portfolio  ${amount(portfolio.rows)} rows  ${short(portfolio.hash)}`], streams),
    pair ? section(`Changes (${changes.length})`, changes.flatMap(changeLines), streams) : "",
    section("Outcomes", outcomeTable(summary, pair), streams),
    pair ? section("Migration", migrationTable(migration), streams) : "",
    ...attributionSections(result, streams),
    section(pair ? "Limit, candidate − baseline" : "Limit, after − before", distributionTable(distribution), streams),
    ...breakdowns.map((breakdown) => section(`By ${breakdown.by}`, breakdownTable(breakdown, pair), streams)),
  ];
  return sections.filter(Boolean).join("\n");
}

function outcomeTable(summary: Backtest["summary"], pair: boolean): string[] {
  const { borrowers, errors, shifted, reasonShifted } = summary;
  const counts = [
    `${amount(borrowers)} borrowers`,
    ...(pair ? [`${amount(shifted)} shifted`, `${amount(reasonShifted)} with other reasons only`] : []),
    `${amount(errors)} errors`,
  ];
  return [counts.join(", "), ...columns(pair ? pairRows(summary) : singleRows(summary))];
}

function pairRows({ baseline, candidate, observed }: Backtest["summary"]): string[][] {
  const row = (name: string, before: number, after: number) => [name, amount(before), amount(after), signed(after - before)];
  const mean = (side: "baseline" | "candidate", decision: (typeof DECISIONS)[number]) => meanText(observed?.[side][decision].mean);
  const figures = [
    row("limit", baseline.limit, candidate.limit),
    row("available", baseline.available, candidate.available),
    row("review", baseline.review, candidate.review),
  ];
  const decisions = DECISIONS.map((decision) => [
    ...row(decision, baseline.decisions[decision], candidate.decisions[decision]),
    ...(observed ? [mean("baseline", decision), mean("candidate", decision)] : []),
  ]);
  const head = ["", "baseline", "candidate", "shift", ...(observed ? [`mean ${observed.column}`, "candidate"] : [])];
  return [head, ...figures.map((cells) => [...cells, ...(observed ? ["", ""] : [])]), ...decisions];
}

function singleRows({ limitBefore, baseline, observed }: Backtest["summary"]): string[][] {
  const padding = observed ? [""] : [];
  return [
    ["", "", ...(observed ? [`mean ${observed.column}`] : [])],
    ["limit before", amount(limitBefore), ...padding],
    ["limit after", amount(baseline.limit), ...padding],
    ["available", amount(baseline.available), ...padding],
    ["review", amount(baseline.review), ...padding],
    ...DECISIONS.map((decision) => [
      decision,
      amount(baseline.decisions[decision]),
      ...(observed ? [meanText(observed.baseline[decision].mean)] : []),
    ]),
  ];
}

function meanText(mean: number | null | undefined): string {
  return mean === null || mean === undefined ? "" : mean.toLocaleString("en", { maximumSignificantDigits: 4 });
}

function migrationTable(cells: readonly BacktestCell[]): string[] {
  if (cells.length === 0) return [];
  const observed = cells[0]?.observedMean !== undefined;
  const rows = cells.map((cell) => [
    `${cell.baseline} → ${cell.candidate}`,
    amount(cell.borrowers),
    signed(cell.limitCandidate - cell.limitBaseline),
    signed(cell.availableCandidate - cell.availableBaseline),
    ...(observed ? [meanText(cell.observedMean)] : []),
  ]);
  return columns([["", "borrowers", "limit", "available", ...(observed ? ["observed"] : [])], ...rows]);
}

function distributionTable(bins: readonly ChangeBin[]): string[] {
  const shown = bins.filter(({ borrowers }) => borrowers > 0);
  if (shown.length === 0) return [];
  const label = ({ from, to }: ChangeBin) => (from === 0 && to === 0 ? "no change" : `${edge(from)} to under ${edge(to)}`);
  return columns([["", "borrowers", "sum"], ...shown.map((bin) => [label(bin), amount(bin.borrowers), signed(bin.sum)])]);
}

function edge(value: number | null): string {
  return value === null ? "…" : signed(value);
}

function breakdownTable({ groups }: Breakdown, pair: boolean): string[] {
  if (groups.length === 0) return [];
  const shift = ({ baseline, candidate }: Pick<ComparisonSummary, "baseline" | "candidate">) => [
    signed(candidate.limit - baseline.limit),
    signed(candidate.available - baseline.available),
  ];
  const observed = groups[0]?.observed !== undefined;
  const rows = groups.map(({ label, borrowers, shifted, summary, observed: seen }) => [
    label === "" ? "empty text" : label,
    amount(borrowers),
    ...(pair ? [amount(shifted), ...shift(summary)] : [amount(summary.baseline.limit), amount(summary.baseline.available)]),
    ...(observed ? [meanText(seen?.mean)] : []),
  ]);
  const head = pair ? ["shifted", "limit", "available"] : ["limit", "available"];
  return columns([["", "borrowers", ...head, ...(observed ? ["observed"] : [])], ...rows]);
}
