/** Sets of rows: those of a group, those that two filters keep, those that have an outcome. */
import type { PackedOutcomes } from "#rules/columns";
import type { Decision } from "#rules/evaluate";
import type { Compared, Grouping, Mask } from "./types.ts";

/** The rows of the group with this key; none where there is no such group. */
export function rowsOf({ groups, groupOf }: Grouping, key: string): Mask {
  const group = groups.findIndex((one) => one.key === key);
  return Uint8Array.from(groupOf, (of) => (of === group && group >= 0 ? 1 : 0));
}

/** Rows in every mask; undefined keeps all. */
export function inAll(masks: readonly (Mask | undefined)[]): Mask | undefined {
  const [first, ...rest] = masks.filter((mask) => mask !== undefined);
  if (first === undefined || rest.length === 0) return first;
  return first.map((bit, row) => (rest.every((mask) => mask[row] === 1) ? bit : 0));
}

export function countRows(mask: Mask): number {
  return mask.reduce((sum, bit) => sum + bit, 0);
}

/** Rows with an outcome on both sides: all that any figure counts. */
export function comparedRows({ baseline, candidate }: Compared): Mask {
  const [a, b] = [byKind(baseline, hasOutcome), byKind(candidate, hasOutcome)];
  return a.map((bit, row) => bit & (b[row] as number));
}

const hasOutcome = () => true;

/** Rows that one side decides in one of these ways. */
export function rowsDecided(outcomes: PackedOutcomes, decisions: ReadonlySet<Decision>): Mask {
  return byKind(outcomes, ({ decision }) => decisions.has(decision));
}

/** Rows whose kind of outcome passes a test. */
export function byKind({ kind, kinds }: PackedOutcomes, test: (kind: NonNullable<PackedOutcomes["kinds"][number]>) => boolean): Mask {
  const passes = Uint8Array.from(kinds, (one) => (one !== null && test(one) ? 1 : 0));
  return Uint8Array.from(kind, (at) => passes[at] as number);
}
