/** A comparison as files: the command line's JSON, and borrowers as CSV. */
import type { ComparedBorrower, Comparison } from "#rules/compare";
import { isShifted } from "#rules/compare";
import type { Outcome } from "#rules/evaluate";

/** Exactly what `limen compare --json` prints; with `all` as with its `--all`. */
export function comparisonJson(comparison: Comparison, all: boolean): string {
  const borrowers = all ? comparison.borrowers : comparison.borrowers.filter((b) => isShifted(b.baseline, b.candidate));
  return `${JSON.stringify({ ...comparison, borrowers }, null, 2)}\n`;
}

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

/** One line a borrower, both outcomes side by side; lists are joined by `|`. */
export function borrowersCsv(borrowers: readonly ComparedBorrower[]): string {
  const head = ["name", "limitBefore", ...KEYS.map((key) => `baseline.${key}`), ...KEYS.map((key) => `candidate.${key}`)];
  const lines = borrowers.map((b) => [
    b.name,
    b.baseline.limitBefore,
    ...KEYS.map((key) => b.baseline[key]),
    ...KEYS.map((key) => b.candidate[key]),
  ]);
  return `${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: string | number | boolean | readonly string[] | undefined): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = value === undefined ? "" : typeof value === "string" ? value : value.join("|");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
