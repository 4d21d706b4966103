/**
 * Figures as text, the same everywhere: thousands separators, a true minus, a sign
 * where the figure is a shift. Money comes in the currency's unit; where code holds
 * integer hundredths, divide by 100 first or use the component's `hundredths`.
 */
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const ONE = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const MINUS = "\u2212";

/** 1234.5 → "1,234.50", 1234 → "1,234". */
export function formatMoney(value: number): string {
  const magnitude = Math.abs(value);
  const text = Number.isInteger(magnitude) ? WHOLE.format(magnitude) : CENTS.format(magnitude);
  return value < 0 ? MINUS + text : text;
}

/** As `formatMoney`, with "+" before a gain; 0 has no sign. */
export function formatSignedMoney(value: number): string {
  return value > 0 ? `+${formatMoney(value)}` : formatMoney(value);
}

/** For headlines: from a million on in "m" with one decimal, from ten thousand million on in "bn". */
export function formatCompactMoney(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 1e6) return formatMoney(Math.round(value));
  const text = magnitude < 1e10 ? `${ONE.format(magnitude / 1e6)} m` : `${ONE.format(magnitude / 1e9)} bn`;
  return value < 0 ? MINUS + text : text;
}

export function formatSignedCompactMoney(value: number): string {
  return value > 0 ? `+${formatCompactMoney(value)}` : formatCompactMoney(value);
}

export function formatCount(value: number): string {
  return value < 0 ? MINUS + WHOLE.format(-value) : WHOLE.format(value);
}

export function formatSignedCount(value: number): string {
  return value > 0 ? `+${formatCount(value)}` : formatCount(value);
}

/** A ratio as a percentage with one decimal: 0.094 → "9.4 %". */
export function formatPercent(ratio: number): string {
  const text = `${ONE.format(Math.abs(ratio) * 100)} %`;
  return ratio < 0 ? MINUS + text : text;
}

export function formatSignedPercent(ratio: number): string {
  return ratio > 0 ? `+${formatPercent(ratio)}` : formatPercent(ratio);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${ONE.format(bytes / 1024)} kB`;
  return `${ONE.format(bytes / 1024 / 1024)} MB`;
}

/** "3 fixtures", "1 fixture". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
