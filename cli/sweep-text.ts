/** A sweep for people: whose number it is, and a table with a bar of those touched. */
import { DECISIONS } from "#rules/evaluate";
import { numberText, type ValidPolicy } from "#rules/policy";
import { type Sweep, type SweepPoint, type SweepTouch, thinned } from "#rules/sweep";
import { amount, columns, section, short } from "./comparison-text.ts";
import type { Streams } from "./streams.ts";

const MOST_ROWS = 41;
const BAR = 16;

const TOUCHED: Readonly<Record<SweepTouch, string>> = {
  fires: "fired",
  holds: "holds for",
  binds: "bound",
  moves: "moved",
};

export function sweepText(sweep: Sweep, policy: ValidPolicy, streams: Streams): string {
  const { at, current, kind, subject, sentence, points, of } = sweep;
  const shown = new Set(
    thinned(
      points.map(({ value }) => value),
      current,
      MOST_ROWS,
    ),
  );
  const rows = points.filter(({ value }) => shown.has(value));
  const head = [
    `${policy.name}  ${short(policy.hash)}`,
    `${subject.kind} ${subject.name}: ${sentence.en}`,
    `${at} is ${numberText(current)} now`,
    kind === "threshold"
      ? `${amount(of)} values decide differently${rows.length < of ? `; ${rows.length} of them are shown, --json lists more` : ""}`
      : `${amount(of)} values of a grid, exact at each`,
  ];
  return [section("Number", head, streams), section("Curve", table(rows, sweep), streams)].join("\n");
}

function table(points: readonly SweepPoint[], { current, touch }: Sweep): string[] {
  const most = Math.max(1, ...points.map(({ touched }) => touched));
  const observed = points.some((point) => point.observed !== undefined) ? ["observed"] : [];
  const head = ["", "", "value", TOUCHED[touch], ...observed, "shifted", "limit", "available", "review", ...DECISIONS];
  return columns([head, ...points.map((point) => cellsOf(point, point.value === current, most))], 2);
}

function cellsOf(point: SweepPoint, isCurrent: boolean, most: number): string[] {
  const { touched, shifted, limit, available, review, decisions } = point;
  return [
    isCurrent ? "›" : "",
    "█".repeat(Math.round((touched / most) * BAR)),
    numberText(point.value),
    amount(touched),
    ...(point.observed === undefined ? [] : [rate(point.observed.mean)]),
    ...[shifted, limit, available, review, ...DECISIONS.map((decision) => decisions[decision])].map(amount),
  ];
}

function rate(mean: number | null): string {
  return mean === null ? "–" : mean.toLocaleString("en", { maximumFractionDigits: 4 });
}
