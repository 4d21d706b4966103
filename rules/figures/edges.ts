/** Edges that people read easily: 1, 2, 5, 10, 20, 50, … */

/** The k-th step: 1 for 0, 2 for 1, 5 for 2, 10 for 3, 0.5 for −1. */
function step(k: number): number {
  const power = Math.floor(k / 3);
  return Number(`${[1, 2, 5][k - 3 * power]}e${power}`);
}

/** The number of the last step that is not above a positive value. */
function stepBelow(value: number): number {
  let k = 3 * Math.floor(Math.log10(value));
  while (step(k + 1) <= value) k++;
  while (step(k) > value) k--;
  return k;
}

/** At most `most` steps, ascending: the greatest ones that are not above `value`, and the next above it. */
export function stepsUpTo(value: number, most: number): number[] {
  if (!(value > 0)) return [];
  const last = stepBelow(value) + 1;
  return Array.from({ length: most }, (_, i) => step(last - most + 1 + i));
}

/** The step nearest to a positive value, by ratio. */
function nearestStep(value: number): number {
  const k = stepBelow(value);
  return value * value < step(k) * step(k + 1) ? step(k) : step(k + 1);
}

/** A number to two significant digits. */
function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

/** Fewer bands say too little: then edges have two digits instead. */
const LEAST_EDGES = 4;

/** Readable edges near the quantiles of ascending positive values, at most `most`; each has values on both sides. */
export function quantileEdges(sorted: Float64Array, most: number): number[] {
  const quantiles = Array.from({ length: most }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / (most + 1))] ?? 0);
  const edges = (round: (value: number) => number) => {
    const rounded = new Set(quantiles.filter((value) => value > 0).map(round));
    return [...rounded].filter((edge) => edge > (sorted[0] ?? 0) && edge <= (sorted.at(-1) ?? 0)).sort((a, b) => a - b);
  };
  const steps = edges(nearestStep);
  return steps.length >= LEAST_EDGES ? steps : edges(twoDigits);
}

/** How many ascending edges a value reaches. */
export function edgesReached(edges: readonly number[], value: number): number {
  let reached = 0;
  while (reached < edges.length && (edges[reached] as number) <= value) reached++;
  return reached;
}
