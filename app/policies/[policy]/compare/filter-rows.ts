/** Which borrowers a filter keeps, as masks over the rows: no object for any borrower, a few milliseconds for 100,000. */
import { byKind, comparedRows, inAll, type Mask, migrationGroups, rowsOf, swapSetGroups } from "#rules/figures";
import { lateRows } from "./book";
import { rowsDriven } from "./drivers";
import { groupingNamed, rowsWhere } from "./groupings";
import { type Reach, reachOf, rowsReached } from "./reach";
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

/** `where.driver=CHANGE` keeps those that are restricted or released above all by a change; once shares are there. */
export const DRIVER = "driver";

/** Rows that pass. `shares` tell whom a change touches; until they are there, it is taken to touch whom its rules fire for. */
export function keptRows(shown: Shown, shares: Shares | null, filters: Filters, late: string | null): Mask {
  const { compared, shifted } = rowSetsOf(shown);
  const { pair, rule, change, treatment, told, where, text } = filters;
  const lately = "cut" in where ? lateRows(shown, late) : null;
  const wanted = [
    filters.all || told ? compared : shifted,
    pair === null ? undefined : rowsOf(migrationGroups(shown.outcomes), pairKey(pair)),
    rule === null ? undefined : rowsFired(shown, rule),
    change === null ? undefined : rowsTouched(shown, shares, change),
    treatment === null ? undefined : rowsOf(swapSetGroups(shown.outcomes), treatment),
    told ? groupingNamed(shown, "reasons")?.groupOf.map((group) => (group < 0 ? 0 : 1)) : undefined,
    text.trim() === "" ? undefined : rowsNamed(shown, text.trim().toLowerCase()),
    ...Object.entries(where).map(([name, key]) =>
      name === DRIVER ? shares && rowsDriven(shown, shares, key) : rowsWhere(shown, name, key, lately),
    ),
  ];
  return inAll(wanted.map((mask) => (mask ? Uint8Array.from(mask) : undefined))) ?? compared;
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
