/** Who moves from which decision to which, and from which band of limits to which. */
import { DECISIONS } from "#rules/evaluate";
import { bandGroups, type CountOptions, isRate, migrationGroups, type Tallied, tally } from "#rules/figures";
import { bandLabel, formatCount, meanText, shortSigned } from "#rules/format";
import { shiftOf } from "./headline.ts";
import { type Html, html } from "./html.ts";
import { tint } from "./marks.ts";
import type { ReportInput } from "./types.ts";

interface Cell extends Tallied {
  readonly row: number;
  readonly column: number;
}

export function migrationSection(input: ReportInput): Html {
  const cells = tally(input.compared, migrationGroups(input.compared), observedOf(input)).filter((cell) => cell.borrowers > 0);
  const used = DECISIONS.filter((decision) => cells.some((cell) => cell.baseline === decision || cell.candidate === decision));
  const placed = cells.map((cell) => ({ ...cell, row: used.indexOf(cell.baseline), column: used.indexOf(cell.candidate) }));
  return html`<section class="keep"><h2>Decisions</h2>${matrix(input, used, placed, input.measure)}</section>`;
}

export function bandSection(input: ReportInput): Html {
  const groups = bandGroups(input.compared);
  const cells = tally(input.compared, groups, observedOf(input)).filter((cell) => cell.borrowers > 0);
  const placed = cells.map((cell) => ({ ...cell, row: cell.baseline, column: cell.candidate }));
  return html`<section class="keep"><h2>Bands of limits</h2>${matrix(input, groups.bands.map(bandLabel), placed, "limit")}</section>`;
}

export function observedOf({ observed }: ReportInput): CountOptions {
  return observed === null ? {} : { observed: observed.values };
}

function matrix(input: ReportInput, labels: readonly string[], cells: readonly Cell[], measure: "limit" | "available"): Html {
  const { baseline, candidate, observed } = input;
  const most = Math.max(1, ...cells.filter((cell) => cell.row !== cell.column).map((cell) => cell.borrowers));
  const rate = observed !== null && isRate(observed.values);
  const total = (some: readonly Cell[]) =>
    html`<td class="total">${formatCount(some.reduce((sum, cell) => sum + cell.borrowers, 0))}<small>${shortSigned(some.reduce((sum, cell) => sum + shiftOf(cell[measure]), 0))}</small></td>`;
  const cellAt = (row: number, column: number) => {
    const cell = cells.find((one) => one.row === row && one.column === column);
    if (cell === undefined) return html`<td class="none">·</td>`;
    const mean = cell.observed?.mean ?? null;
    return html`<td style="${tint(column - row, cell.borrowers, most)}"><span class="strong">${formatCount(cell.borrowers)}</span><small>${shortSigned(shiftOf(cell[measure]))}</small>${mean === null ? null : html`<small>${meanText(mean, rate)}</small>`}</td>`;
  };
  return html`<table class="matrix"><caption>Rows ${baseline.title}, columns ${candidate.title}. Borrowers; the shift of ${measure === "available" ? "available credit" : "limits"}${observed === null ? null : html`; the mean of ${observed.name}`}. Red where the candidate is lower, green where it is higher, stronger with more borrowers.</caption>
<thead><tr><td></td>${labels.map((label) => html`<th scope="col">${label}</th>`)}<th scope="col">total</th></tr></thead>
<tbody>${labels.map((label, row) => html`<tr><th scope="row">${label}</th>${labels.map((_, column) => cellAt(row, column))}${total(cells.filter((cell) => cell.row === row))}</tr>`)}<tr><th scope="row">total</th>${labels.map((_, column) => total(cells.filter((cell) => cell.column === column)))}${total(cells)}</tr></tbody></table>`;
}
