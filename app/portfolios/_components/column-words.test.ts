import { describe, expect, it } from "vitest";
import type { ColumnProfile } from "#rules/portfolio";
import { distinctWords, drawsHistogram, nullWords, pictureWords, rangeWords, segmentsOf, shortHash, suits } from "./column-words";

const column = (given: Partial<ColumnProfile>): ColumnProfile => ({
  name: "age",
  type: "integer",
  stored: "BIGINT",
  nulls: 0,
  distinct: 40,
  distinctExact: true,
  min: 18,
  max: 79,
  mean: 35,
  quantiles: [20, 28, 34, 41, 55],
  histogram: [{ from: 18, to: 79, rows: 100 }],
  top: [],
  guess: "integer",
  ...given,
});

const codes = column({
  name: "sex",
  distinct: 2,
  min: 1,
  max: 2,
  top: [
    { value: "2", rows: 60 },
    { value: "1", rows: 30 },
  ],
  nulls: 10,
});

describe("words of a profile", () => {
  it.each([
    [0, "–"],
    [100, "all"],
    [12, "12.0 %"],
  ])("%d nulls of 100 are %s", (nulls, words) => expect(nullWords(column({ nulls }), 100)).toBe(words));

  it("never rounds a null away", () => expect(nullWords(column({ nulls: 1 }), 30_000)).toBe("< 0.1 %"));

  it("gives ranges of numbers, of texts and of nothing", () => {
    expect(rangeWords(column({ min: -4.123456789, max: 1_000_000 }))).toBe("−4.12346 – 1,000,000");
    expect(rangeWords(column({ min: "2005-09-01", max: "2005-09-30" }))).toBe("2005-09-01 – 2005-09-30");
    expect(rangeWords(column({ min: null, max: null }))).toBe("–");
  });

  it("marks an estimate", () => expect(distinctWords(column({ distinct: 1200, distinctExact: false }))).toBe("≈ 1,200"));

  it("says what a picture shows", () => {
    expect(pictureWords(column({}), 100)).toBe("age: values 18 – 79; half of the values from 28 to 41, median 34");
    expect(pictureWords(codes, 100)).toBe("sex: 2 60.0 %, 1 30.0 %");
    expect(pictureWords(column({ nulls: 100 }), 100)).toBe("age: no row has a value");
  });

  it("shortens a hash", () => expect(shortHash("sha256:0123456789abcdef")).toBe("0123456789"));
});

describe("pictures", () => {
  it("draws codes as parts, other numbers as a histogram", () => {
    expect([drawsHistogram(codes), drawsHistogram(column({}))]).toEqual([false, true]);
  });

  it("leaves room for nulls and for other values", () => {
    expect(segmentsOf(codes, 100).map(({ label, share }) => [label, share])).toEqual([
      ["2", 0.6],
      ["1", 0.3],
    ]);
    expect(segmentsOf({ ...codes, nulls: 0 }, 100).at(-1)).toEqual({ label: "other values", rows: 10, share: 0.1, shade: null });
  });
});

describe("suits", () => {
  it.each([
    ["integer", "money", true],
    ["text", "number", false],
    ["number", "string", false],
    ["boolean", "boolean", true],
  ] as const)("%s as %s: %s", (type, fact, fits) => expect(suits({ type, guess: "string" }, fact)).toBe(fits));
});
