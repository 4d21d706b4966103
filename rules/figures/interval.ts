/** How sure a mean is: 95 % intervals of Wilson (1927) for rates of yes and no, of the normal distribution for other means. */
import type { Interval, ObservedMean } from "./types.ts";

const Z = 1.959964;

/** Of a rate over `borrowers` yes-or-no values; null without borrowers. */
export function wilson(rate: number | null, borrowers: number): Interval | null {
  if (rate === null || borrowers === 0) return null;
  const z2 = (Z * Z) / borrowers;
  const middle = (rate + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / borrowers + z2 / (4 * borrowers))) / (1 + z2);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Of a mean with the sum of squared distances from it; null below two values. */
function normal(mean: number, squares: number, borrowers: number): Interval | null {
  if (borrowers < 2) return null;
  const half = Z * Math.sqrt(squares / (borrowers - 1) / borrowers);
  return { low: mean - half, high: mean + half };
}

/** Whether a column says yes or no: every known value is 0 or 1. */
export function isRate(observed: Float64Array): boolean {
  for (let row = 0; row < observed.length; row++) {
    const value = observed[row] as number;
    if (value !== 0 && value !== 1 && !Number.isNaN(value)) return false;
  }
  return true;
}

/** `squares`: sum of squared distances from the mean. */
export function observedMean(borrowers: number, mean: number, squares: number, rate: boolean): ObservedMean {
  if (borrowers === 0) return { borrowers, mean: null, interval: null };
  return { borrowers, mean, interval: rate ? wilson(mean, borrowers) : normal(mean, squares, borrowers) };
}
