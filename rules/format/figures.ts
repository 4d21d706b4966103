/**
 * Figures as text, the same everywhere: thousands separators, a true minus, a sign
 * where the figure is a shift. Money comes in the currency's unit; where code holds
 * integer hundredths, divide by 100 first or use the component's `hundredths`.
 */
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const ONE = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const MINUS = "\u2212";

/** A figure before which its sign stands, `plus` for a gain; `text` is its magnitude. What is rounded to nothing has none: neither "−0.0 %" nor "+0.0 %". */
export function withSign(value: number, text: string, plus = ""): string {
  if (!/[1-9]/.test(text)) return text;
  return (value < 0 ? MINUS : plus) + text;
}

/** 1234.5 → "1,234.50", 1234 → "1,234". */
export function formatMoney(value: number): string {
  return withSign(value, moneyText(Math.abs(value)));
}

/** As `formatMoney`, with "+" before a gain; 0 has no sign. */
export function formatSignedMoney(value: number): string {
  return withSign(value, moneyText(Math.abs(value)), "+");
}

function moneyText(magnitude: number): string {
  return Number.isInteger(magnitude) ? WHOLE.format(magnitude) : CENTS.format(magnitude);
}

/** For headlines: from a million on in "m" with one decimal, from ten thousand million on in "bn". */
export function formatCompactMoney(value: number): string {
  return withSign(value, compactText(Math.abs(value)));
}

export function formatSignedCompactMoney(value: number): string {
  return withSign(value, compactText(Math.abs(value)), "+");
}

function compactText(magnitude: number): string {
  if (magnitude < 1e6) return WHOLE.format(Math.round(magnitude));
  return magnitude < 1e10 ? `${ONE.format(magnitude / 1e6)} m` : `${ONE.format(magnitude / 1e9)} bn`;
}

export function formatCount(value: number): string {
  return withSign(value, WHOLE.format(Math.abs(value)));
}

export function formatSignedCount(value: number): string {
  return withSign(value, WHOLE.format(Math.abs(value)), "+");
}

/** A ratio as a percentage with one decimal: 0.094 → "9.4 %". */
export function formatPercent(ratio: number): string {
  return withSign(ratio, percentText(ratio));
}

export function formatSignedPercent(ratio: number): string {
  return withSign(ratio, percentText(ratio), "+");
}

function percentText(ratio: number): string {
  return `${ONE.format(Math.abs(ratio) * 100)} %`;
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
