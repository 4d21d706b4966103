import fc from "fast-check";
import { expect, test } from "vitest";
import { joined, type Stretch } from "./ruler";

const stretches = fc.array(fc.record({ skip: fc.nat(30), lines: fc.nat(8) }), { maxLength: 40 }).map((parts) => {
  const all: Stretch[] = [];
  for (const { skip, lines } of parts) {
    const first = (all.at(-1)?.first ?? 0) + skip + 1;
    all.push({ first, last: first + lines });
  }
  return all;
});
const linesOf = (all: readonly Stretch[]) =>
  new Set(all.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)));

test("joined stretches hold every line of the single ones, no line further than the gap from one, and lie further apart than it", () => {
  fc.assert(
    fc.property(stretches, fc.nat(10), (given, gap) => {
      const before = linesOf(given);
      const after = joined(given, gap);
      const held = linesOf(after);
      expect([...before].every((line) => held.has(line))).toBe(true);
      for (const line of held) {
        if (before.has(line)) continue;
        const last = Math.max(...[...before].filter((each) => each < line));
        const next = Math.min(...[...before].filter((each) => each > line));
        expect(next - last - 1).toBeLessThanOrEqual(gap);
      }
      for (const [i, { first }] of after.entries()) if (i > 0) expect(first - (after[i - 1] as Stretch).last - 1).toBeGreaterThan(gap);
    }),
  );
});
