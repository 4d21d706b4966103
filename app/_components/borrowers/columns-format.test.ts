import fc from "fast-check";
import { expect, test } from "vitest";
import type { RawColumn } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { type BorrowerColumns, columnsOfBorrowers, factsAt } from "./borrower-columns";
import { decodeColumns, encodeColumns } from "./columns-format";

const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 255, 256, -32768, 32768, 2 ** 31, 0.1));
const value = fc.oneof(fc.constant(null), number, fc.boolean(), fc.string(), fc.array(fc.string(), { maxLength: 2 }));
const borrower = fc.record({
  name: fc.string(),
  facts: fc.record(
    { income: fc.oneof(number, fc.constant(null)), cycles: fc.integer({ min: 0, max: 9 }), region: fc.string(), any: value },
    { requiredKeys: [] },
  ),
});

/** JSON has no NaN, no infinity and no negative zero: such a value is none that a policy reads from a document. */
const plain = (facts: object) => JSON.stringify(facts);

test("borrowers come back with every name and fact that they were given", () => {
  fc.assert(
    fc.property(fc.array(borrower), (borrowers) => {
      const given = columnsOfBorrowers(borrowers);
      const back = decodeColumns(encodeColumns(given).buffer);
      expect(back.names).toEqual(given.names);
      borrowers.forEach((one, row) => void expect(plain(factsAt(back.batch, row))).toBe(plain(inOrder(one.facts, given))));
    }),
    { seed: 20261126 },
  );
});

/** Facts in the order of the columns. */
function inOrder(facts: Readonly<Record<string, FactValue>>, { batch }: BorrowerColumns): object {
  return Object.fromEntries([...batch.columns.keys()].filter((fact) => fact in facts).map((fact) => [fact, facts[fact]]));
}

test("typed columns, what was observed later and the size of the whole come back", () => {
  const columns = new Map<string, RawColumn>([
    ["limit", { kind: "numbers", values: Float64Array.of(20_000, 1.5, 0), nulls: Uint8Array.of(0, 0, 1) }],
    ["active", { kind: "booleans", values: Uint8Array.of(1, 0, 0), nulls: null }],
    ["region", { kind: "codes", codes: Uint16Array.of(0, 1, 1), dictionary: [undefined, "north"] }],
  ]);
  const given: BorrowerColumns = {
    of: 2_100_000,
    names: ["a", "b", "c"],
    batch: { rows: 3, columns },
    observed: new Map([["defaulted", Float64Array.of(1, Number.NaN, 0)]]),
    usualObserved: "defaulted",
  };
  const back = decodeColumns(encodeColumns(given).buffer);
  expect([0, 1, 2].map((row) => factsAt(back.batch, row))).toEqual([
    { limit: 20_000, active: true },
    { limit: 1.5, active: false, region: "north" },
    { limit: null, active: false, region: "north" },
  ]);
  expect([back.of, back.usualObserved, ...(back.observed.get("defaulted") ?? [])]).toEqual([2_100_000, "defaulted", 1, Number.NaN, 0]);
});
