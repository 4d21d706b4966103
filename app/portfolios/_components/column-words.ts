/** What a column's profile says, in words and figures; and how columns and facts meet. */
import type { ColumnProfile } from "#rules/portfolio";
import type { FactType } from "#rules/policy";
import { formatCount, formatPercent, withSign } from "../../_components/format";

/** The first ten hex digits of a `sha256:` hash. */
export function shortHash(hash: string): string {
  return hash.replace(/^sha256:/, "").slice(0, 10);
}

const FIGURE = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });

/** A value of a column as a short figure: at most six significant digits. */
export function figure(value: number): string {
  return withSign(value, FIGURE.format(Math.abs(value)));
}

export function nullWords({ nulls }: ColumnProfile, rows: number): string {
  if (nulls === 0) return "–";
  if (nulls === rows) return "all";
  const share = nulls / rows;
  return share < 0.0005 ? "< 0.1 %" : formatPercent(share);
}

export function rangeWords({ min, max }: ColumnProfile): string {
  if (min === null || max === null) return "–";
  if (typeof min === "number" && typeof max === "number") return min === max ? figure(min) : `${figure(min)} – ${figure(max)}`;
  return min === max ? String(min) : `${min} – ${max}`;
}

export function distinctWords({ distinct, distinctExact }: ColumnProfile): string {
  return `${distinctExact ? "" : "≈ "}${formatCount(distinct)}`;
}

/** What the small picture of a column shows, for those who cannot see it. */
export function pictureWords(column: ColumnProfile, rows: number): string {
  if (column.nulls === rows) return `${column.name}: no row has a value`;
  if (drawsHistogram(column)) {
    const [, quarter, median, threeQuarters] = column.quantiles ?? [];
    const middle =
      quarter === undefined || median === undefined || threeQuarters === undefined
        ? ""
        : `; half of the values from ${figure(quarter)} to ${figure(threeQuarters)}, median ${figure(median)}`;
    return `${column.name}: values ${rangeWords(column)}${middle}`;
  }
  const named = column.top.slice(0, 6).map(({ value, rows: count }) => `${value} ${formatPercent(count / rows)}`);
  return named.length === 0 ? `${column.name}: ${distinctWords(column)} different values` : `${column.name}: ${named.join(", ")}`;
}

const FEW = 6;

/** Numbers are drawn as a histogram unless they are a few codes, whose values say more. */
export function drawsHistogram(column: ColumnProfile): boolean {
  return column.histogram.length > 0 && !(column.distinct <= FEW && column.top.length > 0);
}

export interface Segment {
  readonly label: string;
  readonly rows: number;
  /** Of all rows. */
  readonly share: number;
  /** Place in the shades; null for what the named values leave over. */
  readonly shade: number | null;
}

const NAMED = 5;

/** The most frequent values as parts of the whole, then the rest that is not null. */
export function segmentsOf(column: ColumnProfile, rows: number): Segment[] {
  if (rows === 0) return [];
  const named = column.top
    .slice(0, NAMED)
    .map(({ value, rows: count }, i) => ({ label: value, rows: count, share: count / rows, shade: i }));
  const rest = rows - column.nulls - named.reduce((sum, segment) => sum + segment.rows, 0);
  return rest > 0 ? [...named, { label: "other values", rows: rest, share: rest / rows, shade: null }] : named;
}

// --- facts ---------------------------------------------------------------------------------------

/** Whether values stored like this can be read as a fact of a type. */
export function suits(column: Pick<ColumnProfile, "type" | "guess">, fact: FactType): boolean {
  switch (fact) {
    case "number":
    case "money":
      return column.type === "number" || column.type === "integer";
    case "integer":
      return column.type === "integer" || column.guess === "integer";
    case "boolean":
      return column.type === "boolean" || column.guess === "boolean";
    case "string":
      return column.type === "text" || column.type === "date";
    case "strings":
      return column.type === "texts" || column.guess === "strings";
    default:
      return fact satisfies never;
  }
}
