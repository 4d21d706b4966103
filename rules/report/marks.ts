/** The small pictures of a report, as SVG whose widths are percentages. Positions come from rules/figures, as on the pages. */
import { type ObservedMean, type Span, tintOf } from "#rules/figures";
import { intervalText, meanText } from "#rules/format";
import { type Html, html } from "./html.ts";

/** 0.25 → "25%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}

/** A value left or right of a zero line, over a thin bar of another. */
export function divergingBar(
  value: number,
  scale: { readonly zero: number; spanOf(value: number): Span },
  thin: number | null = null,
): Html {
  const bar = (span: Span, y: number, height: number, fill: string, opacity: number) =>
    span.width === 0
      ? null
      : html`<rect x="${percent(span.left)}" y="${y}" width="${percent(span.width)}" height="${height}" rx="1.5" fill="${fill}" opacity="${opacity}"/>`;
  return html`<svg height="14" aria-hidden="true">${thin === null ? null : bar(scale.spanOf(thin), 5.5, 3, "var(--edge)", 0.5)}${bar(scale.spanOf(value), 3, 8, value < 0 ? "var(--down)" : "var(--up)", 0.88)}<line x1="${percent(scale.zero)}" x2="${percent(scale.zero)}" y1="0" y2="14" stroke="var(--edge)" stroke-dasharray="2 2"/></svg>`;
}

/** A mean with its interval. */
export function observedCell(seen: ObservedMean | null, rate: boolean): Html {
  if (seen === null || seen.mean === null) return html`<td>–</td>`;
  const interval = seen.interval === null ? "" : intervalText(seen.interval, rate);
  return html`<td title="${seen.borrowers} with a known value"><span class="strong">${meanText(seen.mean, rate)}</span> <span class="note">${interval}</span></td>`;
}

/** Red downward, green upward, grey where nothing changes; stronger with more borrowers. */
export function tint(direction: number, borrowers: number, most: number): string {
  const colour = direction === 0 ? "var(--bar)" : direction < 0 ? "var(--down)" : "var(--up)";
  const strength = direction === 0 ? 36 : Math.round(10 + 30 * tintOf(borrowers, most));
  return `background:color-mix(in srgb, ${colour} ${strength}%, var(--bg))`;
}

export function toneOf(value: number): string {
  return value < 0 ? "down" : value > 0 ? "up" : "";
}
