/**
 * Shapley values by orders of the changes drawn at random, for a borrower whom too many changes touch for all sets to be tried. Each order comes
 * with its reverse. Every order divides the whole shift, and so does their mean.
 */

/** Orders a borrower, reverses included. Divides the common denominator of exact shares. */
export const ORDERS = 240;
const PAIRS = ORDERS / 2;

export interface SampledShares {
  /** Sums over the orders: numerators over `ORDERS`. */
  readonly numerators: readonly number[];
  /** Of the shares, by change. */
  readonly variances: readonly number[];
}

/** The measures' values under a set; bit i of `set` is 1 where change i is in it. */
export type ValuesUnder = (set: Uint8Array) => readonly number[];

/** One result per measure. The same seed draws the same orders. */
export function sampleShares(changes: number, measures: number, seed: number, valuesUnder: ValuesUnder): SampledShares[] {
  const sums = Array.from({ length: measures }, () => new Float64Array(changes));
  const squares = Array.from({ length: measures }, () => new Float64Array(changes));
  const random = randomWords(seed);
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = shuffled(changes, random);
    const forth = gainsAlong(order, measures, valuesUnder);
    const back = gainsAlong(order.toReversed(), measures, valuesUnder);
    for (let m = 0; m < measures; m++)
      for (let i = 0; i < changes; i++) {
        const sum = (forth[m]?.[i] as number) + (back[m]?.[i] as number);
        (sums[m] as Float64Array)[i] = (sums[m]?.[i] as number) + sum;
        (squares[m] as Float64Array)[i] = (squares[m]?.[i] as number) + (sum / 2) ** 2;
      }
  }
  return sums.map((sum, m) => ({
    numerators: [...sum],
    variances: [...sum].map((total, i) => varianceOfMean(total / 2, squares[m]?.[i] as number)),
  }));
}

/** From the sum of the pairs' means and of their squares. */
function varianceOfMean(sum: number, squares: number): number {
  return Math.max(0, squares - sum ** 2 / PAIRS) / (PAIRS * (PAIRS - 1));
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
