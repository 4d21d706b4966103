/** The changes as sentences with their shares, and the way from the baseline's total to the candidate's. */
import type { Change, ChangeAttribution } from "#rules/compare";
import { divergingScale, type WaterfallStep, waterfallOf, waterfallSpans } from "#rules/figures";
import {
  countOf,
  formatCompactMoney,
  formatCount,
  formatSignedCompactMoney,
  formatSignedMoney,
  ruleNameParts,
  SUBJECT_WORDS,
  sentenceOfChange,
  shortChangeName,
} from "#rules/format";
import { type Html, html, type Part } from "./html.ts";
import { divergingBar, percent, toneOf } from "./marks.ts";
import type { ReportInput } from "./types.ts";

export function changesSection(input: ReportInput): Html {
  const { changes, wording, baseline, candidate } = input;
  return html`<section><h2>What changes</h2>${
    changes.length === 0
      ? html`<p>Nothing that can alter an outcome differs between ${baseline.title} and ${candidate.title}.</p>`
      : input.attribution === null
        ? plainTable(changes)
        : html`${shareTable(input, input.attribution.attribution)}${interactionTable(input)}`
  }${wording.length === 0 ? null : html`<h3>${countOf(wording.length, "change of wording", "changes of wording")}, without effect on outcomes</h3>${plainTable(wording)}`}</section>`;
}

function plainTable(changes: readonly Change[]): Html {
  return html`<table class="rows"><tbody>${changes.map((change) => html`<tr><td class="left wrap">${nameOf(change)} <span class="mute">${sentenceOfChange(change)}</span></td></tr>`)}</tbody></table>`;
}

function nameOf(change: Change): Html {
  const { code, words } = ruleNameParts(change.name);
  const subject = SUBJECT_WORDS[change.subject];
  const name = change.name === change.subject ? "" : change.name;
  const kind = change.kind === "changed" ? null : html` <span class="tag">${change.kind}</span>`;
  if (subject !== "") return html`${subject} <span class="strong">${name}</span>${kind}`;
  return html`${code === null ? null : html`<span class="strong">${code}</span> `}${code === null ? html`<span class="strong">${words}</span>` : words}${kind}`;
}

function shareTable({ changes, measure, currency, summary }: ReportInput, attribution: readonly ChangeAttribution[]): Html {
  const of = new Map(attribution.map((one) => [one.change, one]));
  const lines = changes
    .flatMap((change) => {
      const one = of.get(change.id);
      return one === undefined ? [] : [{ change, one, share: one[measure].share }];
    })
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  const scale = divergingScale(lines.flatMap(({ one }) => [one[measure].share, one[measure].solo]));
  const total = Math.round(100 * summary.candidate[measure]) - Math.round(100 * summary.baseline[measure]);
  const money = (value: number) =>
    html`<td class="${toneOf(value)}" title="${formatSignedMoney(value)}">${formatSignedCompactMoney(value)}</td>`;
  return html`<table class="rows"><caption>The share of each change in the shift in ${measure === "available" ? "available credit" : "limits"}, ${currency}, by the rule of Shapley: the shares sum to the shift exactly. Alone: applied to the baseline by itself (thin bar); last: after all others.</caption>
<thead><tr><th class="name">change</th><th>borrowers</th><th class="bar">share as a bar</th><th>share</th><th>alone</th><th>last</th><th>decisions it flips alone</th></tr></thead>
<tbody>${lines.map(
    ({ change, one }) =>
      html`<tr><td class="left wrap">${nameOf(change)}${warning(one, measure, total)}<br><span class="mute">${sentenceOfChange(change)}</span></td><td>${formatCount(one.touched)}</td><td>${divergingBar(one[measure].share, scale, one[measure].solo)}</td>${money(one[measure].share)}${money(one[measure].solo)}${money(one[measure].last)}${flipLines(one)}</tr>`,
  )}<tr><th class="strong">Total, exact</th><td></td><td></td><td class="strong ${toneOf(total)}">${formatSignedMoney(total / 100)}</td><td></td><td></td><td></td></tr></tbody></table>`;
}

function warning(one: ChangeAttribution, measure: "limit" | "available", total: number): Html | null {
  if (one.touched === 0) return html` <span class="tag look">no effect on these borrowers</span>`;
  return one[measure].share * total < 0 ? html` <span class="tag look">against the grain</span>` : null;
}

const MOST_FLIPS = 3;

function flipLines({ flips }: ChangeAttribution): Html {
  const some = [...flips].sort((a, b) => b.borrowers - a.borrowers);
  const rest = some.slice(MOST_FLIPS).reduce((sum, flip) => sum + flip.borrowers, 0);
  const words = some.slice(0, MOST_FLIPS).map(({ from, to, borrowers }) => `${from} → ${to} ${formatCount(borrowers)}`);
  return html`<td class="note">${[...words, ...(rest > 0 ? [`others ${formatCount(rest)}`] : [])].map((line, i) => html`${i === 0 ? null : html`<br>`}${line}`)}</td>`;
}

const MOST_PAIRS = 8;

/** Pairs that do more or less together than each alone. */
function interactionTable({ changes, measure, attribution }: ReportInput): Html | null {
  const names = new Map(changes.map((change) => [change.id, shortChangeName(change)]));
  const pairs = (attribution?.interactions ?? []).filter((one) => one[measure] !== 0).slice(0, MOST_PAIRS);
  if (pairs.length === 0) return null;
  return html`<h3>Changes that act together</h3><table class="rows"><caption>What two changes do to the baseline beyond what each does alone</caption><tbody>${pairs.map(
    ({ changes: [a, b], borrowers, ...money }) =>
      html`<tr><th>${names.get(a) ?? a} and ${names.get(b) ?? b}</th><td>${countOf(borrowers, "borrower")}</td><td class="${toneOf(money[measure])}">${formatSignedCompactMoney(money[measure])}</td></tr>`,
  )}</tbody></table>`;
}

/** Nothing where the shift was not attributed. */
export function waterfallSection(input: ReportInput): Html | null {
  const { attribution, measure, summary, baseline, candidate } = input;
  if (attribution === null || attribution.attribution.length === 0) return null;
  const totals = { baseline: summary.baseline[measure], candidate: summary.candidate[measure] };
  const steps = waterfallOf(attribution.attribution, totals, measure, 14);
  const spans = waterfallSpans(steps);
  return html`<section class="keep"><h2>From ${baseline.title} to ${candidate.title}</h2><table class="rows"><caption>${measure === "available" ? "Available credit" : "Total limit"}, change by change. The scale begins at the least level, not at zero.</caption><tbody>${steps.map(
    (step, i) =>
      html`<tr><th style="width:28%">${stepName(input, step)}</th><td>${stepBar(step, spans[i]?.left ?? 0, spans[i]?.width ?? 0)}</td><td style="width:14%" class="${isTotal(step) ? "strong" : toneOf(step.value)}">${isTotal(step) ? formatCompactMoney(step.value) : formatSignedCompactMoney(step.value)}</td></tr>`,
  )}</tbody></table></section>`;
}

function isTotal({ kind }: WaterfallStep): boolean {
  return kind === "baseline" || kind === "candidate";
}

function stepName({ changes, baseline, candidate }: ReportInput, step: WaterfallStep): Part {
  if (step.kind === "baseline") return html`<span class="strong">${baseline.title}</span>`;
  if (step.kind === "candidate") return html`<span class="strong">${candidate.title}</span>`;
  if (step.kind === "smaller") return countOf(step.changes.length, "smaller change");
  const change = changes.find(({ id }) => id === step.key);
  return change === undefined ? step.key : shortChangeName(change);
}

function stepBar(step: WaterfallStep, left: number, width: number): Html {
  if (isTotal(step))
    return html`<svg height="14" aria-hidden="true"><line x1="0" x2="${percent(left)}" y1="7" y2="7" stroke="var(--bar)" stroke-dasharray="1 3"/><circle cx="${percent(left)}" cy="7" r="4" fill="var(--accent)"/></svg>`;
  return html`<svg height="14" aria-hidden="true"><rect x="${percent(left)}" y="2" width="${percent(width)}" height="10" rx="1.5" fill="${step.value < 0 ? "var(--down)" : "var(--up)"}" opacity="0.82"/></svg>`;
}
