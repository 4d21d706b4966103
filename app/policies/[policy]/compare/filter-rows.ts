/** Which borrowers a filter keeps, as masks over the rows: no object for any borrower, a few milliseconds for 100,000. */
import { byKind, comparedRows, inAll, type Mask, migrationGroups, rowsOf, swapSetGroups } from "#rules/figures";
import type { Assumed } from "./book";
import { failureGroups } from "./failures";
import { groupingNamed, rowsWhere } from "./groupings";
import { MOVES, partsOf } from "./parts";
import { type Reach, reachOf, rowsReached } from "./reach";
import { isOfShares, rowsOfShares } from "./share-rows";
import type { Shares, Shown } from "./shown";
import { type Filters, pairKey } from "./url-state";

interface RowSets {
  /** Rows with an outcome on both sides. */
  readonly compared: Mask;
  /** Limit after, decision or available credit differs. */
  readonly shifted: Mask;
}

const kept = new WeakMap<Shown["outcomes"], RowSets>();

function rowSetsOf({ outcomes }: Shown): RowSets {
  const made = kept.get(outcomes) ?? { compared: comparedRows(outcomes), shifted: shiftedRows(outcomes) };
  kept.set(outcomes, made);
  return made;
}

function shiftedRows(outcomes: Shown["outcomes"]): Mask {
  const { baseline, candidate } = outcomes;
  const { groups, groupOf } = migrationGroups(outcomes);
  return Uint8Array.from(groupOf, (group, row) => {
    const pair = groups[group];
    if (pair === undefined) return 0;
    const stays =
      pair.baseline === pair.candidate &&
      baseline.limitAfter[row] === candidate.limitAfter[row] &&
      Object.is(baseline.available[row], candidate.available[row]);
    return stays ? 0 : 1;
  });
}

/** `where.failed=KEY` keeps those that a side cannot evaluate for one reason; no other filter has borrowers without an outcome. */
export const FAILED = "failed";

/** Rows that pass. `shares` tell whom a change touches; until they are there, it is taken to touch whom its rules fire for. */
export function keptRows(shown: Shown, shares: Shares | null, filters: Filters, assumed: Assumed): Mask {
  const { compared, shifted } = rowSetsOf(shown);
  const { pair, rule, change, treatment, told, where, text } = filters;
  const wanted = [
    FAILED in where ? undefined : filters.all || told ? compared : shifted,
    pair === null ? undefined : rowsOf(migrationGroups(shown.outcomes), pairKey(pair)),
    rule === null ? undefined : rowsFired(shown, rule),
    change === null ? undefined : rowsTouched(shown, shares, change),
    treatment === null ? undefined : rowsOf(swapSetGroups(shown.outcomes), treatment),
    told ? groupingNamed(shown, "reasons")?.groupOf.map((group) => (group < 0 ? 0 : 1)) : undefined,
    text.trim() === "" ? undefined : rowsNamed(shown, text.trim().toLowerCase()),
    ...Object.entries(where).map(([name, key]) => rowsBehind(shown, shares, name, key, assumed)),
  ];
  return inAll(wanted.map((mask) => (mask ? Uint8Array.from(mask) : undefined))) ?? compared;
}

/** Of what waits for shares nobody is known yet; a name or key that is none keeps everybody. */
function rowsBehind(shown: Shown, shares: Shares | null, name: string, key: string, assumed: Assumed): Mask | null {
  if (name === FAILED) return rowsFailed(shown, key);
  if (isOfShares(name)) return shares === null ? new Uint8Array(shown.borrowers.names.length) : rowsOfShares(shown, shares, name, key);
  if (name !== MOVES) return rowsWhere(shown, name, key, assumed);
  const parts = partsOf(shown, shares, key, assumed);
  return Uint8Array.from(shown.borrowers.names, (_, row) => Number((parts?.values[row] ?? 0) !== 0));
}

/** Whether a filter waits for the shift to be divided. */
export function waitsForShares({ where }: Filters): boolean {
  return Object.entries(where).some(([name, key]) => isOfShares(name) || (name === MOVES && key.includes(":")));
}

function rowsFailed(shown: Shown, key: string): Mask {
  const mask = new Uint8Array(shown.borrowers.names.length);
  for (const row of failureGroups(shown).find((group) => group.key === key)?.rows ?? []) mask[row] = 1;
  return mask;
}

export function rowsFired({ outcomes: { baseline, candidate } }: Shown, rule: string): Mask {
  const [a, b] = [baseline, candidate].map((side) => byKind(side, ({ fired }) => fired.includes(rule))) as [Mask, Mask];
  return a.map((bit, row) => bit | (b[row] as number));
}

/** Rows whose outcome a change alone alters, from either side; without shares those that it can reach. */
export function rowsTouched(shown: Shown, shares: Shares | null, change: string): Mask | undefined {
  const bits = shares?.rows.touched[shares.attribution.attribution.findIndex((one) => one.change === change)];
  if (bits !== undefined) return Uint8Array.from(shown.borrowers.names, (_, row) => ((bits[row >> 5] as number) >>> (row & 31)) & 1);
  const found = shown.outcomes.versions.changes.find(({ id }) => id === change);
  return found && rowsReached(shown, reachOfChange(shown, found));
}

function reachOfChange({ baseline, candidate }: Shown, change: Shown["outcomes"]["versions"]["changes"][number]): Reach {
  return reachOf(change, baseline.policy, candidate.policy);
}

const lowered = new WeakMap<readonly string[], readonly string[]>();

function rowsNamed({ borrowers: { names } }: Shown, text: string): Mask {
  const small = lowered.get(names) ?? names.map((name) => name.toLowerCase());
  lowered.set(names, small);
  return Uint8Array.from(small, (name) => (name.includes(text) ? 1 : 0));
}
