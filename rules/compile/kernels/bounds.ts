/** Thresholds as doubles and as whole numbers: how a comparison of doubles is one of whole numbers. */
const scratch = new DataView(new ArrayBuffer(8));

/** The next double towards zero's other side: the greatest that is less, or the least that is greater. */
function neighbour(x: number, up: boolean): number {
  if (x === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE;
  scratch.setFloat64(0, x);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (x > 0 === up ? 1n : -1n));
  return scratch.getFloat64(0);
}

/** The greatest double less than x. */
export function below(x: number): number {
  return neighbour(x, false);
}

/** The least double greater than x. */
export function above(x: number): number {
  return neighbour(x, true);
}

/** Beyond what a narrow column holds, in any unit. */
const FAR = 1e12;

/** The least whole k with k / divisor ≥ x, as doubles compare. */
export function leastWhole(x: number, divisor: number): number {
  if (Math.abs(x) > FAR) return x;
  let k = Math.ceil(x * divisor) - 1;
  while (k / divisor < x) k++;
  return k;
}

/** The greatest whole k with k / divisor ≤ x, as doubles compare. */
export function greatestWhole(x: number, divisor: number): number {
  if (Math.abs(x) > FAR) return x;
  let k = Math.floor(x * divisor) + 1;
  while (k / divisor > x) k--;
  return k;
}
