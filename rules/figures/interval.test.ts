import { describe, expect, it } from "vitest";
import { isRate, wilson } from "./index.ts";

describe("wilson", () => {
  it("gives the published interval of 24.8 % of 105", () => {
    const interval = wilson(26 / 105, 105);
    expect(interval?.low).toBeCloseTo(0.1751, 3);
    expect(interval?.high).toBeCloseTo(0.338, 3);
  });

  it("stays within 0 and 1, and is null without borrowers", () => {
    expect(wilson(0, 3)).toMatchObject({ low: 0 });
    expect(wilson(1, 3)?.high).toBe(1);
    expect(wilson(null, 0)).toBeNull();
  });
});

describe("isRate", () => {
  it("is true of yes and no, known or not, and of nothing else", () => {
    expect(isRate(Float64Array.of(0, 1, Number.NaN))).toBe(true);
    expect(isRate(Float64Array.of(0, 1, 0.5))).toBe(false);
  });
});
