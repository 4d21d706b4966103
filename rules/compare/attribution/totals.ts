/** Sums of shares over borrowers, exact and mergeable in any order; and the attribution that they come to. */
import { DECISIONS } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";
import type { Attribution, ChangeAttribution, DecisionFlip, Interaction, MeasureShares } from "../types.ts";
import { largestRemainder } from "./largest-remainder.ts";
import { VARIANCE_DENOMINATOR } from "./sampling.ts";
import { FACTORIALS, MOST_EXACT_CHANGES } from "./shapley.ts";
import type { AttributionTotals, ChangeTotals, InteractionTotals, MeasureTotals } from "./types.ts";

/** Common denominator of all shares: of up to 12 changes, and of sampled orders. */
export const SHARE_DENOMINATOR = BigInt(FACTORIALS[MOST_EXACT_CHANGES] as number);
const MOST_INTERACTIONS = 12;

const NOTHING: MeasureTotals = { limit: 0n, available: 0n };
const NO_CHANGE: ChangeTotals = {
  touched: 0,
  solo: NOTHING,
  last: NOTHING,
  share: NOTHING,
  variance: null,
  flips: new Array<number>(DECISIONS.length ** 2).fill(0),
};

/** The totals of several batches as those of the whole. */
export function mergeTotals(parts: readonly AttributionTotals[], changes: number): AttributionTotals {
  const none: AttributionTotals = { changes: new Array<ChangeTotals>(changes).fill(NO_CHANGE), interactions: [] };
  return parts.reduce(
    (a, b) => ({
      changes: a.changes.map((one, c) => sumOfChanges(one, b.changes[c] as ChangeTotals)),
      interactions: sumOfInteractions([...a.interactions, ...b.interactions]),
    }),
    none,
  );
}

function sumOfChanges(a: ChangeTotals, b: ChangeTotals): ChangeTotals {
  return {
    touched: a.touched + b.touched,
    solo: sumOf(a.solo, b.solo),
    last: sumOf(a.last, b.last),
    share: sumOf(a.share, b.share),
    variance: a.variance !== null && b.variance !== null ? sumOf(a.variance, b.variance) : (a.variance ?? b.variance),
    flips: a.flips.map((count, i) => count + (b.flips[i] as number)),
  };
}

function sumOf(a: MeasureTotals, b: MeasureTotals): MeasureTotals {
  return { limit: a.limit + b.limit, available: a.available + b.available };
}

function sumOfInteractions(list: readonly InteractionTotals[]): InteractionTotals[] {
  const found = new Map<string, InteractionTotals>();
  for (const one of list) {
    const known = found.get(one.pair.join());
    found.set(one.pair.join(), known === undefined ? one : { ...one, ...sumOf(known, one), borrowers: known.borrowers + one.borrowers });
  }
  return [...found.values()].sort((a, b) => a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
}

/** The attribution of all batches together, in currency: shares sum exactly to the shift. `changes`: their ids, in order. */
export function finishAttribution(changes: readonly string[], parts: readonly AttributionTotals[]): Attribution {
  const totals = mergeTotals(parts, changes.length);
  const limit = printedShares(totals, "limit");
  const available = printedShares(totals, "available");
  const attribution = totals.changes.map(
    (one, c): ChangeAttribution => ({
      change: changes[c] as string,
      touched: one.touched,
      limit: sharesOf(one, "limit", limit[c] as bigint),
      available: sharesOf(one, "available", available[c] as bigint),
      flips: flipsOf(one.flips),
    }),
  );
  return { attribution, interactions: interactionsOf(changes, totals.interactions) };
}

function printedShares({ changes }: AttributionTotals, measure: keyof MeasureTotals): bigint[] {
  const numerators = changes.map(({ share }) => share[measure]);
  return largestRemainder(numerators, SHARE_DENOMINATOR).map(BigInt);
}

function sharesOf({ solo, last, variance }: ChangeTotals, measure: keyof MeasureTotals, share: bigint): MeasureShares {
  return {
    solo: money(solo[measure]),
    last: money(last[measure]),
    share: money(share),
    ...(variance === null
      ? {}
      : { stderr: fromHundredths(Math.round(Math.sqrt(Number(variance[measure]) / Number(VARIANCE_DENOMINATOR)))) }),
  };
}

function flipsOf(counts: readonly number[]): DecisionFlip[] {
  return DECISIONS.flatMap((from, i) =>
    DECISIONS.flatMap((to, j) => {
      const borrowers = counts[i * DECISIONS.length + j] as number;
      return borrowers === 0 ? [] : [{ from, to, borrowers }];
    }),
  );
}

function interactionsOf(changes: readonly string[], totals: readonly InteractionTotals[]): Interaction[] {
  return totals
    .filter(({ limit, available }) => limit !== 0n || available !== 0n)
    .sort((a, b) => descending(a.available, b.available) || descending(a.limit, b.limit))
    .slice(0, MOST_INTERACTIONS)
    .map(({ pair: [i, j], borrowers, limit, available }) => ({
      changes: [changes[i] as string, changes[j] as string],
      borrowers,
      limit: money(limit),
      available: money(available),
    }));
}

/** By magnitude, the largest first. */
function descending(a: bigint, b: bigint): number {
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return x > y ? -1 : x < y ? 1 : 0;
}

function money(hundredths: bigint): number {
  return fromHundredths(Number(hundredths));
}
