/** A comparison for people: changes as sentences, headline figures, migration, what each change does, the first shifted borrowers. */
import type {
  Attribution,
  Change,
  ChangeAttribution,
  ComparedBorrower,
  Comparison,
  ComparisonSummary,
  Interaction,
  MigrationCell,
} from "#rules/compare";
import { DECISIONS } from "#rules/evaluate";
import type { Streams } from "./streams.ts";

const MOST_BORROWERS = 20;

export function comparisonText(comparison: Comparison, streams: Streams): string {
  const { baseline, candidate, changes, wording, summary, migration, borrowers, data } = comparison;
  const sections = [
    section(
      "Versions",
      [
        `baseline   ${baseline.name}  ${short(baseline.hash)}`,
        `candidate  ${candidate.name}  ${short(candidate.hash)}`,
        ...(data === undefined ? [] : [`borrowers  ${short(data.hash)}`]),
      ],
      streams,
    ),
    section(`Changes (${changes.length})`, changes.flatMap(changeLines), streams),
    wording.length > 0 ? section(`Wording, no effect on outcomes (${wording.length})`, wording.flatMap(changeLines), streams) : "",
    section("Outcomes", outcomeTable(summary), streams),
    section("Migration", migrationTable(migration.filter((cell) => cell.borrowers > 0)), streams),
    ...attributionSections(comparison, streams),
    section(`Borrowers (${amount(borrowers.length)})`, borrowerTable(borrowers), streams),
  ];
  return sections.filter(Boolean).join("\n");
}

/** What each change has of the shift, and which act together; nothing where the shift is not divided. */
export function attributionSections({ attribution = [], interactions = [] }: Partial<Attribution>, streams: Streams): string[] {
  return [
    attribution.length > 0 ? section("Attribution of the shift", attributionTables(attribution), streams) : "",
    interactions.length > 0 ? section("Changes that act together", interactionTable(interactions), streams) : "",
  ];
}

export function section(title: string, lines: readonly string[], { styled }: Streams): string {
  const body = lines.length === 0 ? ["  none"] : lines.map((line) => `  ${line}`);
  return `${styled("bold", title)}\n${body.join("\n")}\n`;
}

export function changeLines({ id, kind, edits }: Change): string[] {
  return [`${kind.padEnd(9)}  ${id}`, ...edits.map(({ text }) => `           ${text}`)];
}

function outcomeTable({ borrowers, errors, shifted, reasonShifted, baseline, candidate }: ComparisonSummary): string[] {
  const row = (name: string, before: number, after: number) => [name, amount(before), amount(after), signed(after - before)];
  const rows = [
    ["", "baseline", "candidate", "shift"],
    row("limit", baseline.limit, candidate.limit),
    row("available", baseline.available, candidate.available),
    ...DECISIONS.map((decision) => row(decision, baseline.decisions[decision], candidate.decisions[decision])),
  ];
  const counts = [
    `${amount(borrowers)} borrowers`,
    `${amount(shifted)} shifted`,
    `${amount(reasonShifted)} with other reasons only`,
    `${amount(errors)} errors`,
  ];
  return [counts.join(", "), ...columns(rows)];
}

function migrationTable(cells: readonly MigrationCell[]): string[] {
  if (cells.length === 0) return [];
  const rows = cells.map((cell) => [
    `${cell.baseline} → ${cell.candidate}`,
    amount(cell.borrowers),
    signed(cell.limitCandidate - cell.limitBaseline),
    signed(cell.availableCandidate - cell.availableBaseline),
  ]);
  return columns([["", "borrowers", "limit", "available"], ...rows]);
}

/** What each change does to available credit (to limits, where no balance is known), the largest share first; then the decisions that it flips. */
function attributionTables(attribution: readonly ChangeAttribution[]): string[] {
  const measure = attribution.some(({ available }) => available.share !== 0) ? "available" : "limit";
  const sorted = [...attribution].sort((a, b) => Math.abs(b[measure].share) - Math.abs(a[measure].share));
  const rows = sorted.map(({ change, touched, ...measures }) => {
    const { share, solo, last, stderr } = measures[measure];
    return [change, amount(touched), `${signed(share)}${stderr === undefined ? "" : ` ± ${amount(stderr)}`}`, signed(solo), signed(last)];
  });
  const total = attribution.reduce((sum, one) => sum + Math.round(one[measure].share * 100), 0) / 100;
  const flips = sorted.flatMap(({ change, flips: found }) =>
    found.length === 0 ? [] : [`${change}: ${found.map(({ from, to, borrowers }) => `${from} → ${to} ${amount(borrowers)}`).join(", ")}`],
  );
  return [
    ...columns([[`of ${measure}`, "borrowers", "share", "applied alone", "applied last"], ...rows, ["total", "", signed(total), "", ""]]),
    ...(flips.length > 0 ? ["", "decisions that each flips, applied alone", ...flips] : []),
  ];
}

function interactionTable(interactions: readonly Interaction[]): string[] {
  const rows = interactions.map(({ changes, borrowers, limit, available }) => [
    changes.join(" and "),
    amount(borrowers),
    signed(limit),
    signed(available),
  ]);
  return columns([["beyond what each does alone", "borrowers", "limit", "available"], ...rows]);
}

function borrowerTable(borrowers: readonly ComparedBorrower[]): string[] {
  if (borrowers.length === 0) return [];
  const rows = borrowers
    .slice(0, MOST_BORROWERS)
    .map(({ name, baseline, candidate }) => [
      name,
      `${baseline.decision} → ${candidate.decision}`,
      amount(baseline.limitAfter),
      amount(candidate.limitAfter),
      signed(candidate.limitAfter - baseline.limitAfter),
    ]);
  const rest = borrowers.length - MOST_BORROWERS;
  return [
    ...columns([["name", "decision", "baseline", "candidate", "shift"], ...rows], 2),
    ...(rest > 0 ? [`… and ${amount(rest)} more; --json lists all`] : []),
  ];
}

/** Rows with aligned columns: the first `left` to the left, the figures to the right. */
export function columns(rows: readonly (readonly string[])[], left = 1): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => (index < left ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

export function amount(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}

export function signed(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2, signDisplay: "exceptZero" });
}

export function short(hash: string): string {
  return hash.slice(0, "sha256:".length + 12);
}
