/** What in the swap sets needs a look: a good tightening catches the worse borrowers and releases the better. */
import type { SwapSet, SwapSetGroup } from "./migration.ts";
import type { Interval, Tallied } from "./types.ts";

/** Below so many known values a mean says little. */
export const LEAST_GROUP = 30;

/**
 * `worse`: the released surely fare worse than the newly restricted, their intervals do not meet; `perhaps-worse`: they fare worse, within
 * chance; `few`: fewer than thirty known values. A higher observed mean is taken as worse.
 */
export type Look = "worse" | "perhaps-worse" | "few";

/** By swap set, where one needs a look. */
export function looksOf(sets: readonly Tallied<SwapSetGroup>[]): Partial<Record<SwapSet, Look>> {
  const looks: Partial<Record<SwapSet, Look>> = {};
  for (const { key, observed } of sets) if (observed !== null && isFew(observed.borrowers)) looks[key] = "few";
  const [released, restricted] = [observedOf(sets, "released"), observedOf(sets, "restricted")];
  if (released === null || restricted === null || released.mean <= restricted.mean) return looks;
  if (isAbove(released.interval, restricted.interval)) looks.released = "worse";
  else looks.released ??= "perhaps-worse";
  return looks;
}

function isFew(borrowers: number): boolean {
  return borrowers > 0 && borrowers < LEAST_GROUP;
}

function observedOf(sets: readonly Tallied<SwapSetGroup>[], key: SwapSet): { mean: number; interval: Interval | null } | null {
  const observed = sets.find((set) => set.key === key)?.observed;
  return observed === undefined || observed === null || observed.mean === null
    ? null
    : { mean: observed.mean, interval: observed.interval };
}

function isAbove(upper: Interval | null, lower: Interval | null): boolean {
  return upper !== null && lower !== null && upper.low > lower.high;
}
