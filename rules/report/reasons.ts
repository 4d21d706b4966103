/** What borrowers are told on both sides, and whose reasons change though limit and decision do not. */
import { reasonCounts, reasonMoves, tally } from "#rules/figures";
import { countOf, formatCount, formatSignedCount, reasonsText } from "#rules/format";
import { type Html, html } from "./html.ts";
import type { ReportInput } from "./types.ts";

const MOST_MOVES = 30;

export function reasonSection({ compared, reasons, baseline, candidate }: ReportInput): Html | null {
  const counts = reasonCounts(compared);
  if (counts.length === 0) return null;
  return html`<section><h2>Reasons</h2><table class="rows"><caption>Borrowers told each</caption><thead><tr><th>reason</th><th>${baseline.title}</th><th>${candidate.title}</th><th>shift</th></tr></thead>
<tbody>${counts.map(
    (one) =>
      html`<tr><th><span class="strong">${one.code}</span> <span class="mute">${reasons.get(one.code)}</span></th><td>${formatCount(one.baseline)}</td><td>${formatCount(one.candidate)}</td><td>${formatSignedCount(one.candidate - one.baseline)}</td></tr>`,
  )}</tbody></table></section>`;
}

export function reasonMoveSection({ compared, baseline, candidate }: ReportInput): Html | null {
  const moves = tally(compared, reasonMoves(compared));
  if (moves.length === 0) return null;
  const total = moves.reduce((sum, move) => sum + move.borrowers, 0);
  const rest = moves.slice(MOST_MOVES);
  return html`<section><h2>Other reasons, same outcome</h2><table class="rows"><caption>${countOf(total, "borrower")} with the same limit and decision</caption><thead><tr><th>told by ${baseline.title}</th><th class="left">told by ${candidate.title}</th><th>borrowers</th></tr></thead>
<tbody>${moves
    .slice(0, MOST_MOVES)
    .map(
      ({ before, after, borrowers }) =>
        html`<tr><th>${reasonsText(before)}</th><td class="left">${reasonsText(after)}</td><td>${formatCount(borrowers)}</td></tr>`,
    )}</tbody></table>${
    rest.length === 0
      ? null
      : html`<p class="note">and ${formatCount(rest.length)} more, ${countOf(
          rest.reduce((sum, move) => sum + move.borrowers, 0),
          "borrower",
        )}</p>`
  }</section>`;
}
