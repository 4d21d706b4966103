import { describe, expect, it, test } from "vitest";
import type { Change, ChangeAttribution, MigrationCell } from "#rules/compare";
import type { BreakdownGroup, ColumnProfile } from "#rules/portfolio";
import { changeBars, changeShares, fairnessOf, isBinary, openUtilisation, shiftOf, treatmentsOfCells } from "./figures";

const cell = (baseline: MigrationCell["baseline"], candidate: MigrationCell["candidate"], borrowers: number): MigrationCell => ({
  baseline,
  candidate,
  borrowers,
  limitBaseline: 100 * borrowers,
  limitCandidate: 80 * borrowers,
  availableBaseline: baseline === "freeze" ? 0 : 40 * borrowers,
  availableCandidate: candidate === "freeze" ? 0 : 20 * borrowers,
});

const NONE = { freeze: 0, refer: 0, decrease: 0, hold: 0, maintain: 0, increase: 0 };

describe("figures from the migration matrix", () => {
  const cells = [cell("freeze", "freeze", 4), cell("hold", "decrease", 3), cell("decrease", "hold", 2), cell("maintain", "freeze", 1)];

  it("counts newly restricted and released", () => {
    expect(treatmentsOfCells(cells)).toEqual({ restricted: 4, released: 2 });
  });

  it("takes utilisation over lines that are not frozen", () => {
    expect(openUtilisation(cells, "baseline")).toBeCloseTo(0.6, 12);
    expect(openUtilisation(cells, "candidate")).toBeCloseTo(0.75, 12);
    expect(openUtilisation([cell("freeze", "freeze", 4)], "baseline")).toBeNull();
  });
});

describe("isBinary", () => {
  const column = (given: Partial<ColumnProfile>) => ({ type: "integer", min: 0, max: 1, distinct: 2, ...given }) as ColumnProfile;
  it.each([
    ["0 and 1", {}, true],
    ["true and false", { type: "boolean", min: null, max: null }, true],
    ["0 to 2", { max: 2 }, false],
    ["shares between 0 and 1", { type: "number", distinct: 40 }, false],
  ] as const)("%s", (_, given, is) => expect(isBinary(column(given))).toBe(is));
});

describe("fairnessOf", () => {
  const group = (label: string, borrowers: number, held: number): BreakdownGroup => {
    const side = { limit: 0, available: 0, review: 0, decisions: { ...NONE, hold: held, decrease: borrowers - held } };
    return { label, kind: "value", borrowers, shifted: 0, summary: { baseline: side, candidate: side } };
  };

  it("measures each rate against the best of the groups that are large enough", () => {
    const [a, b, tiny] = fairnessOf([group("a", 100, 90), group("b", 100, 45), group("tiny", 2, 2)], "baseline");
    expect(a).toEqual({ rate: 0.9, ratio: 1 });
    expect(b).toEqual({ rate: 0.45, ratio: 0.5 });
    expect(tiny?.ratio).toBeCloseTo(1.111, 3);
  });
});

describe("changeBars", () => {
  it("keeps those that stay apart and cuts empty ends", () => {
    const bins = [
      { from: null, to: -1000, borrowers: 0, sum: 0 },
      { from: -1000, to: -100, borrowers: 5, sum: -2500 },
      { from: -100, to: 0, borrowers: 0, sum: 0 },
      { from: 0, to: 0, borrowers: 90, sum: 0 },
      { from: 0, to: null, borrowers: 3, sum: 700 },
    ];
    const { bars, moving, staying } = changeBars(bins);
    expect([moving, staying]).toEqual([8, 90]);
    expect(bars.map((bar) => [bar.label, bar.tone, bar.count])).toEqual([
      ["−1k", "down", 5],
      ["more", "up", 3],
    ]);
  });
});

describe("changeShares", () => {
  const changes = ["a", "b", "c"].map((id): Change => ({ id, kind: "changed", subject: "rule", name: id, edits: [] }));
  const part = (change: string, touched: number, available: number): ChangeAttribution => ({
    ...{ change, touched, flips: [], limit: { solo: 0, last: 0, share: 0 } },
    available: { solo: 2 * available, last: 0, share: available },
  });

  it("puts the largest share first, whichever way; then who touches more", () => {
    const attribution = [part("a", 1, 5), part("b", 2, -9.5), part("c", 3, 0)];
    expect(changeShares({ changes, attribution }, "available")?.map(({ change, solo }) => [change.id, solo])).toEqual([
      ["b", -19],
      ["a", 10],
      ["c", 0],
    ]);
    expect(changeShares({ changes, attribution }, "limit")?.map(({ change }) => change.id)).toEqual(["c", "b", "a"]);
    expect(changeShares({ changes }, "limit")).toBeNull();
  });
});

test("shiftOf subtracts in hundredths", () => expect(shiftOf(0.1, 0.3)).toBe(0.2));
