/** Circles among named definitions that read each other (derived facts, shared conditions), found in linear time. */

/** What each name reads. Names that are read but not defined are passed over. */
export type Reads = ReadonlyMap<string, readonly string[]>;

/** Reports each knot of definitions that lead back to themselves once, as a shortest circle through its first member; gives all members. */
export function reportCycles(reads: Reads, report: (cycle: readonly string[]) => void): ReadonlySet<string> {
  const members = new Set<string>();
  for (const knot of knotsOf(reads)) {
    const inKnot = new Set(knot);
    for (const name of knot) members.add(name);
    const first = [...reads.keys()].find((name) => inKnot.has(name)) as string;
    report(circleThrough(first, reads, inKnot));
  }
  return members;
}

/** Strongly connected components with a circle in them (Tarjan's algorithm, without recursion). */
function knotsOf(reads: Reads): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const knots: string[][] = [];
  for (const root of reads.keys()) {
    if (index.has(root)) continue;
    const work: { name: string; next: number }[] = [{ name: root, next: 0 }];
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { name } = top;
      if (top.next === 0) {
        index.set(name, index.size);
        low.set(name, index.get(name) as number);
        open.push(name);
        isOpen.add(name);
      }
      const child = (reads.get(name) ?? [])[top.next++];
      if (child === undefined) {
        work.pop();
        const parent = work.at(-1);
        if (parent !== undefined) low.set(parent.name, Math.min(low.get(parent.name) as number, low.get(name) as number));
        if (low.get(name) === index.get(name)) closeKnot(name, open, isOpen, reads, knots);
      } else if (reads.has(child)) {
        if (!index.has(child)) work.push({ name: child, next: 0 });
        else if (isOpen.has(child)) low.set(name, Math.min(low.get(name) as number, index.get(child) as number));
      }
    }
  }
  return knots;
}

function closeKnot(name: string, open: string[], isOpen: Set<string>, reads: Reads, knots: string[][]): void {
  const knot = open.splice(open.lastIndexOf(name));
  for (const member of knot) isOpen.delete(member);
  if (knot.length > 1 || reads.get(name)?.includes(name)) knots.push(knot);
}

/** A shortest way from a member of a knot back to itself. */
function circleThrough(start: string, reads: Reads, knot: ReadonlySet<string>): string[] {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const name = queue[i] as string;
    for (const next of reads.get(name) ?? []) {
      if (next === start) return wayTo(start, name, from);
      if (!knot.has(next) || from.has(next)) continue;
      from.set(next, name);
      queue.push(next);
    }
  }
  return [start];
}

function wayTo(start: string, last: string, from: ReadonlyMap<string, string>): string[] {
  const way: string[] = [];
  for (let name = last; name !== start; name = from.get(name) as string) way.push(name);
  return [start, ...way.reverse()];
}

/** A circle in words: "a → b → a", the middle of a long one left out. */
export function circleText(cycle: readonly string[]): string {
  const shown = cycle.length > 8 ? [...cycle.slice(0, 6), `… ${cycle.length - 7} more …`, cycle.at(-1)] : cycle;
  return [...shown, cycle[0]].join(" → ");
}
