/** Borrowers of a comparison as CSV: both outcomes side by side, and each change's share of the shift. */
import type { ComparedBorrower } from "#rules/compare";
import type { Outcome } from "#rules/evaluate";

const KEYS = [
  "decision",
  "limitAfter",
  "available",
  "fired",
  "applied",
  "bound",
  "reasons",
  "review",
] as const satisfies readonly (keyof Outcome)[];

/** One line a borrower; lists are joined by `|`. With `changes` (their ids) a column for each one's share of the limit's shift and of the available credit's. */
export function borrowersCsv(borrowers: Iterable<ComparedBorrower>, changes: readonly string[] = []): string {
  const head = [
    "name",
    "limitBefore",
    ...KEYS.map((key) => `baseline.${key}`),
    ...KEYS.map((key) => `candidate.${key}`),
    ...changes.flatMap((change) => [`share.${change}`, `availableShare.${change}`]),
  ];
  const lines = [line(head)];
  for (const borrower of borrowers) lines.push(line(valuesOf(borrower, changes)));
  return `${lines.join("\r\n")}\r\n`;
}

type Value = string | number | boolean | readonly string[] | undefined;

function valuesOf({ name, baseline, candidate, shares, availableShares }: ComparedBorrower, changes: readonly string[]): Value[] {
  return [
    name,
    baseline.limitBefore,
    ...KEYS.map((key) => baseline[key]),
    ...KEYS.map((key) => candidate[key]),
    ...changes.flatMap((change) => [shares?.[change] ?? 0, availableShares?.[change] ?? 0]),
  ];
}

function line(values: readonly Value[]): string {
  return values.map(cell).join(",");
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: Value): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = value === undefined ? "" : typeof value === "string" ? value : value.join("|");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
