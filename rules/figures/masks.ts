/** Sets of rows: those of a group, those that two filters keep, those that have an outcome. */
import type { PackedOutcomes } from "#rules/columns";
import type { Decision } from "#rules/evaluate";
import type { Compared, Grouping, Mask } from "./types.ts";

/** The rows of the group with this key; none where there is no such group. */
export function rowsOf({ groups, groupOf }: Grouping, key: string): Mask {
  const group = groups.findIndex((one) => one.key === key);
  const mask = new Uint8Array(groupOf.length);
  if (group >= 0) for (let row = 0; row < mask.length; row++) mask[row] = Number(groupOf[row] === group);
  return mask;
}

/** Rows in every mask; undefined keeps all. */
export function inAll(masks: readonly (Mask | undefined)[]): Mask | undefined {
  const [first, ...rest] = masks.filter((mask) => mask !== undefined);
  return rest.reduce<Mask | undefined>((all, mask) => all && both(all, mask), first);
}

export function countRows(mask: Mask): number {
  let count = 0;
  for (let row = 0; row < mask.length; row++) count += mask[row] as number;
  return count;
}

/** Rows with an outcome on both sides: all that any figure counts. */
export function comparedRows({ baseline, candidate }: Compared): Mask {
  return both(byKind(baseline, hasOutcome), byKind(candidate, hasOutcome));
}

function both(a: Mask, b: Mask): Mask {
  const mask = new Uint8Array(a.length);
  for (let row = 0; row < mask.length; row++) mask[row] = (a[row] as number) & (b[row] as number);
  return mask;
}

const hasOutcome = () => true;

/** Rows that one side decides in one of these ways. */
export function rowsDecided(outcomes: PackedOutcomes, decisions: ReadonlySet<Decision>): Mask {
  return byKind(outcomes, ({ decision }) => decisions.has(decision));
}

/** Rows whose kind of outcome passes a test. */
export function byKind({ kind, kinds }: PackedOutcomes, test: (kind: NonNullable<PackedOutcomes["kinds"][number]>) => boolean): Mask {
  const passes = Uint8Array.from(kinds, (one) => (one !== null && test(one) ? 1 : 0));
  const mask = new Uint8Array(kind.length);
  for (let row = 0; row < mask.length; row++) mask[row] = passes[kind[row] as number] as number;
  return mask;
}

/** A whole number for each row. */
export function byRow(rows: number, read: (row: number) => number): Int32Array {
  const values = new Int32Array(rows);
  for (let row = 0; row < rows; row++) values[row] = read(row);
  return values;
}
