/**
 * Borrowers by the values of a fact, a derived fact, a shared condition or a member of a list: the groups that a backtest's breakdowns
 * have, with which rows belong to each. The groups come from rules/portfolio itself, so that both pages draw the same lines.
 */
import { type RawColumn, valueAt } from "#rules/compile";
import { DECISIONS, type Decision } from "#rules/evaluate";
import {
  type BreakdownGroup,
  figuresOf,
  type GroupedBreakdown,
  type GroupKey,
  type GroupValues,
  Tally,
  tallyOfGroups,
} from "#rules/portfolio";
import { byRow, comparedRows, countRows } from "./masks.ts";
import type { Compared, Grouping, Keyed, Mask } from "./types.ts";

/** A value, a range of numbers from ≤ x < to, "other" or "not known". */
export type FactGroup = Keyed & Pick<BreakdownGroup, "label" | "kind" | "from" | "to">;

/** Numbers in at most ten ranges of about equal size, or as they are where they are few and whole; the twenty most frequent texts, then other. */
export function factGroups(compared: Compared, values: GroupValues): Grouping<FactGroup> {
  const rows = comparedRows(compared);
  const index = indexOf(rows);
  const lineOf = new Int32Array(rows.length).fill(-1);
  const [{ lines }] = new Tally([SPEC]).breakdowns as [Tally["breakdowns"][number]];
  lines.assign(values, index, index.length, lineOf);
  const counts = new Int32Array(lines.keys.length);
  for (let k = 0; k < index.length; k++) {
    const line = lineOf[index[k] as number] as number;
    counts[line] = (counts[line] as number) + 1;
  }
  const groups = groupsOf(lines.keys, counts, lines.wholeNumbers);
  const placeOf = placesOf(lines.keys, counts, groups);
  return {
    groups: groups.map(({ label, kind, from, to }) => ({
      key: `${kind}:${label}`,
      label,
      kind,
      ...(from === undefined || to === undefined ? {} : { from, to }),
    })),
    groupOf: byRow(rows.length, (row) => placeOf[lineOf[row] as number] ?? -1),
  };
}

/** The numbers of a mask's rows. */
function indexOf(rows: Mask): Int32Array {
  const index = new Int32Array(countRows(rows));
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (rows[row] === 1) index[count++] = row;
  return index;
}

/** The texts that lists hold, the most frequent first. */
export function listMembers(values: RawColumn, rows: number): string[] {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const list = valueAt(values, row);
    if (Array.isArray(list)) for (const text of list) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text]) => text);
}

/** Whose list has a text, whose has not, whose is not known. */
export function memberGroups(compared: Compared, values: RawColumn, text: string): Grouping<FactGroup> {
  const lists = Array.from(compared.baseline.kind, (_, row) => valueAt(values, row));
  return factGroups(compared, { kind: "values", values: lists.map((list) => (Array.isArray(list) ? list.includes(text) : null)) });
}

const SPEC = { by: "", subject: "fact", protected: false, listed: null } as const;

/** The lines of a tally merged into groups, with how many rows each has. */
function groupsOf(keys: readonly GroupKey[], counts: Int32Array, wholeNumbers: boolean): readonly BreakdownGroup[] {
  const groups = keys.map((key, line) => ({ key, figures: { ...NO_FIGURES, borrowers: counts[line] as number } }));
  const tally = tallyOfGroups({ cells: [], changes: [], breakdowns: [{ spec: SPEC, wholeNumbers, groups }] });
  return figuresOf(tally, 0, null).breakdowns[0]?.groups ?? [];
}

const NO_SIDE = {
  limit: 0n,
  available: 0n,
  review: 0,
  decisions: Object.fromEntries(DECISIONS.map((decision) => [decision, 0])) as Record<Decision, number>,
};
const NO_FIGURES: GroupedBreakdown["groups"][number]["figures"] = {
  borrowers: 0,
  shifted: 0,
  reasonShifted: 0,
  limitBefore: 0n,
  baseline: NO_SIDE,
  candidate: NO_SIDE,
  observed: { borrowers: 0, sum: 0 },
};

/** By line: the place of its group. Groups hold neighbouring lines, so that their counts tell where each ends. */
function placesOf(keys: readonly GroupKey[], counts: Int32Array, groups: readonly BreakdownGroup[]): Int32Array {
  const places = new Int32Array(keys.length).fill(-1);
  let [place, taken] = [0, 0];
  for (const line of inOrder(keys, counts)) {
    places[line] = place;
    taken += counts[line] as number;
    if (taken < (groups[place]?.borrowers ?? 0)) continue;
    [place, taken] = [place + 1, 0];
  }
  return places;
}

/** Lines with rows as the groups stand: numbers ascending, true before false, texts by frequency, other, not known. */
function inOrder(keys: readonly GroupKey[], counts: Int32Array): number[] {
  const lines = [...keys.keys()].filter((line) => (counts[line] as number) > 0);
  return lines.sort((a, b) => {
    const [x, y] = [keys[a], keys[b]];
    if (typeof x === "number" && typeof y === "number") return x - y;
    if (typeof x === "boolean" && typeof y === "boolean") return Number(y) - Number(x);
    if (typeof x === "string" && typeof y === "string") return (counts[b] as number) - (counts[a] as number) || (x < y ? -1 : 1);
    return rankOf(x) - rankOf(y);
  });
}

function rankOf(key: GroupKey | undefined): number {
  return key === null ? 4 : ["number", "boolean", "string", "undefined"].indexOf(typeof key);
}
