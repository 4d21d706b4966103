import { describe, expect, it } from "vitest";
import {
  formatCompactMoney,
  formatCount,
  formatMoney,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedCount,
  formatSignedMoney,
  formatSignedPercent,
  shortAmount,
  shortSigned,
} from "./index.ts";

const PLAIN = { formatMoney, formatCompactMoney, formatCount, formatPercent, shortAmount };
const SIGNED = { formatSignedMoney, formatSignedCompactMoney, formatSignedCount, formatSignedPercent, shortSigned };

describe("a figure", () => {
  it.each(Object.entries({ ...PLAIN, ...SIGNED }))("%s has no sign where it is rounded to nothing", (_, format) => {
    for (const value of [0, -0, 1e-6, -1e-6]) expect(format(value)).toMatch(/^[0.]+( %)?$/);
  });

  it.each(Object.entries(PLAIN))("%s has a true minus", (_, format) => {
    expect(format(-12_345_678)).toBe(`\u2212${format(12_345_678)}`);
    expect(format(12_345_678)).toMatch(/^[0-9]/);
  });

  it.each(Object.entries(SIGNED))("%s says which way it went", (_, format) => {
    expect([format(-2)[0], format(2)[0]]).toEqual(["\u2212", "+"]);
  });
});
