/**
 * Shapley values by orders of the changes drawn at random, for a borrower whom too many changes touch for all sets to be tried. Each order comes
 * with its reverse. Every order divides the whole shift, and so does their mean. All sums are of whole numbers, so that neither the order of
 * borrowers nor where a batch ends alters a digit, of the standard error either.
 */
import { ExactSum } from "./exact-sum.ts";

/** Orders a borrower, reverses included. Divides the common denominator of exact shares. */
export const ORDERS = 240;
const PAIRS = ORDERS / 2;
/** Of variances: those of a mean over `PAIRS` independent halves of sums. */
export const VARIANCE_DENOMINATOR = BigInt(4 * PAIRS * PAIRS * (PAIRS - 1));

export interface SampledShares {
  /** Sums over the orders: numerators over `ORDERS`. */
  readonly numerators: readonly bigint[];
  /** Of the shares, by change: numerators over `VARIANCE_DENOMINATOR`. */
  readonly variances: readonly bigint[];
}

/** The measures' values under a set; bit i of `set` is 1 where change i is in it. */
export type ValuesUnder = (set: Uint8Array) => readonly number[];

/** One result per measure. The same seed draws the same orders. */
export function sampleShares(changes: number, measures: number, seed: number, valuesUnder: ValuesUnder): SampledShares[] {
  const gains = Array.from({ length: measures }, () => Array.from({ length: changes }, () => new GainSums()));
  const random = randomWords(seed);
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = shuffled(changes, random);
    const forth = gainsAlong(order, measures, valuesUnder);
    const back = gainsAlong(order.toReversed(), measures, valuesUnder);
    for (const [m, list] of gains.entries())
      for (const [i, sums] of list.entries()) sums.add((forth[m]?.[i] as number) + (back[m]?.[i] as number));
  }
  return gains.map((list) => ({ numerators: list.map(({ total }) => total), variances: list.map(({ variance }) => variance) }));
}

/** What one change adds, summed over pairs of orders. */
class GainSums {
  private readonly sum = new ExactSum();
  private readonly squares = new ExactSum();

  add(value: number): void {
    this.sum.add(value);
    this.squares.add(Math.abs(value) < 2 ** 25 ? value ** 2 : BigInt(value) ** 2n);
  }

  get total(): bigint {
    return this.sum.total;
  }

  get variance(): bigint {
    return BigInt(PAIRS) * this.squares.total - this.sum.total ** 2n;
  }
}

/** What each change adds when it comes after those before it in the order, by measure. */
function gainsAlong(order: readonly number[], measures: number, valuesUnder: ValuesUnder): Float64Array[] {
  const gains = Array.from({ length: measures }, () => new Float64Array(order.length));
  const set = new Uint8Array(order.length);
  let before = valuesUnder(set);
  for (const change of order) {
    set[change] = 1;
    const after = valuesUnder(set);
    for (let m = 0; m < measures; m++) (gains[m] as Float64Array)[change] = (after[m] as number) - (before[m] as number);
    before = after;
  }
  return gains;
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** Words of 32 bits from a seed (splitmix32). */
function randomWords(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** A seed from a text (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
