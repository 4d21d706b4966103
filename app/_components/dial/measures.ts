/** What a sweep's curve can show, and how its figures read. */
import type { SweepPoint, SweepTouch } from "#rules/sweep";
import { formatCompactMoney, formatCount, formatMoney, formatPercent, formatSignedCount, formatSignedMoney } from "../format";

export interface DialMeasure {
  readonly key: string;
  readonly label: string;
  /** Null where nothing is known, as a mean over nobody. */
  readonly of: (point: SweepPoint) => number | null;
  readonly text: (value: number) => string;
  /** On the axis, where room is short. */
  readonly short: (value: number) => string;
  readonly shift: (difference: number) => string;
}

const TOUCHED: Record<SweepTouch, string> = {
  fires: "Borrowers for whom the rule fires",
  holds: "Borrowers for whom the condition holds",
  binds: "Borrowers whom the guardrail binds",
  moves: "Borrowers whose limit changes",
};

const counted = { text: formatCount, short: formatCount, shift: formatSignedCount };
const money = { text: formatMoney, short: formatCompactMoney, shift: formatSignedMoney };

/** The measures of a sweep: what the observed rate needs is offered only where it was asked for. */
export function measuresOf(touch: SweepTouch, observed: string | null): DialMeasure[] {
  const rate: DialMeasure = {
    key: "observed",
    label: `${observed ?? ""} of those touched`,
    of: (point) => point.observed?.mean ?? null,
    text: formatPercent,
    short: formatPercent,
    shift: (difference) => `${formatSignedCount(Math.round(difference * 1000) / 10)} points`,
  };
  return [
    { key: "available", label: "Available credit", of: (point) => point.available, ...money },
    { key: "limit", label: "Total limit", of: (point) => point.limit, ...money },
    { key: "touched", label: TOUCHED[touch], of: (point) => point.touched, ...counted },
    { key: "shifted", label: "Borrowers that shift from the text as it is", of: (point) => point.shifted, ...counted },
    { key: "freeze", label: "Frozen", of: (point) => point.decisions.freeze, ...counted },
    { key: "decrease", label: "Decreased", of: (point) => point.decisions.decrease, ...counted },
    { key: "increase", label: "Increased", of: (point) => point.decisions.increase, ...counted },
    { key: "review", label: "Need review", of: (point) => point.review, ...counted },
    ...(observed === null ? [] : [rate]),
  ];
}
