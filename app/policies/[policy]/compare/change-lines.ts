/**
 * What each change does, line by line: whom it touches, its part in the shift, what is done to its borrowers, what it does together with
 * others. Before the shift is attributed only what the policies and the outcomes say.
 */
import type { Change, ChangeAttribution, Interaction, MeasureShares } from "#rules/compare";
import { DECISIONS } from "#rules/evaluate";
import { type DecisionPair, migrationGroups, type MoneyMeasure } from "#rules/figures";
import { toHundredths } from "#rules/policy";
import { driversOf } from "./drivers";
import { rowsTouched } from "./filter-rows";
import type { Shares, Shown } from "./shown";

export interface PairCount extends DecisionPair {
  readonly borrowers: number;
}

export interface ChangeLine {
  readonly change: Change;
  /** Borrowers whose outcome it alone alters, from either side. */
  readonly touched: number;
  readonly limit: MeasureShares;
  readonly available: MeasureShares;
  /** Borrowers that are newly restricted, or released, and of whose shift it has the largest part that way. */
  readonly restricts: number;
  readonly releases: number;
  /** How the decisions of the borrowers that it touches move, the most first. */
  readonly moves: readonly PairCount[];
  /** How it moves decisions applied alone. */
  readonly flips: ChangeAttribution["flips"];
  /** With which changes it does more or less than each alone. */
  readonly interactions: readonly Interaction[];
}

/** Which way the comparison goes as a whole, by the shift in hundredths. */
export type Grain = "tightening" | "loosening" | "neither";

export function grainOf({ outcomes: { figures } }: Shown): Grain {
  const { baseline, candidate } = figures.summary;
  const shift = (key: MoneyMeasure) => toHundredths(candidate[key]) - toHundredths(baseline[key]);
  const total = shift("available") || shift("limit");
  return total === 0 ? "neither" : total < 0 ? "tightening" : "loosening";
}

/** One line a change, the largest share first. */
export function changeLines(shown: Shown, shares: Shares, measure: MoneyMeasure): ChangeLine[] {
  const drivers = driversOf(shown, shares);
  const lines = shares.attribution.attribution.flatMap(({ change: id, touched, limit, available, flips }, place) => {
    const change = shown.outcomes.versions.changes.find((one) => one.id === id);
    if (change === undefined) return [];
    const interactions = shares.attribution.interactions.filter((one) => one.changes.includes(change.id));
    const moves = movesOf(shown, shares, change.id);
    const [restricts, releases] = [drivers.restricted[place] ?? 0, drivers.released[place] ?? 0];
    return [{ change, touched, limit, available, restricts, releases, moves, flips, interactions }];
  });
  return lines.sort((a, b) => Math.abs(b[measure].share) - Math.abs(a[measure].share) || b.touched - a.touched);
}

/** How many borrowers a line treats against the grain; null where it goes with it. */
export function againstGrain(
  line: ChangeLine,
  grain: Grain,
  measure: MoneyMeasure,
): { readonly words: string; readonly borrowers: number } | null {
  if (grain === "neither") return null;
  const [count, verb] = grain === "tightening" ? [line.releases, "releases"] : [line.restricts, "restricts"];
  if (count > 0) return { words: verb, borrowers: count };
  const { share } = line[measure];
  const against = grain === "tightening" ? share > 0 : share < 0;
  return against ? { words: grain === "tightening" ? "gives to" : "takes from", borrowers: line.touched } : null;
}

/** The one change that has the largest part of all of so many releases; null where there are several. */
export function soleReleaser(shown: Shown, shares: Shares, releases: number): Change | null {
  const place = releases === 0 ? -1 : driversOf(shown, shares).released.indexOf(releases);
  const id = shares.attribution.attribution[place]?.change;
  return shown.outcomes.versions.changes.find((change) => change.id === id) ?? null;
}

function movesOf(shown: Shown, shares: Shares, change: string): PairCount[] {
  const touched = rowsTouched(shown, shares, change);
  const { groups, groupOf } = migrationGroups(shown.outcomes);
  const counts = new Int32Array(groups.length);
  groupOf.forEach((group, row) => {
    if (group >= 0 && touched?.[row] === 1) counts[group] = (counts[group] as number) + 1;
  });
  return groups
    .map(({ baseline, candidate }, place) => ({ baseline, candidate, borrowers: counts[place] as number }))
    .filter(({ baseline, candidate, borrowers }) => borrowers > 0 && baseline !== candidate)
    .sort((a, b) => b.borrowers - a.borrowers || DECISIONS.indexOf(a.baseline) - DECISIONS.indexOf(b.baseline));
}

/** A change that touches nobody here. */
export function isIdle(line: ChangeLine): boolean {
  return line.touched === 0 && line.limit.share === 0 && line.available.share === 0;
}
