/** From the baseline's total to the candidate's, change by change. */
import type { ChangeAttribution } from "#rules/compare";
import { fromHundredths, toHundredths } from "#rules/policy";
import type { Keyed, Sides } from "./types.ts";

export type MoneyMeasure = "limit" | "available";

/** Money in currency. A total goes from 0 to itself. */
export interface WaterfallStep extends Keyed {
  readonly kind: "baseline" | "change" | "smaller" | "candidate";
  /** Ids of the changes it stands for. */
  readonly changes: readonly string[];
  /** The share, or the total. */
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const MOST_CHANGES = 10;

/** Shares by size, the largest first; from `most` on gathered in one step. Changes without a share are left out. Ends at the candidate's total exactly. */
export function waterfallOf(
  attribution: readonly ChangeAttribution[],
  totals: Sides,
  measure: MoneyMeasure,
  most = MOST_CHANGES,
): WaterfallStep[] {
  const shares = attribution
    .map((one) => ({ change: one.change, share: toHundredths(one[measure].share) }))
    .filter(({ share }) => share !== 0)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  const alone = shares.length <= most ? shares : shares.slice(0, most - 1);
  const smaller = shares.slice(alone.length);
  let level = toHundredths(totals.baseline);
  const stepOf = (kind: "change" | "smaller", some: typeof shares): WaterfallStep => {
    const [from, share] = [level, some.reduce((sum, one) => sum + one.share, 0)];
    level += share;
    const changes = some.map(({ change }) => change);
    const key = kind === "change" ? (changes[0] as string) : kind;
    return { key, kind, changes, value: fromHundredths(share), from: fromHundredths(from), to: fromHundredths(level) };
  };
  return [
    total("baseline", totals.baseline),
    ...alone.map((one) => stepOf("change", [one])),
    ...(smaller.length === 0 ? [] : [stepOf("smaller", smaller)]),
    total("candidate", totals.candidate),
  ];
}

function total(kind: "baseline" | "candidate", value: number): WaterfallStep {
  return { key: kind, kind, changes: [], value, from: 0, to: value };
}
