/** Borrowers of a comparison as CSV: both outcomes side by side, and each change's share of the shift. */
import type { ComparedBorrower, DataPin, Side } from "#rules/compare";
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

/** What was compared, each as a line that begins with `#`. */
export interface CsvPins {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly data: DataPin;
}

/** One line a borrower; above the head what was compared. lists are joined by `|`. With `changes` (their ids) a column for each one's share of the limit's shift and of the available credit's. */
export function borrowersCsv(borrowers: Iterable<ComparedBorrower>, changes: readonly string[] = [], pins: CsvPins | null = null): string {
  const head = [
    "name",
    "limitBefore",
    ...KEYS.map((key) => `baseline.${key}`),
    ...KEYS.map((key) => `candidate.${key}`),
    ...changes.flatMap((change) => [`share.${change}`, `availableShare.${change}`]),
  ];
  const lines = [...(pins === null ? [] : pinLines(pins)), line(head)];
  for (const borrower of borrowers) lines.push(line(valuesOf(borrower, changes)));
  return `${lines.join("\r\n")}\r\n`;
}

function pinLines({ baseline, candidate, data }: CsvPins): string[] {
  return [
    cell(`# baseline ${baseline.name} ${baseline.hash}`),
    cell(`# candidate ${candidate.name} ${candidate.hash}`),
    cell(`# borrowers ${data.hash}`),
  ];
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
