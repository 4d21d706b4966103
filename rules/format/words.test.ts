import { describe, expect, it } from "vitest";
import { bandLabel, binLabel, binWords, intervalText, meanText, ratioText, shortSigned } from "./index.ts";

describe("short figures", () => {
  it.each([
    [-250000, "−250k"],
    [1500000, "+1.5m"],
    [0, "0"],
    [70, "+70"],
    [999_600, "+1m"],
    [-2.5e9, "−2.5bn"],
  ])("%d is %s", (value, text) => expect(shortSigned(value)).toBe(text));
});

describe("words of bins and bands", () => {
  it("say what they hold", () => {
    expect(bandLabel({ from: 20_000, to: 50_000 })).toBe("20k – 50k");
    expect([bandLabel({ from: 0, to: 20_000 }), bandLabel({ from: 200_000, to: null })]).toEqual(["< 20k", "200k +"]);
    expect(binWords({ key: "", from: -20, to: -10 }, "limit-percent")).toBe("−20 % to below −10 %");
    expect(binWords({ key: "", from: 0, to: 500 }, "available")).toBe("more than 0 to below +500");
    expect(binWords({ key: "", from: 100, to: null }, "limit-percent")).toBe("+100 % or more");
    expect([binLabel({ key: "", from: -20, to: -10 }, "limit-percent"), binLabel({ key: "", from: 500, to: 1000 }, "limit")]).toEqual([
      "−20",
      "+1k",
    ]);
  });
});

describe("observed means and ratios", () => {
  it("are percentages where they are rates", () => {
    expect([meanText(0.2476, true), meanText(-1234.5, false)]).toEqual(["24.8 %", "−1,235"]);
    expect(intervalText({ low: 0.175, high: 0.338 }, true)).toBe("17.5 – 33.8 %");
  });

  it("do not round a look away", () => {
    expect([ratioText(0.797, 0.8), ratioText(0.8, 0.8), ratioText(null, 0.8)]).toEqual(["< 0.80", "0.80", "–"]);
  });
});
