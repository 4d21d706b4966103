/** The whole comparison as one page of HTML to file: no script, nothing from elsewhere, printable. The same input gives the same bytes. */
import type { Facts } from "#rules/policy";
import { formatCount } from "#rules/format";
import { borrowerSection, failureSection } from "./borrowers.ts";
import { changesSection, waterfallSection } from "./changes.ts";
import { distributionSection } from "./distribution.ts";
import { breakdownSections, swapSetSection } from "./groups.ts";
import { figuresSection, headlineText } from "./headline.ts";
import { Html, html } from "./html.ts";
import { bandSection, migrationSection } from "./matrices.ts";
import { reasonMoveSection, reasonSection } from "./reasons.ts";
import { STYLE } from "./style.ts";
import type { ReportInput, ReportSide } from "./types.ts";

/** Forbids scripts and addresses even where a reader's browser would follow them. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function comparisonReport(input: ReportInput): string {
  const title = `${input.title}: ${input.baseline.title} → ${input.candidate.title}`;
  const evaluated = input.summary.borrowers > input.summary.errors;
  return html`${new Html("<!doctype html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Limen ${input.build}">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1><p class="note">Comparison on ${formatCount(input.summary.borrowers)} borrowers of ${input.borrowers.title}${input.date && ` · ${input.date}`}</p></header>
<main>
<p class="lead">${headlineText(input)}</p>
${evaluated ? figuresSection(input) : null}
${pinsSection(input)}
${changesSection(input)}
${evaluated ? outcomeSections(input) : null}
${failureSection(input)}
</main>
<footer><p class="note">Made by Limen ${input.build}${input.date && `, ${input.date}`}. The same versions on the same borrowers under the same scenario give these figures again: <span class="code">limen compare BASELINE CANDIDATE BORROWERS --report FILE.html</span></p></footer>
</body>
</html>
`.text;
}

function outcomeSections(input: ReportInput): readonly (Html | null)[] {
  return [
    waterfallSection(input),
    migrationSection(input),
    distributionSection(input),
    bandSection(input),
    swapSetSection(input),
    ...breakdownSections(input),
    reasonSection(input),
    reasonMoveSection(input),
    borrowerSection(input),
  ];
}

/** What exactly was compared. */
function pinsSection({ baseline, candidate, borrowers, build, date }: ReportInput): Html {
  const line = (name: string, what: Html | string) => html`<tr><th style="width:16%">${name}</th><td class="left wrap">${what}</td></tr>`;
  const side = ({ title, name, hash, scenario }: ReportSide) =>
    html`${title} of ${name} · <span class="code">${hash}</span> · scenario: ${scenarioText(scenario)}`;
  return html`<section class="keep"><h2>What was compared</h2><table class="rows"><tbody>${line("Baseline", side(baseline))}${line("Candidate", side(candidate))}${line("Borrowers", html`${borrowers.title} · ${formatCount(borrowers.names.length)} rows · <span class="code">${borrowers.hash}</span>${borrowers.file && html` · file <span class="code">${borrowers.file}</span>`}`)}${line("Made by", `Limen ${build}${date === null ? "" : `, ${date}`}`)}</tbody></table></section>`;
}

function scenarioText(scenario: Facts): string {
  const entries = Object.entries(scenario);
  return entries.length === 0
    ? "none"
    : entries.map(([fact, value]) => `${fact} = ${Array.isArray(value) ? value.join(" | ") : String(value)}`).join(", ");
}
