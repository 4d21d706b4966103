import { type Comparison, isShifted } from "#rules/compare";

/** Exactly what `limen compare --json` prints; with `all` as with its `--all`. */
export function comparisonJson(comparison: Comparison, all: boolean): string {
  const borrowers = all ? comparison.borrowers : comparison.borrowers.filter((b) => isShifted(b.baseline, b.candidate));
  return `${JSON.stringify({ ...comparison, borrowers }, null, 2)}\n`;
}
