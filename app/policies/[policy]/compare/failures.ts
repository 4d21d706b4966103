/** Borrowers that a side cannot evaluate: one by one with the first reason, and gathered by reason. */
import type { FailedBorrower } from "#rules/compare";
import type { Shown } from "./shown";

export function failuresOf({ outcomes, borrowers }: Shown): FailedBorrower[] {
  return outcomes.rejected.flatMap(({ row, side, errors: [error] }) =>
    error === undefined ? [] : [{ name: borrowers.names[row] as string, side, error }],
  );
}

export interface FailureGroup {
  readonly key: string;
  readonly side: FailedBorrower["side"];
  /** The first one's; others differ in the value only. */
  readonly message: string;
  readonly rows: readonly number[];
}

/** The largest first. */
export function failureGroups({ outcomes }: Shown): FailureGroup[] {
  const groups = new Map<string, Omit<FailureGroup, "rows"> & { readonly rows: number[] }>();
  for (const { row, side, errors } of outcomes.rejected) {
    const [error] = errors;
    if (error === undefined) continue;
    const key = `${side}:${error.code}:${error.fact}`;
    const group = groups.get(key) ?? { key, side, message: error.message, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}
