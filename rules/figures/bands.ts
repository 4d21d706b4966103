/** Limits in bands: from which band the baseline's limits move to which band of the candidate's. */
import { toHundredths } from "#rules/policy";
import { edgesReached, quantileEdges } from "./edges.ts";
import { byRow, comparedRows } from "./masks.ts";
import type { Compared, Grouping, Keyed, Mask } from "./types.ts";

/** Holds from ≤ limit < to, in currency; the last has no end. */
export interface LimitBand {
  readonly from: number;
  readonly to: number | null;
}

/** Places of both limits' bands. */
export interface BandGroup extends Keyed {
  readonly baseline: number;
  readonly candidate: number;
}

export interface BandGrouping extends Grouping<BandGroup> {
  readonly bands: readonly LimitBand[];
}

const MOST_EDGES = 7;

/** Every pair of bands; a key is where both begin, such as `50000-20000`. The edges come from both sides' limits. */
export function bandGroups(compared: Compared): BandGrouping {
  const rows = comparedRows(compared);
  const edges = quantileEdges(limitsOf(compared, rows), MOST_EDGES);
  const bands = [0, ...edges].map((from, i): LimitBand => ({ from, to: edges[i] ?? null }));
  const hundredths = edges.map(toHundredths);
  const band = (limit: number) => edgesReached(hundredths, limit);
  const [before, after] = [compared.baseline.limitAfter, compared.candidate.limitAfter];
  return {
    bands,
    groups: bands.flatMap((a, baseline) => bands.map((b, candidate) => ({ key: `${a.from}-${b.from}`, baseline, candidate }))),
    groupOf: byRow(rows.length, (row) => (rows[row] === 0 ? -1 : band(before[row] as number) * bands.length + band(after[row] as number))),
  };
}

/** Both sides' limits in currency, ascending. */
function limitsOf({ baseline, candidate }: Compared, rows: Mask): Float64Array {
  const limits = new Float64Array(2 * rows.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] === 0) continue;
    limits[count++] = (baseline.limitAfter[row] as number) / 100;
    limits[count++] = (candidate.limitAfter[row] as number) / 100;
  }
  return limits.subarray(0, count).sort();
}
