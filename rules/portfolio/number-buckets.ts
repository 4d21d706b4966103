/**
 * Numbers in buckets whose edges have two significant digits (…, 0.98, 0.99, 1, 1.1, …, 9.9, 10, 11, …): fine enough to be
 * merged into groups of about equal size afterwards, so that one pass is enough and nothing depends on the order
 * of the rows. Bucket 0 is zero alone; bucket k > 0 is [EDGES[k-1], EDGES[k]); bucket −k is [−EDGES[k], −EDGES[k-1]).
 */

const LEAST_EXPONENT = -9;
const MOST_EXPONENT = 18;

/** 1e-9, 1.1e-9, …, 9.9e18: each the double nearest to its decimal. */
const EDGES = Float64Array.from({ length: (MOST_EXPONENT - LEAST_EXPONENT + 1) * 90 }, (_, k) =>
  Number(`${10 + (k % 90)}e${LEAST_EXPONENT + Math.floor(k / 90) - 1}`),
);
const LAST = EDGES.length - 1;
const POWERS = Float64Array.from({ length: MOST_EXPONENT - LEAST_EXPONENT + 1 }, (_, i) => Number(`1e${LEAST_EXPONENT + i}`));

/** The bucket of a finite number; what is nearer to zero than 1e-9, or farther than 1e18, is in the outermost one. */
export function bucketOf(value: number): number {
  if (value === 0) return 0;
  return value > 0 ? edgeBelow(value) + 1 : -(edgeUnder(-value) + 1);
}

/** Index of the last edge that is not above the value. */
function edgeBelow(value: number): number {
  let at = near(value);
  while (at < LAST && (EDGES[at + 1] as number) <= value) at++;
  while (at > 0 && (EDGES[at] as number) > value) at--;
  return at;
}

/** Index of the last edge that is below the value. */
function edgeUnder(value: number): number {
  let at = near(value);
  while (at < LAST && (EDGES[at + 1] as number) < value) at++;
  while (at > 0 && (EDGES[at] as number) >= value) at--;
  return at;
}

/** An index at most a few from the right one. */
function near(value: number): number {
  const decade = Math.min(POWERS.length - 1, Math.max(0, Math.floor(Math.log10(value)) - LEAST_EXPONENT));
  return Math.min(LAST, Math.max(0, decade * 90 + Math.floor((value / (POWERS[decade] as number)) * 10) - 10));
}

/** Least number of a bucket. */
export function bucketFrom(bucket: number): number {
  if (bucket === 0) return 0;
  return bucket > 0 ? (EDGES[bucket - 1] as number) : -(EDGES[Math.min(LAST, -bucket)] as number);
}

/** Where a bucket ends, exclusively; zero's ends at zero. */
export function bucketTo(bucket: number): number {
  if (bucket === 0) return 0;
  return bucket > 0 ? (EDGES[Math.min(LAST, bucket)] as number) : -(EDGES[-bucket - 1] as number);
}

export interface NumberRange {
  /** Positions in the given buckets: first and last, inclusive. */
  readonly first: number;
  readonly last: number;
}

/** Merges ascending buckets with their row counts into at most `most` neighbourhoods of about equal size. */
export function mergedBuckets(rows: readonly number[], most: number): NumberRange[] {
  const total = rows.reduce((a, b) => a + b, 0);
  const ranges: NumberRange[] = [];
  let [first, done] = [0, 0];
  rows.forEach((count, at) => {
    done += count;
    if (at < rows.length - 1 && done * most < total * (ranges.length + 1)) return;
    ranges.push({ first, last: at });
    first = at + 1;
  });
  return ranges;
}
