import { type Decision, DECISIONS } from "#rules/evaluate";
import { byRow } from "./masks.ts";
import { IS_RESTRICTIVE } from "./treatment.ts";
import { codesOf } from "./tally.ts";
import type { Compared, Grouping, Keyed } from "./types.ts";

export interface DecisionPair {
  readonly baseline: Decision;
  readonly candidate: Decision;
}

export type MigrationGroup = DecisionPair & Keyed;

/** Newly restricted: freeze, refer or decrease in the candidate only; released: in the baseline only. */
export type SwapSet = "both" | "restricted" | "released" | "neither";

export interface SwapSetGroup extends Keyed {
  readonly key: SwapSet;
}

const SIDE = DECISIONS.length;
const PAIRS: readonly MigrationGroup[] = DECISIONS.flatMap((baseline) =>
  DECISIONS.map((candidate) => ({ key: `${baseline}-${candidate}`, baseline, candidate })),
);

/** All 36 pairs of decisions, by rows of the baseline; a key is such as `hold-decrease`. */
export function migrationGroups(compared: Compared): Grouping<MigrationGroup> {
  return { groups: PAIRS, groupOf: byDecisions(compared, (a, b) => a * SIDE + b) };
}

const SETS: readonly SwapSetGroup[] = [{ key: "both" }, { key: "restricted" }, { key: "released" }, { key: "neither" }];

/** Who is restricted (freeze, refer, decrease) by both versions, by the candidate only, by the baseline only, by neither. */
export function swapSetGroups(compared: Compared): Grouping<SwapSetGroup> {
  const set = (a: number, b: number) => (IS_RESTRICTIVE[a] === 1 ? (IS_RESTRICTIVE[b] === 1 ? 0 : 2) : IS_RESTRICTIVE[b] === 1 ? 1 : 3);
  return { groups: SETS, groupOf: byDecisions(compared, set) };
}

/** Rows by their two decisions' places in `DECISIONS`. */
function byDecisions(compared: Compared, groupAt: (baseline: number, candidate: number) => number): Int32Array {
  const [a, b] = [codesOf(compared.baseline).decision, codesOf(compared.candidate).decision];
  const table = Int32Array.from({ length: SIDE * SIDE }, (_, pair) => groupAt(Math.floor(pair / SIDE), pair % SIDE));
  const [kindA, kindB] = [compared.baseline.kind, compared.candidate.kind];
  return byRow(kindA.length, (row) => {
    const from = a[kindA[row] as number] as number;
    const to = b[kindB[row] as number] as number;
    return from < 0 || to < 0 ? -1 : (table[from * SIDE + to] as number);
  });
}
