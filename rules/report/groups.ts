/** Swap sets, breakdowns and fairness: groups of borrowers as tables. */
import {
  divergingScale,
  type FairRate,
  FOUR_FIFTHS,
  type FairnessGroup,
  fairnessOf,
  isRate,
  LEAST_GROUP,
  looksOf,
  swapSetGroups,
  tally,
} from "#rules/figures";
import { formatCount, formatPercent, formatSignedCompactMoney, LOOK_WORDS, ratioText, SWAP_WORDS } from "#rules/format";
import { shiftOf } from "./headline.ts";
import { type Html, html } from "./html.ts";
import { divergingBar, observedCell, toneOf } from "./marks.ts";
import { observedOf } from "./matrices.ts";
import type { ReportBreakdown, ReportInput } from "./types.ts";

export function swapSetSection(input: ReportInput): Html {
  const { compared, observed } = input;
  const sets = tally(compared, swapSetGroups(compared), observedOf(input));
  const looks = looksOf(sets);
  const rate = observed !== null && isRate(observed.values);
  return html`<section class="keep"><h2>Swap sets</h2><table class="rows"><caption>Restricted: freeze, refer or decrease.${observed === null ? null : html` ${observed.name}: mean with its 95 % interval (${rate ? "Wilson" : "normal"}).`}</caption>
<thead><tr><th>set</th><th>borrowers</th><th>limit shift</th>${observed === null ? null : html`<th>${observed.name}</th>`}</tr></thead>
<tbody>${sets.map((set) => {
    const look = looks[set.key];
    return html`<tr><th>${SWAP_WORDS[set.key]}${look === undefined ? null : html` <span class="tag look">look: ${LOOK_WORDS[look]}</span>`}</th><td>${formatCount(set.borrowers)}</td>${money(shiftOf(set.limit))}${observed === null ? null : observedCell(set.observed, rate)}</tr>`;
  })}</tbody></table></section>`;
}

function money(value: number): Html {
  return html`<td class="${toneOf(value)}">${formatSignedCompactMoney(value)}</td>`;
}

export function breakdownSections(input: ReportInput): readonly Html[] {
  return input.breakdowns.flatMap((one) => [breakdown(input, one), ...(one.protected ? [fairness(input, one)] : [])]);
}

function breakdown(input: ReportInput, { by, grouping }: ReportBreakdown): Html {
  const { compared, measure, observed, baseline, candidate } = input;
  const groups = tally(compared, grouping, observedOf(input));
  const scale = divergingScale(groups.map((group) => shiftOf(group[measure])));
  const rate = observed !== null && isRate(observed.values);
  return html`<section class="keep"><h2>By ${by}</h2><table class="rows"><thead><tr><th>group</th><th>borrowers</th><th>shifted</th><th class="bar">${measure} shift</th><th>in money</th><th>restricted ${baseline.title} → ${candidate.title}</th>${observed === null ? null : html`<th>${observed.name}</th>`}</tr></thead>
<tbody>${groups.map(
    (group) =>
      html`<tr><th>${group.label}</th><td>${formatCount(group.borrowers)}</td><td>${share(group.shifted, group.borrowers)}</td><td>${divergingBar(shiftOf(group[measure]), scale)}</td>${money(shiftOf(group[measure]))}<td>${share(group.restricted.baseline, group.borrowers)} → ${share(group.restricted.candidate, group.borrowers)}</td>${observed === null ? null : observedCell(group.observed, rate)}</tr>`,
  )}</tbody></table></section>`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : formatPercent(part / whole);
}

function fairness({ compared, baseline, candidate }: ReportInput, { by, grouping }: ReportBreakdown): Html {
  const groups = tally(compared, grouping);
  const fair = fairnessOf(groups);
  const heads = ["unrestricted", "raised"].flatMap((what) =>
    [baseline, candidate].map(({ title }) => html`<th>${what} ${title}</th><th>ratio</th>`),
  );
  return html`<section class="keep"><h2>Fairness by ${by}</h2><table class="rows"><caption>Protected: no rule reads it. Unrestricted: neither frozen, referred nor decreased. Ratio: to the highest rate (marked =) among groups of at least ${LEAST_GROUP} borrowers; “look” below ${FOUR_FIFTHS.toFixed(2)}, the four-fifths rule of thumb, where at least ${LEAST_GROUP} cases were to be expected.</caption>
<thead><tr><th>group</th><th>borrowers</th>${heads}</tr></thead>
<tbody>${groups.map((group, i) => {
    const one = fair[i] as FairnessGroup;
    const rates = [one.baseline.unrestricted, one.candidate.unrestricted, one.baseline.raised, one.candidate.raised];
    return html`<tr><th>${group.label}${one.small ? html` <span class="tag">small</span>` : null}</th><td>${formatCount(group.borrowers)}</td>${rates.map(rateCells)}</tr>`;
  })}</tbody></table></section>`;
}

function rateCells({ rate, ratio, look, standard }: FairRate): Html {
  return html`<td>${rate === null ? "–" : formatPercent(rate)}</td><td>${look ? html`<span class="tag look">look</span> ` : null}${standard ? "= " : null}${ratioText(ratio, FOUR_FIFTHS)}</td>`;
}
