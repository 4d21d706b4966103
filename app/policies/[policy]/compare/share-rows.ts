/**
 * The rows behind what the attribution counts: those that a change drives, those whose decision it turns alone, those that two changes
 * both touch. By name, as `where.NAME=KEY`.
 */
import { type Decision, DECISIONS } from "#rules/evaluate";
import type { DecisionPair, Mask } from "#rules/figures";
import { rowsDriven } from "./drivers";
import { joinKeys, splitKeys } from "./keys";
import type { Shares, Shown } from "./shown";
import { pairKey, pairOf } from "./url-state";

/** `where.driver=CHANGE` keeps those that are restricted or released above all by a change. */
export const DRIVER = "driver";
/** `where.alone=FROM-TO~CHANGE`: those whose decision a change, applied alone, turns from one into another. */
export const ALONE = "alone";
/** `where.both=CHANGE~CHANGE`: those that both touch. */
export const BOTH = "both";

const NAMES: ReadonlySet<string> = new Set([DRIVER, ALONE, BOTH]);

export function isOfShares(name: string): boolean {
  return NAMES.has(name);
}

export function aloneKey(from: Decision, to: Decision, change: string): string {
  return joinKeys([pairKey({ baseline: from, candidate: to }), change]);
}

export function readAlone(key: string): (DecisionPair & { readonly change: string }) | null {
  const [pair = "", change] = splitKeys(key);
  const decisions = pairOf(pair);
  return decisions === null || change === undefined ? null : { ...decisions, change };
}

/** Null where the name is none of these. */
export function rowsOfShares(shown: Shown, shares: Shares, name: string, key: string): Mask | null {
  switch (name) {
    case DRIVER:
      return rowsDriven(shown, shares, key);
    case ALONE:
      return rowsTurned(shares, key);
    case BOTH:
      return rowsOfBoth(shares, splitKeys(key));
    default:
      return null;
  }
}

function placeOf({ attribution }: Shares, change: string): number {
  return attribution.attribution.findIndex((one) => one.change === change);
}

function rowsTurned(shares: Shares, key: string): Mask {
  const { rows } = shares;
  const mask = new Uint8Array(rows.rows);
  const turned = readAlone(key);
  if (turned === null) return mask;
  const place = placeOf(shares, turned.change);
  const flip = DECISIONS.indexOf(turned.baseline) * DECISIONS.length + DECISIONS.indexOf(turned.candidate);
  for (let row = 0; row < mask.length; row++)
    for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++)
      if (rows.change[at] === place && rows.flip[at] === flip) mask[row] = 1;
  return mask;
}

/** Rows whose outcome every one of the changes alters alone, from either side. */
function rowsOfBoth(shares: Shares, changes: readonly string[]): Mask {
  const bits = changes.map((change) => shares.rows.touched[placeOf(shares, change)]);
  return Uint8Array.from({ length: shares.rows.rows }, (_, row) =>
    Number(bits.every((words) => (((words?.[row >> 5] ?? 0) >>> (row & 31)) & 1) === 1)),
  );
}
