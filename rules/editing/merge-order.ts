/** Merging two orders of names that come from one. */

export interface MergedOrder {
  readonly names: readonly string[];
  /** Both sides have put the same names in different orders; then mine's order stands. */
  readonly conflict: boolean;
}

/**
 * The names of `held` in an order that keeps what each side moved. In the skeleton stand the names of both sides, in the
 * order of the side that changed it; names of one side follow the name that they follow there. Of two runs at one place
 * the one whose first name sorts first comes first, so that the sides may be swapped.
 */
export function mergeOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  held: ReadonlySet<string>,
  preferred?: "mine" | "theirs" | "base",
): MergedOrder {
  const [b, m, t] = [base, mine, theirs].map((names) => names.filter((name) => held.has(name))) as [string[], string[], string[]];
  const [inBase, inMine, inTheirs] = [new Set(b), new Set(m), new Set(t)];
  const both = (names: readonly string[]) => names.filter((name) => inMine.has(name) && inTheirs.has(name));
  const [ofMine, ofTheirs] = [both(m), both(t)];
  const old = (names: readonly string[]) => names.filter((name) => inBase.has(name));
  const ofBase = both(b);
  const equal = sameNames(ofMine, ofTheirs);
  const mineMoved = !sameNames(old(ofMine), ofBase);
  const theirsMoved = !sameNames(old(ofTheirs), ofBase);
  const conflict = !equal && mineMoved === theirsMoved;
  const leading = preferred ?? (theirsMoved && !mineMoved ? "theirs" : "mine");
  const skeleton = leading === "mine" ? ofMine : leading === "theirs" ? ofTheirs : withNew(ofBase, ofMine);
  return { names: interleaved(skeleton, m, t, [...b, ...held]), conflict };
}

/** The base's order, names that both sides added behind those that they follow. */
function withNew(base: readonly string[], side: readonly string[]): string[] {
  return interleaved(base, side, [], []);
}

function interleaved(skeleton: readonly string[], mine: readonly string[], theirs: readonly string[], rest: readonly string[]): string[] {
  const fixed = new Set(skeleton);
  const runs = [mine, theirs].map((side) => runsAfter(side, fixed));
  const at = (anchor: string | null) =>
    runs
      .map((own) => own.get(anchor) ?? [])
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0))
      .flat();
  const names = [null, ...skeleton].flatMap((anchor) => [...(anchor === null ? [] : [anchor]), ...at(anchor)]);
  const placed = new Set(names);
  return [...names, ...new Set(rest.filter((name) => !placed.has(name)))];
}

/** Names that are not fixed, under the fixed name that they follow; null: before all. */
function runsAfter(side: readonly string[], fixed: ReadonlySet<string>): Map<string | null, string[]> {
  const runs = new Map<string | null, string[]>();
  let anchor: string | null = null;
  for (const name of side) {
    if (fixed.has(name)) anchor = name;
    else runs.set(anchor, [...(runs.get(anchor) ?? []), name]);
  }
  return runs;
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
