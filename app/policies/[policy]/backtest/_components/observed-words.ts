/** The outcome observed later as figures: a rate with its interval where the column says yes or no, else a mean. */
import { type Interval, wilson } from "#rules/figures";
import { intervalText as textOfInterval } from "#rules/format";
import type { ColumnProfile, Observed, ObservedSummary } from "#rules/portfolio";
import { isBinary } from "../figures";

export { meanText } from "#rules/format";

export interface ObservedWords {
  readonly column: string;
  /** `observed_default` → "observed default". */
  readonly name: string;
  readonly binary: boolean;
  readonly summary: ObservedSummary;
}

export function observedWords(summary: ObservedSummary | undefined, column: ColumnProfile | null): ObservedWords | null {
  if (summary === undefined) return null;
  return { column: summary.column, name: summary.column.replaceAll("_", " "), binary: isBinary(column ?? undefined), summary };
}

/** Of a rate only: the spread of other means is not known from their sums. */
export function intervalOf(observed: Observed, binary: boolean): Interval | null {
  return binary ? wilson(observed.mean, observed.borrowers) : null;
}

/** "38.1 – 39.9 %". */
export function intervalText(interval: Interval): string {
  return textOfInterval(interval, true);
}
