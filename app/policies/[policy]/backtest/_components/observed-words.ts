/** The outcome observed later as figures: a rate with its interval where the column says yes or no, else a mean. */
import type { ColumnProfile, Observed, ObservedSummary } from "#rules/portfolio";
import { formatPercent } from "../../../../_components/format";
import { type Interval, isBinary, wilson } from "../figures";

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

const MEAN = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

export function meanText(mean: number, binary: boolean): string {
  return binary ? formatPercent(mean) : mean < 0 ? `−${MEAN.format(-mean)}` : MEAN.format(mean);
}

/** Of a rate only: the spread of other means is not known from their sums. */
export function intervalOf(observed: Observed, binary: boolean): Interval | null {
  return binary ? wilson(observed) : null;
}

/** "38.1 – 39.9 %". */
export function intervalText({ low, high }: Interval): string {
  const digits = (rate: number) => (rate * 100).toFixed(1);
  return `${digits(low)} – ${digits(high)} %`;
}
