/**
 * Shapley values of one borrower, exact: the shares of a shift among the changes, as numerators over a common denominator. Doubles where they
 * are exact, else bigints.
 */

/** Beyond this many active changes orders are sampled. */
export const MOST_EXACT_CHANGES = 12;

export const FACTORIALS = Array.from({ length: MOST_EXACT_CHANGES + 1 }, (_, k) => {
  let product = 1;
  for (let i = 2; i <= k; i++) product *= i;
  return product;
});

const MEMBERS = Uint8Array.from({ length: 1 << MOST_EXACT_CHANGES }, (_, set) => set.toString(2).replaceAll("0", "").length);

/** Numerators of shares; their sum over the denominator is the shift. */
export type Numerators = readonly (number | bigint)[];

/** By change, from the measure under every set (bit i: change i is in it), over `FACTORIALS[changes]`. Values are whole. */
export function shapleyNumerators(values: Float64Array, changes: number): Numerators {
  const sets = 1 << changes;
  let [least, most] = [values[0] as number, values[0] as number];
  for (let set = 1; set < sets; set++) {
    const value = values[set] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) return new Array<number>(changes).fill(0);
  const inDoubles = (FACTORIALS[changes] as number) * (most - least) < Number.MAX_SAFE_INTEGER;
  return inDoubles ? numeratorsInDoubles(values, changes) : numeratorsInBigints(values, changes);
}

/** The orders in which just these changes come before a given one: |S|! (k − |S| − 1)!. */
function weightsOf(changes: number): number[] {
  return Array.from({ length: changes }, (_, before) => (FACTORIALS[before] as number) * (FACTORIALS[changes - before - 1] as number));
}

const WEIGHTS = FACTORIALS.map((_, changes) => weightsOf(changes));

function numeratorsInDoubles(values: Float64Array, changes: number): number[] {
  const weights = WEIGHTS[changes] as number[];
  const sums = new Array<number>(changes).fill(0);
  for (let i = 0; i < changes; i++) {
    const own = 1 << i;
    let sum = 0;
    for (let set = 0; set < 1 << changes; set++) {
      if ((set & own) !== 0) continue;
      const gain = (values[set | own] as number) - (values[set] as number);
      if (gain !== 0) sum += (weights[MEMBERS[set] as number] as number) * gain;
    }
    sums[i] = sum;
  }
  return sums;
}

function numeratorsInBigints(values: Float64Array, changes: number): bigint[] {
  const weights = (WEIGHTS[changes] as number[]).map(BigInt);
  return Array.from({ length: changes }, (_, i) => {
    const own = 1 << i;
    let sum = 0n;
    for (let set = 0; set < 1 << changes; set++)
      if ((set & own) === 0)
        sum += (weights[MEMBERS[set] as number] as bigint) * (BigInt(values[set | own] as number) - BigInt(values[set] as number));
    return sum;
  });
}
