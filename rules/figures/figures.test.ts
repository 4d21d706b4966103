import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ComparedBorrower, isReasonShifted, isShifted, summarise } from "#rules/compare";
import { type Decision, DECISIONS, type Outcome } from "#rules/evaluate";
import { figuresOf, Tally } from "#rules/portfolio";
import {
  bandGroups,
  bookOf,
  changeBins,
  type Compared,
  comparedOf,
  comparedRows,
  countRows,
  factGroups,
  fairnessOf,
  type Grouping,
  inAll,
  listMembers,
  looksOf,
  memberGroups,
  migrationGroups,
  type ObservedMean,
  RESTRICTIVE,
  reasonCounts,
  reasonMoves,
  rowsOf,
  rowsTold,
  swapSetGroups,
  type Tallied,
  tally,
  waterfallOf,
  wilson,
} from "./index.ts";

const REASONS = ["LNK-02", "CAP-02", "SCR-01"];

const limit = fc.oneof(
  fc.constantFrom(0, 10_000, 20_000, 50_000, 500_000),
  fc.integer({ min: 0, max: 1e8 }).map((cents) => cents / 100),
);
const outcome: fc.Arbitrary<Outcome> = fc.record(
  {
    limitBefore: limit,
    limitAfter: limit,
    available: limit,
    decision: fc.constantFrom(...DECISIONS),
    fired: fc.constant([]),
    applied: fc.constant([]),
    bound: fc.constant([]),
    reasons: fc.subarray(REASONS),
    review: fc.boolean(),
  },
  { requiredKeys: ["limitBefore", "limitAfter", "decision", "fired", "applied", "bound", "reasons", "review"] },
);

/** Both outcomes, often alike. */
const borrower = fc
  .record({ baseline: outcome, other: outcome, parts: fc.subarray(["limitAfter", "decision", "available", "reasons"] as const) })
  .map(({ baseline, other, parts }): ComparedBorrower => {
    const candidate: Outcome = { ...baseline };
    for (const part of parts) Object.assign(candidate, { [part]: other[part] });
    if (candidate.available === undefined) delete (candidate as { available?: number }).available;
    return { name: "", baseline, candidate };
  });
const observed = fc.constantFrom(0, 1, Number.NaN, 0, 1);
const row = fc.record({
  borrower,
  observed,
  inside: fc.boolean(),
  balance: fc.oneof(limit, fc.constant(Number.NaN)),
  age: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constant(null)),
  income: fc.integer({ min: -1e4, max: 1e8 }).map((value) => value / 100),
  segment: fc.constantFrom("gig", "student", null, "salaried"),
  lists: fc.constantFrom(null, ["a"], ["a", "b"], []),
});
const rows = fc.array(row, { minLength: 1, maxLength: 200 });
type Row = typeof row extends fc.Arbitrary<infer One> ? One : never;

/** Checks a law on random rows. */
function law(check: (rows: readonly Row[], compared: Compared) => void): void {
  fc.assert(
    fc.property(rows, (some) => check(some, comparedOf(some.map((one) => one.borrower)))),
    { seed: 20261126, numRuns: 60 },
  );
}

const observedOf = (some: readonly Row[]) => Float64Array.from(some, (one) => one.observed);
const onlyOf = (some: readonly Row[]) => Uint8Array.from(some, (one) => Number(one.inside));
const cents = (value: number | undefined) => Math.round(100 * (value ?? 0));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const named = (some: readonly Row[]) => some.map((one) => one.borrower);

function groupingsOf(some: readonly Row[], compared: Compared): readonly Grouping[] {
  return [
    migrationGroups(compared),
    swapSetGroups(compared),
    changeBins(compared, "limit"),
    changeBins(compared, "limit-percent"),
    bandGroups(compared),
    factGroups(compared, { kind: "values", values: some.map((one) => one.age) }),
    factGroups(compared, { kind: "values", values: some.map((one) => one.income) }),
    factGroups(compared, { kind: "values", values: some.map((one) => one.segment) }),
    memberGroups(compared, { kind: "values", values: some.map((one) => one.lists) }, "a"),
  ];
}

describe("every grouping", () => {
  it("partitions the rows: keys differ, and the groups' rows are all rows, each once", () =>
    law((some, compared) => {
      for (const grouping of groupingsOf(some, compared)) {
        expect(new Set(grouping.groups.map(({ key }) => key)).size).toBe(grouping.groups.length);
        const masks = grouping.groups.map(({ key }) => rowsOf(grouping, key));
        expect(some.map((_, i) => sum(masks.map((mask) => mask[i] as number)))).toEqual(some.map(() => 1));
      }
    }));

  it("sums to the total, whatever the grouping and the filter", () =>
    law((some, compared) => {
      const options = { only: onlyOf(some), observed: observedOf(some) };
      const kept = named(some).filter((_, i) => some[i]?.inside);
      const { summary } = summarise(kept);
      for (const grouping of groupingsOf(some, compared)) {
        const cells = tally(compared, grouping, options);
        const total = (pick: (cell: Tallied) => number) => sum(cells.map(pick));
        expect(total((cell) => cell.borrowers)).toBe(kept.length);
        expect(total((cell) => cell.shifted)).toBe(summary.shifted);
        for (const side of ["baseline", "candidate"] as const) {
          expect(total((cell) => cents(cell.limit[side]))).toBe(cents(summary[side].limit));
          expect(total((cell) => cents(cell.available[side]))).toBe(cents(summary[side].available));
          expect(total((cell) => cell.review[side])).toBe(summary[side].review);
          expect(total((cell) => cell.raised[side])).toBe(summary[side].decisions.increase);
          expect(total((cell) => cell.restricted[side])).toBe(kept.filter((one) => RESTRICTIVE.has(one[side].decision)).length);
        }
      }
    }));

  it("composes with filters: the tally of a filter is that of the group's rows among it", () =>
    law((some, compared) => {
      const only = onlyOf(some);
      for (const grouping of groupingsOf(some, compared)) {
        for (const cell of tally(compared, grouping, { only })) {
          const mask = inAll([rowsOf(grouping, cell.key), only]) as Uint8Array;
          expect(cell.borrowers).toBe(countRows(mask));
          const alone = summarise(named(some).filter((_, i) => mask[i] === 1)).summary;
          expect([cell.limit.candidate, cell.available.baseline, cell.shifted]).toEqual([
            alone.candidate.limit,
            alone.baseline.available,
            alone.shifted,
          ]);
        }
      }
    }));
});

describe("the migration matrix and swap sets", () => {
  it("equal the comparison's own matrix", () =>
    law((some, compared) => {
      const cells = tally(compared, migrationGroups(compared)).filter((cell) => cell.borrowers > 0);
      expect(
        cells.map(({ baseline, candidate, borrowers, limit, available }) => ({
          baseline,
          candidate,
          borrowers,
          limitBaseline: limit.baseline,
          limitCandidate: limit.candidate,
          availableBaseline: available.baseline,
          availableCandidate: available.candidate,
        })),
      ).toEqual(summarise(named(some)).migration);
    }));

  it("give the observed mean of those whose value is known", () =>
    law((some, compared) => {
      for (const { key, observed } of tally(compared, swapSetGroups(compared), { observed: observedOf(some) })) {
        const restricts = (decision: Decision) => RESTRICTIVE.has(decision);
        const set = { both: [true, true], restricted: [false, true], released: [true, false], neither: [false, false] }[key];
        const values = some
          .filter((one) => restricts(one.borrower.baseline.decision) === set[0] && restricts(one.borrower.candidate.decision) === set[1])
          .map((one) => one.observed)
          .filter((value) => !Number.isNaN(value));
        expect(observed?.borrowers).toBe(values.length);
        if (values.length === 0) expect(observed?.mean).toBeNull();
        else expect(observed?.mean).toBeCloseTo(sum(values) / values.length, 12);
        expect(observed?.interval).toEqual(wilson(observed?.mean ?? null, values.length));
      }
    }));

  it("give a normal interval to a mean that is no rate", () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    const one = { baseline: kept("hold"), candidate: kept("hold"), name: "" };
    const compared = comparedOf(values.map(() => one));
    const [cell] = tally(compared, swapSetGroups(compared), { observed: Float64Array.from(values) }).filter((set) => set.borrowers > 0);
    const half = (1.959964 * Math.sqrt(32 / 7)) / Math.sqrt(8);
    expect(cell?.observed?.mean).toBe(5);
    expect(cell?.observed?.interval?.low).toBeCloseTo(5 - half, 12);
    expect(cell?.observed?.interval?.high).toBeCloseTo(5 + half, 12);
  });
});

function kept(decision: Decision, limitAfter = 100, reasons: string[] = []): Outcome {
  return { limitBefore: 100, limitAfter, decision, fired: [], applied: [], bound: [], reasons, review: false };
}

describe("looks at swap sets", () => {
  const set = (key: "restricted" | "released" | "both", borrowers: number, mean: number) => ({
    ...(tally(comparedOf([]), swapSetGroups(comparedOf([])))[0] as Tallied),
    key,
    borrowers,
    observed: { borrowers, mean, interval: wilson(mean, borrowers) } satisfies ObservedMean,
  });

  it("tell released borrowers that fare worse, surely or perhaps, and too few to tell", () => {
    expect(looksOf([set("restricted", 4351, 0.151), set("released", 105, 0.248)])).toEqual({ released: "worse" });
    expect(looksOf([set("restricted", 400, 0.15), set("released", 105, 0.18)])).toEqual({ released: "perhaps-worse" });
    expect(looksOf([set("restricted", 400, 0.15), set("released", 105, 0.1)])).toEqual({});
    expect(looksOf([set("restricted", 400, 0.15), set("released", 20, 0.2), set("both", 12, 0.3)])).toEqual({
      released: "few",
      both: "few",
    });
  });
});

describe("changes and bands", () => {
  it("hold the changes that their edges say", () =>
    law((some, compared) => {
      for (const measure of ["limit", "limit-percent"] as const) {
        const bins = changeBins(compared, measure);
        some.forEach(({ borrower: { baseline, candidate } }, i) => {
          const bin = bins.groups[bins.groupOf[i] as number];
          const change = (cents(candidate.limitAfter) - cents(baseline.limitAfter)) / 100;
          const value = change === 0 ? 0 : measure === "limit" ? change : (100 * change) / baseline.limitAfter;
          expect(value).toBeGreaterThanOrEqual(bin?.from ?? Number.NEGATIVE_INFINITY);
          if (bin?.key === "0") expect(value).toBe(0);
          else if (bin?.to !== null) expect(value).toBeLessThan(bin?.to as number);
        });
        expect(bins.groups.every((bin, i) => i === 0 || bin.from === bins.groups[i - 1]?.to)).toBe(true);
      }
    }));

  it("leave out only those whose available credit is not known on both sides", () =>
    law((some, compared) => {
      const { groupOf } = changeBins(compared, "available");
      const known = some.map(({ borrower: one }) => one.baseline.available !== undefined && one.candidate.available !== undefined);
      expect(Array.from(groupOf, (group) => group >= 0)).toEqual(known);
    }));

  it("are few, and say in which band a limit is", () =>
    law((some, compared) => {
      const { bands, groups, groupOf } = bandGroups(compared);
      expect(bands.length).toBeLessThanOrEqual(8);
      some.forEach(({ borrower: one }, i) => {
        const group = groups[groupOf[i] as number];
        for (const side of ["baseline", "candidate"] as const) {
          const band = bands[group?.[side] as number];
          expect(one[side].limitAfter).toBeGreaterThanOrEqual(band?.from as number);
          if (band?.to !== null) expect(one[side].limitAfter).toBeLessThan(band?.to as number);
        }
      });
    }));
});

describe("a breakdown", () => {
  it("has the groups of a backtest's breakdown", () =>
    law((some, compared) => {
      for (const values of [some.map((one) => one.age), some.map((one) => one.income), some.map((one) => one.segment)]) {
        const cells = tally(compared, factGroups(compared, { kind: "values", values }));
        const { label, kind } = backtestGroups(values, named(some));
        expect(cells.map((cell) => [cell.label, cell.borrowers, cell.limit.candidate])).toEqual(label);
        expect(cells.map((cell) => cell.kind)).toEqual(kind);
      }
    }));

  it("puts numbers where their range says", () =>
    law((some, compared) => {
      const { groups, groupOf } = factGroups(compared, { kind: "values", values: some.map((one) => one.income) });
      some.forEach(({ income }, i) => {
        const { from, to } = groups[groupOf[i] as number] as (typeof groups)[number];
        if (from === undefined || to === undefined) return;
        expect(income >= from && (income < to || to === 0)).toBe(true);
      });
    }));

  it("knows what a list holds", () => {
    const values = { kind: "values", values: [["b", "a"], ["a"], null, []] } as const;
    const compared = comparedOf(values.values.map(() => ({ name: "", baseline: kept("hold"), candidate: kept("hold") })));
    expect(listMembers(values, 4)).toEqual(["a", "b"]);
    expect(tally(compared, memberGroups(compared, values, "b")).map(({ label, borrowers }) => [label, borrowers])).toEqual([
      ["true", 1],
      ["false", 2],
      ["not known", 1],
    ]);
  });
});

function bitsOf(rows: number, value: boolean): Uint32Array {
  const bits = new Uint32Array(Math.ceil(rows / 32));
  if (value) for (let row = 0; row < rows; row++) bits[row >> 5] = (bits[row >> 5] as number) | (1 << (row & 31));
  return bits;
}

/** The same breakdown by the tally of rules/portfolio. */
function backtestGroups(values: readonly (number | string | null)[], borrowers: readonly ComparedBorrower[]) {
  const tallied = new Tally([{ by: "x", subject: "fact", protected: false, listed: null }]);
  const side = (which: "baseline" | "candidate") => ({
    rows: borrowers.length,
    valid: bitsOf(borrowers.length, true),
    review: bitsOf(borrowers.length, false),
    fired: [],
    applied: [],
    bound: [],
    decision: Uint8Array.from(borrowers, (one) => DECISIONS.indexOf(one[which].decision)),
    reasons: new Uint16Array(borrowers.length * 4),
    limitBefore: Float64Array.from(borrowers, (one) => cents(one[which].limitBefore)),
    limitAfter: Float64Array.from(borrowers, (one) => cents(one[which].limitAfter)),
    available: Float64Array.from(borrowers, (one) => cents(one[which].available)),
  });
  tallied.add({
    baseline: side("baseline"),
    candidate: side("candidate"),
    observed: null,
    counted: null,
    groups: [{ kind: "values", values }],
  } as never);
  const groups = figuresOf(tallied, 0, null).breakdowns[0]?.groups ?? [];
  return {
    label: groups.map((group) => [group.label, group.borrowers, group.summary.candidate.limit]),
    kind: groups.map((group) => group.kind),
  };
}

describe("fairness", () => {
  const group = (key: string, borrowers: number, restricted: [number, number], raised: [number, number] = [0, 0]): Tallied => ({
    ...(tally(comparedOf([]), swapSetGroups(comparedOf([])))[0] as Tallied),
    key,
    borrowers,
    restricted: { baseline: restricted[0], candidate: restricted[1] },
    raised: { baseline: raised[0], candidate: raised[1] },
  });

  it("sets rates beside each other and marks what is below four fifths in a group large enough", () => {
    const groups = [group("a", 100, [20, 20]), group("b", 200, [80, 100]), group("c", 10, [10, 10]), group("d", 0, [0, 0])];
    const [a, b, c, d] = fairnessOf(groups).map((one) => one.candidate.unrestricted);
    expect(a).toEqual({ rate: 0.8, ratio: 1, look: false, standard: true });
    expect(b).toEqual({ rate: 0.5, ratio: 0.5 / 0.8, look: true, standard: false });
    expect(c).toEqual({ rate: 0, ratio: 0, look: false, standard: false });
    expect(d).toEqual({ rate: null, ratio: null, look: false, standard: false });
    expect(fairnessOf(groups).map(({ small }) => small)).toEqual([false, false, true, true]);
    expect(fairnessOf(groups, "largest").map((one) => one.candidate.unrestricted.standard)).toEqual([false, true, false, false]);
  });

  it("takes no rate for a standard of which few cases are to be expected", () => {
    const groups = [group("a", 1000, [0, 0], [4, 40]), group("b", 1000, [0, 0], [0, 0])];
    expect(fairnessOf(groups).map((one) => [one.baseline.raised.look, one.candidate.raised.look])).toEqual([
      [false, false],
      [false, true],
    ]);
  });
});

describe("reasons", () => {
  it("are counted on both sides as told", () =>
    law((some, compared) => {
      const only = onlyOf(some);
      const keptOnes = named(some).filter((_, i) => some[i]?.inside);
      for (const { code, baseline, candidate } of reasonCounts(compared, only)) {
        expect(baseline).toBe(keptOnes.filter((one) => one.baseline.reasons.includes(code)).length);
        expect(candidate).toBe(keptOnes.filter((one) => one.candidate.reasons.includes(code)).length);
        expect(countRows(inAll([rowsTold(compared.candidate, code), only]) as Uint8Array)).toBe(candidate);
      }
    }));

  it("move where limit and decision stay, as the comparison counts it", () =>
    law((some, compared) => {
      const moves = reasonMoves(compared);
      named(some).forEach((one, i) => {
        const move = moves.groups[moves.groupOf[i] as number];
        expect(move !== undefined).toBe(isReasonShifted(one.baseline, one.candidate));
        if (move !== undefined) expect([move.before, move.after]).toEqual([one.baseline.reasons, one.candidate.reasons]);
      });
      const counts = tally(compared, moves).map(({ borrowers }) => borrowers);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }));
});

describe("keys of moves", () => {
  it("differ, whatever the codes hold", () => {
    const move = (before: string[], after: string[]) => ({
      name: "",
      baseline: kept("hold", 1, before),
      candidate: kept("hold", 1, after),
    });
    const { groups } = reasonMoves(comparedOf([move(["a+b"], ["c"]), move(["a", "b"], ["c"]), move(["a~c"], []), move(["a"], ["c~"])]));
    expect(new Set(groups.map(({ key }) => key)).size).toBe(4);
  });
});

describe("the book", () => {
  it("adds what is known, by hand and by column", () =>
    law((some, compared) => {
      const [balance, only] = [Float64Array.from(some, (one) => one.balance), onlyOf(some)];
      const book = bookOf(compared, { only, balance, assumptions: { ccf: 0.5, lgd: 0.8, pd: observedOf(some) }, delinquent: only });
      const inside = some.filter((one) => one.inside);
      expect(book.borrowers).toBe(inside.length);
      const known = inside.filter((one) => !Number.isNaN(one.balance));
      const after = known.map(({ balance: owed, borrower: one, observed: pd }) => ({ owed, ...one.candidate, pd }));
      if (known.length > 0) expect(book.candidate.overLimit).toBe(after.filter((one) => cents(one.owed) > cents(one.limitAfter)).length);
      const exposed = after.filter((one) => one.available !== undefined);
      const exposure = (one: (typeof after)[number]) => one.owed + 0.5 * (one.available ?? 0);
      const losses = exposed.filter((one) => !Number.isNaN(one.pd)).map((one) => exposure(one) * 0.8 * one.pd);
      if (exposed.length > 0) expect(book.candidate.exposureAtDefault).toBeCloseTo(sum(exposed.map(exposure)), 4);
      else expect(book.candidate.exposureAtDefault).toBeNull();
      if (losses.length > 0) expect(book.candidate.expectedLoss).toBeCloseTo(sum(losses), 4);
      expect(book.candidate.cutsWithoutDelinquency).toBe(0);
    }));

  it("says nothing of what is not given", () => {
    const book = bookOf(comparedOf([{ name: "", baseline: kept("hold"), candidate: kept("decrease", 40) }]));
    expect(book.candidate).toEqual({
      limit: 40,
      available: 0,
      utilisation: null,
      overLimit: null,
      exposureAtDefault: null,
      expectedLoss: null,
      cutsWithoutDelinquency: null,
    });
  });

  it("counts nobody who has no outcome on a side", () => {
    const compared = comparedOf([{ name: "", baseline: kept("hold"), candidate: kept("decrease", 40) }]);
    const rejected = { ...compared, candidate: { ...compared.candidate, kinds: [null] } };
    expect(countRows(comparedRows(rejected))).toBe(0);
    expect(bookOf(rejected).borrowers).toBe(0);
    for (const grouping of groupingsOf([{ age: 3, income: 1, segment: "gig", lists: null } as unknown as Row], rejected))
      expect([...grouping.groupOf]).toEqual([-1]);
    expect(isShifted(kept("hold"), kept("hold"))).toBe(false);
  });
});

describe("the waterfall", () => {
  const shares = (share: number) => ({ solo: 0, last: 0, share });
  const attribution = [3, -120.5, 0, 40, -7, 7].map((share, i) => ({
    change: `rule:${i}`,
    touched: 1,
    limit: shares(share),
    available: shares(0),
    flips: [],
  }));

  it("goes from the one total to the other, step by step, without residue", () => {
    const steps = waterfallOf(attribution, { baseline: 1000.1, candidate: 922.6 }, "limit", 4);
    expect(steps.map(({ key, value }) => [key, value])).toEqual([
      ["baseline", 1000.1],
      ["rule:1", -120.5],
      ["rule:3", 40],
      ["rule:4", -7],
      ["smaller", 10],
      ["candidate", 922.6],
    ]);
    expect(steps.at(-2)?.to).toBe(922.6);
    expect(steps.at(-2)?.changes).toEqual(["rule:5", "rule:0"]);
    expect(waterfallOf(attribution, { baseline: 5, candidate: 5 }, "available")).toHaveLength(2);
  });
});
