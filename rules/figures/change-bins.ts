/** How far limits and available credit move, in bins with readable edges. */
import { fromHundredths } from "#rules/policy";
import { stepsUpTo } from "./edges.ts";
import { byRow, comparedRows } from "./masks.ts";
import type { Compared, Grouping, Keyed } from "./types.ts";

/** What moves: the limit in percent of the baseline's, or the limit or the available credit in currency. */
export type ChangeMeasure = "limit-percent" | "limit" | "available";

/** Holds from ≤ change < to; null where it is open. The bin of those that do not move is from 0 to 0. In percent or currency. */
export interface ChangeBin extends Keyed {
  readonly from: number | null;
  readonly to: number | null;
}

/** Percent: tens up to a hundred; a limit that rises from nothing is in the last. */
const PERCENTS = Array.from({ length: 10 }, (_, i) => 10 * (i + 1));
/** Money: so many steps of 1, 2 and 5 on each side, from the greatest change down. */
const MOST_STEPS = 10;

/** From the greatest fall to the greatest rise. Rows whose available credit is not known on a side are in no bin of its changes. */
export function changeBins(compared: Compared, measure: ChangeMeasure): Grouping<ChangeBin> {
  const changes = changesOf(compared, measure);
  const steps = measure === "limit-percent" ? PERCENTS : stepsUpTo(greatest(changes), MOST_STEPS);
  const places = byRow(changes.length, (row) => placeOf(changes[row] as number, steps));
  return trimmed(places, steps);
}

/** By row, NaN where a side has no figure. */
function changesOf(compared: Compared, measure: ChangeMeasure): Float64Array {
  const rows = comparedRows(compared);
  const key = measure === "available" ? "available" : "limitAfter";
  const [before, after] = [compared.baseline[key], compared.candidate[key]];
  const changes = new Float64Array(rows.length).fill(Number.NaN);
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] === 0) continue;
    const from = before[row] as number;
    const change = (after[row] as number) - from;
    changes[row] = measure === "limit-percent" ? percentOf(change, from) : fromHundredths(change);
  }
  return changes;
}

function percentOf(change: number, of: number): number {
  return change === 0 ? 0 : (100 * change) / of;
}

function greatest(changes: Float64Array): number {
  let most = 0;
  for (let row = 0; row < changes.length; row++) {
    const size = Math.abs(changes[row] as number);
    if (size > most) most = size;
  }
  return most;
}

/** 0 does not move; k > 0 reaches k − 1 steps up; −k falls by more than k − 1 steps. */
function placeOf(change: number, steps: readonly number[]): number {
  if (Number.isNaN(change)) return NOWHERE;
  if (change === 0) return 0;
  let place = 1;
  if (change > 0) while (place <= steps.length && (steps[place - 1] as number) <= change) place++;
  else while (place <= steps.length && (steps[place - 1] as number) < -change) place++;
  return change > 0 ? place : -place;
}

const NOWHERE = -0x80000000;

/** Without empty bins at either end; that of those that do not move always stands. */
function trimmed(places: Int32Array, steps: readonly number[]): Grouping<ChangeBin> {
  let [least, most] = [0, 0];
  for (let row = 0; row < places.length; row++) {
    const place = places[row] as number;
    if (place !== NOWHERE && place < least) least = place;
    if (place > most) most = place;
  }
  return {
    groups: Array.from({ length: most - least + 1 }, (_, i) => binAt(least + i, steps)),
    groupOf: byRow(places.length, (row) => (places[row] === NOWHERE ? -1 : (places[row] as number) - least)),
  };
}

function binAt(place: number, steps: readonly number[]): ChangeBin {
  if (place === 0) return { key: "0", from: 0, to: 0 };
  const edge = (k: number) => (k === 0 ? 0 : (steps[k - 1] ?? null));
  const [near, far] = [edge(Math.abs(place) - 1), edge(Math.abs(place))];
  const [from, to] = place > 0 ? [near, far] : [far === null ? null : -far, near === null || near === 0 ? 0 : -near];
  return { key: `${from ?? ""}:${to ?? ""}`, from, to };
}
