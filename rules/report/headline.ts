/** What happened, in one sentence, and the headline figures of both sides. */
import { type Decision, DECISIONS } from "#rules/evaluate";
import { type Book, rowsOf, type Sides, swapSetGroups } from "#rules/figures";
import {
  countOf,
  formatCompactMoney,
  formatCount,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedCount,
  formatSignedPercent,
  MINUS,
  shortChangeName,
} from "#rules/format";
import { type Html, html } from "./html.ts";
import { toneOf } from "./marks.ts";
import type { ReportInput } from "./types.ts";

export function headlineText(input: ReportInput): string {
  const { summary, candidate, hasBalance, compared } = input;
  const evaluated = summary.borrowers - summary.errors;
  if (evaluated === 0) return `None of ${countOf(summary.borrowers, "borrower")} can be evaluated under both versions.`;
  const told = reasonWords(summary.reasonShifted);
  if (summary.shifted === 0) return `${candidate.title} shifts none of ${countOf(evaluated, "borrower")}.${told}`;
  const measure = hasBalance ? "available" : "limit";
  const groups = swapSetGroups(compared);
  const [restricted, released] = [rowsIn(groups, "restricted"), rowsIn(groups, "released")];
  const money = moneyWords(hasBalance ? "available credit" : "total limit", {
    baseline: summary.baseline[measure],
    candidate: summary.candidate[measure],
  });
  return `${candidate.title} shifts ${formatCount(summary.shifted)} of ${countOf(evaluated, "borrower")}: ${money}; ${formatCount(restricted.length)} newly restricted, ${formatCount(released.length)} released${releaserWords(input, released)}.${told}`;
}

function rowsIn(groups: ReturnType<typeof swapSetGroups>, key: string): number[] {
  return Array.from(rowsOf(groups, key)).flatMap((bit, row) => (bit === 1 ? [row] : []));
}

function reasonWords(borrowers: number): string {
  return borrowers === 0
    ? ""
    : ` ${countOf(borrowers, "borrower")} with the same limit and decision ${borrowers === 1 ? "is" : "are"} told other reasons.`;
}

function moneyWords(name: string, { baseline, candidate }: Sides): string {
  const shift = shiftOf({ baseline, candidate });
  if (shift === 0) return `${name} stays as it was`;
  return `${name} ${formatSignedCompactMoney(shift)}${baseline === 0 ? "" : ` (${formatSignedPercent(shift / baseline)})`}`;
}

/** "all of them by B03", where one change has the largest part in the shift of every one. */
function releaserWords({ sharesAt, changes }: ReportInput, released: readonly number[]): string {
  if (sharesAt === null || released.length === 0) return "";
  const drivers = new Set(released.map((row) => driverOf(sharesAt(row))));
  const [only] = drivers;
  const change = drivers.size === 1 ? changes.find(({ id }) => id === only) : undefined;
  return change === undefined ? "" : `, ${released.length === 1 ? "" : "all of them "}by ${shortChangeName(change)}`;
}

function driverOf(shares: ReturnType<NonNullable<ReportInput["sharesAt"]>>): string | null {
  const ranked = shares.map(({ change, limit, available }) => ({ change, share: available || limit })).filter(({ share }) => share > 0);
  return ranked.sort((a, b) => b.share - a.share)[0]?.change ?? null;
}

/** Exact to the hundredth. */
export function shiftOf({ baseline, candidate }: Sides): number {
  return (Math.round(candidate * 100) - Math.round(baseline * 100)) / 100;
}

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly before: string;
  readonly shift: string;
  readonly tone: string;
}

/** Both sides' figures, the candidate's large. */
export function figuresSection(input: ReportInput): Html {
  const figures = [...moneyFigures(input), ...bookFigures(input.book), ...countFigures(input)];
  return html`<section aria-label="Headline figures"><dl class="figures">${figures.map(
    ({ label, value, before, shift, tone }) =>
      html`<div><dt>${label}</dt><dd class="value">${value}</dd><dd><span class="${tone}">${shift}</span> <span class="note">${input.baseline.title}: ${before}</span></dd></div>`,
  )}</dl>${input.assumptions.length === 0 ? null : html`<p class="note">${input.assumptions.join(" ")}</p>`}</section>`;
}

function moneyFigures({ summary, hasBalance, currency }: ReportInput): Figure[] {
  const total = moneyFigure(`Total limit, ${currency}`, { baseline: summary.baseline.limit, candidate: summary.candidate.limit });
  if (!hasBalance) return [total];
  return [total, moneyFigure("Available credit", { baseline: summary.baseline.available, candidate: summary.candidate.available })];
}

function moneyFigure(label: string, sides: Sides): Figure {
  const shift = shiftOf(sides);
  const share = shift === 0 || sides.baseline === 0 ? "" : ` · ${formatSignedPercent(shift / sides.baseline)}`;
  return {
    label,
    value: formatCompactMoney(sides.candidate),
    before: formatCompactMoney(sides.baseline),
    shift: shift === 0 ? "no shift" : `${formatSignedCompactMoney(shift)}${share}`,
    tone: toneOf(shift),
  };
}

function bookFigures(book: Book | null): Figure[] {
  if (book === null) return [];
  const sides = (key: keyof Book["baseline"]): Sides | null => {
    const [baseline, candidate] = [book.baseline[key], book.candidate[key]];
    return baseline === null || candidate === null ? null : { baseline, candidate };
  };
  const made = <Made>(key: keyof Book["baseline"], make: (sides: Sides) => Made): Made[] => {
    const both = sides(key);
    return both === null ? [] : [make(both)];
  };
  return [
    ...made("utilisation", utilisationFigure),
    ...made("exposureAtDefault", (both) => ({ ...moneyFigure("Exposure at default", both), tone: "" })),
    ...made("expectedLoss", (both) => ({ ...moneyFigure("Expected loss", both), tone: toneOf(-shiftOf(both)) })),
    ...made("overLimit", (both) => countFigure("Over limit after", both, "down")),
    ...made("cutsWithoutDelinquency", (both) => countFigure("Cut without recent delinquency", both, "neutral")),
  ];
}

function utilisationFigure({ baseline, candidate }: Sides): Figure {
  const points = Math.round(1000 * candidate) / 10 - Math.round(1000 * baseline) / 10;
  const text = Math.abs(points).toFixed(1);
  return {
    label: "Utilisation",
    value: formatPercent(candidate),
    before: formatPercent(baseline),
    shift: text === "0.0" ? "no shift" : `${points < 0 ? MINUS : "+"}${text} points`,
    tone: "",
  };
}

const DECIDED: Record<Decision, string> = {
  freeze: "Frozen",
  refer: "Referred",
  decrease: "Decreased",
  hold: "Held",
  maintain: "Maintained",
  increase: "Increased",
};

function countFigures({ summary }: ReportInput): Figure[] {
  const used = DECISIONS.filter((decision) => summary.baseline.decisions[decision] + summary.candidate.decisions[decision] > 0);
  const good = { freeze: "down", refer: "down", decrease: "down", hold: "neutral", maintain: "neutral", increase: "up" } as const;
  return [
    ...used.map((decision) =>
      countFigure(
        DECIDED[decision],
        { baseline: summary.baseline.decisions[decision], candidate: summary.candidate.decisions[decision] },
        good[decision],
      ),
    ),
    countFigure("Need review", { baseline: summary.baseline.review, candidate: summary.candidate.review }, "neutral"),
  ];
}

function countFigure(label: string, sides: Sides, good: "up" | "down" | "neutral"): Figure {
  const shift = sides.candidate - sides.baseline;
  return {
    label,
    value: formatCount(sides.candidate),
    before: formatCount(sides.baseline),
    shift: shift === 0 ? "no shift" : formatSignedCount(shift),
    tone: good === "neutral" ? "" : toneOf(good === "up" ? shift : -shift),
  };
}
