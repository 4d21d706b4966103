import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SweepPoint } from "#rules/sweep";
import { curveOf, nearestPoint, pathOf } from "./curve";

const point = (value: number, limit: number): SweepPoint => ({
  value,
  touched: 0,
  shifted: 0,
  limit,
  available: 0,
  decisions: { freeze: 0, refer: 0, decrease: 0, hold: 0, maintain: 0, increase: 0 },
  review: 0,
  errors: 0,
});
const curve = (values: readonly number[]) => {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return {
    sorted,
    curve: curveOf(
      sorted.map((value, i) => point(value, (i * 7) % 5)),
      ({ limit }) => limit,
    ),
  };
};

describe("the dial's curve", () => {
  it("keeps the order of values, whatever they are, within the room, and each place finds its own point", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true })), { minLength: 1, maxLength: 60 }),
        (values) => {
          const { sorted, curve: made } = curve(values.map((value) => Math.round(value * 100) / 100 + 0));
          const lefts = made.points.map(({ left }) => left);
          expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
          for (const { left, top, index } of made.points) {
            expect(left >= 0 && left <= 1 && top >= 0 && top <= 1).toBe(true);
            expect(made.points[nearestPoint(made, left) ?? -1]?.left).toBe(left);
            expect(made.leftOf(sorted[index] as number)).toBe(left);
          }
        },
      ),
    );
  });

  it("leaves out what is not known", () => {
    const made = curveOf([point(1, 5), point(2, 0), point(3, 9)], ({ limit }) => (limit === 0 ? null : limit));
    expect(made.points.map(({ index }) => index)).toEqual([0, 2]);
    expect([made.low, made.high]).toEqual([5, 9]);
    expect(nearestPoint(made, 0.55)).toBe(2);
  });

  it("goes in steps between values of the data and straight where nothing is known", () => {
    const made = curveOf([point(0, 0), point(10, 1)], ({ limit }) => limit);
    expect(pathOf(made, "before", 100, 50)).toBe("M0.0 50.0H100.0V0.0");
    expect(pathOf(made, "next", 100, 50)).toBe("M0.0 50.0V0.0H100.0");
    expect(pathOf(made, "straight", 100, 50)).toBe("M0.0 50.0L100.0 0.0");
  });
});
