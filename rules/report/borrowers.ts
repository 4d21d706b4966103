/** The borrowers that shift most, one line each, and those that could not be evaluated. */
import { type PackedOutcomes, unpackOutcome } from "#rules/columns";
import type { Outcome } from "#rules/evaluate";
import { comparedRows } from "#rules/figures";
import { countOf, formatCount, formatMoney, formatSignedMoney, shortChangeName, shortRuleName } from "#rules/format";
import { fromHundredths } from "#rules/policy";
import { type Html, html } from "./html.ts";
import { toneOf } from "./marks.ts";
import type { ReportInput } from "./types.ts";

const MOST_BORROWERS = 200;
const MOST_FAILURES = 50;

export function borrowerSection(input: ReportInput): Html {
  const { compared, baseline, candidate, borrowers, measure } = input;
  const rows = shiftedRows(input);
  const shown = rows.slice(0, MOST_BORROWERS);
  const rest = rows.length - shown.length;
  return html`<section><h2>Borrowers that shift</h2><table class="rows"><caption>${
    rest > 0
      ? `The ${formatCount(shown.length)} with the largest shift of ${measure === "available" ? "available credit" : "limit"}, of ${formatCount(rows.length)}: the CSV of the comparison has them all`
      : `All ${countOf(rows.length, "borrower")}, the largest shift first`
  }</caption>
<thead><tr><th>borrower</th><th>limit before</th><th class="left">${baseline.title}</th><th class="left">${candidate.title}</th><th>limit shift</th><th>available shift</th><th class="left">because of</th></tr></thead>
<tbody>${shown.map((row) => {
    const [before, after] = [unpackOutcome(compared.baseline, row) as Outcome, unpackOutcome(compared.candidate, row) as Outcome];
    return html`<tr><th>${borrowers.names[row]}</th><td>${formatMoney(before.limitBefore)}</td>${outcomeCell(before)}${outcomeCell(after)}${shiftCell(compared.baseline.limitAfter, compared.candidate.limitAfter, row)}${shiftCell(compared.baseline.available, compared.candidate.available, row)}<td class="left wrap">${becauseOf(input, row)}</td></tr>`;
  })}</tbody></table></section>`;
}

function outcomeCell({ decision, limitAfter, applied, reasons }: Outcome): Html {
  return html`<td class="left wrap">${decision} ${formatMoney(limitAfter)} <span class="note">${applied.map(shortRuleName).join(", ")}${reasons.length === 0 ? null : html` · ${reasons.map((code, i) => html`${i === 0 ? null : ", "}<span class="nb">${code}</span>`)}`}</span></td>`;
}

function shiftCell(before: Float64Array, after: Float64Array, row: number): Html {
  const shift = fromHundredths((after[row] as number) - (before[row] as number));
  return Number.isNaN(shift) ? html`<td>–</td>` : html`<td class="${toneOf(shift)}">${formatSignedMoney(shift)}</td>`;
}

/** The changes with a share in the row's shift, the largest first. */
function becauseOf({ sharesAt, changes, measure }: ReportInput, row: number): string {
  const other = measure === "limit" ? "available" : "limit";
  const names = new Map(changes.map((change) => [change.id, shortChangeName(change)]));
  return (sharesAt?.(row) ?? [])
    .map((one) => ({ change: one.change, share: one[measure] || one[other] }))
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .map(({ change, share }) => `${names.get(change) ?? change} ${formatSignedMoney(share)}`)
    .join(", ");
}

/** Rows whose limit, decision or available credit differs, the largest shift of the leading money first. */
export function shiftedRows({ compared, measure }: Pick<ReportInput, "compared" | "measure">): number[] {
  const { baseline, candidate } = compared;
  const rows = [...comparedRows(compared).keys()].filter((row) => isShiftedAt(compared, row));
  const size = (row: number) => sizeOf(baseline, candidate, measure, row) || sizeOf(baseline, candidate, "limit", row);
  const sizes = new Map(rows.map((row) => [row, size(row)]));
  return rows.sort((a, b) => (sizes.get(b) as number) - (sizes.get(a) as number) || a - b);
}

function sizeOf(before: PackedOutcomes, after: PackedOutcomes, measure: "limit" | "available", row: number): number {
  const key = measure === "limit" ? "limitAfter" : "available";
  return Math.abs((after[key][row] as number) - (before[key][row] as number)) || 0;
}

function isShiftedAt({ baseline, candidate }: ReportInput["compared"], row: number): boolean {
  const [a, b] = [baseline.kinds[baseline.kind[row] as number], candidate.kinds[candidate.kind[row] as number]];
  if (!a || !b) return false;
  const [left, right] = [baseline.available[row] as number, candidate.available[row] as number];
  return (
    a.decision !== b.decision ||
    baseline.limitAfter[row] !== candidate.limitAfter[row] ||
    !(left === right || (Number.isNaN(left) && Number.isNaN(right)))
  );
}

export function failureSection({ failures }: ReportInput): Html | null {
  if (failures.length === 0) return null;
  const rest = failures.length - MOST_FAILURES;
  return html`<section><h2>Borrowers without an outcome</h2><table class="rows"><caption>${countOf(failures.length, "borrower")} cannot be evaluated under both versions and count nowhere else</caption>
<tbody>${failures.slice(0, MOST_FAILURES).map(({ name, side, error }) => html`<tr><th>${name}</th><td class="left">${side}</td><td class="left wrap">${error.message}</td></tr>`)}</tbody></table>${rest > 0 ? html`<p class="note">and ${formatCount(rest)} more</p>` : null}</section>`;
}
