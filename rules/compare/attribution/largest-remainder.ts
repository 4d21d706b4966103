/** Rational numbers with a common denominator as whole numbers with the same sum: each goes down, and those with the largest remainders up again. */

/** The numerators' sum is a multiple of the denominator. Ties go to the first. */
export function largestRemainder(numerators: readonly (number | bigint)[], denominator: number | bigint): (number | bigint)[] {
  if (typeof denominator === "number" && numerators.every((n): n is number => typeof n === "number"))
    return wholeNumbers(numerators, denominator);
  return wholeBigints(numerators.map(BigInt), BigInt(denominator));
}

function wholeNumbers(numerators: readonly number[], denominator: number): number[] {
  const whole = numerators.map((n) => Math.floor(n / denominator));
  const rests = numerators.map((n, i) => n - (whole[i] as number) * denominator);
  const missing = Math.round(rests.reduce((sum, rest) => sum + rest, 0) / denominator);
  for (const i of largest(rests, missing)) whole[i] = (whole[i] as number) + 1;
  return whole;
}

function wholeBigints(numerators: readonly bigint[], denominator: bigint): bigint[] {
  const rests = numerators.map((n) => ((n % denominator) + denominator) % denominator);
  const whole = numerators.map((n, i) => (n - (rests[i] as bigint)) / denominator);
  const missing = Number(rests.reduce((sum, rest) => sum + rest, 0n) / denominator);
  for (const i of largest(rests, missing)) whole[i] = (whole[i] as bigint) + 1n;
  return whole;
}

/** The places of the so many largest, of equals the first. */
function largest<T extends number | bigint>(list: readonly T[], count: number): number[] {
  if (count === 0) return [];
  return [...list.keys()]
    .sort((i, j) => ((list[i] as T) > (list[j] as T) ? -1 : (list[i] as T) < (list[j] as T) ? 1 : i - j))
    .slice(0, count);
}
