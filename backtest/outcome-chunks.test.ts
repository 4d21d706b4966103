import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import type { OutcomeColumns, Program } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { NameColumn } from "./names.ts";
import { OutcomeChunksMaker } from "./outcome-chunks.ts";
import { openOutcomeWriter, type ParquetWriter } from "./outcome-writer.ts";
import { listText } from "./row-masks.ts";
import { Folder, sql } from "./testing/portfolios.ts";

const folder = new Folder();
afterAll(() => folder.remove());

/** Rows, rules and guardrails of a version, whether names need quoting, and whether values repeat. */
const shapes = fc.record({
  rows: fc.constantFrom(1, 31, 33, 200, 5000),
  rules: fc.constantFrom(0, 1, 25, 32, 33, 70),
  guardrails: fc.constantFrom(0, 3),
  awkward: fc.boolean(),
  few: fc.boolean(),
  /** Names longer than what one element of Snappy can repeat. */
  long: fc.boolean(),
  valid: fc.constantFrom(0.9, 1),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

it("a row group says of every row what its outcome says", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const { rows, awkward } = shape;
      const random = randomOf(shape.seed);
      const names = (count: number, kind: string) =>
        Array.from({ length: count }, (_, i) => (awkward ? `[${kind}|${i}]` : `${kind}-${i}${shape.long ? ".".repeat(30 * (i % 8)) : ""}`));
      const version = { rules: names(shape.rules, "rule"), guardrails: names(shape.guardrails, "cap") };
      const reasons = names(9, "R");
      const named = (list: readonly string[]) => list.map((name) => ({ name }));
      const program = { reasons, versions: [{ rules: named(version.rules), guardrails: named(version.guardrails) }] } as unknown as Program;
      const outcomes = outcomesOf(shape, random);
      const { valid, limitBefore, limitAfter, available, decision, review } = outcomes;
      const isSet = (bits: Uint32Array, row: number) => (((bits[row >> 5] as number) >>> (row & 31)) & 1) === 1;
      const listed = (bits: readonly Uint32Array[], list: readonly string[], row: number) =>
        listText(list.filter((_, i) => isSet(bits[i] as Uint32Array, row)));
      const expected = Array.from({ length: rows }, (_, row) => row)
        .filter((row) => isSet(valid, row))
        .map((row) => [
          String(row + 1),
          (limitBefore[row] as number) / 100,
          (limitAfter[row] as number) / 100,
          Number.isNaN(available[row]) ? null : (available[row] as number) / 100,
          DECISIONS[decision[row] as number],
          isSet(review, row),
          listed(outcomes.fired, version.rules, row),
          listed(outcomes.applied, version.rules, row),
          listed(outcomes.bound, version.guardrails, row),
          listText(
            [...outcomes.reasons.subarray(4 * row, 4 * row + 4)].flatMap((code) => (code === 0 ? [] : [reasons[code - 1] as string])),
          ),
        ]);
      const file = folder.file("rows.parquet");
      const writer = (await openOutcomeWriter(file, 1)) as ParquetWriter;
      const rowNames = new NameColumn("none", rows);
      rowNames.begin(0);
      await writer.add(new OutcomeChunksMaker(program).make([outcomes]), rowNames);
      await writer.finish();
      expect(await sql(`SELECT * FROM '${file}'`)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) / 2 ** 23;
  };
}

function outcomesOf(
  { rows, rules, guardrails, few, valid }: typeof shapes extends fc.Arbitrary<infer T> ? T : never,
  random: () => number,
): OutcomeColumns {
  const bits = (share: number) => {
    const words = new Uint32Array(Math.ceil(rows / 32));
    for (let row = 0; row < rows; row++) if (random() < share) words[row >> 5] = (words[row >> 5] as number) | (1 << (row & 31));
    return words;
  };
  const sets = (count: number) => Array.from({ length: count }, () => bits(few ? 0.02 : 0.5));
  const money = () => Float64Array.from({ length: rows }, () => Math.floor(random() * (few ? 20 : 2 ** 30)));
  const reasons = new Uint16Array(4 * rows);
  for (let row = 0; row < rows; row++)
    for (let k = 0, count = Math.floor(random() * 5); k < count; k++) reasons[4 * row + k] = 1 + Math.floor(random() * 9);
  return {
    rows,
    valid: bits(valid),
    limitBefore: money(),
    limitAfter: money(),
    available: money().map((amount) => (random() < 0.1 ? Number.NaN : amount)),
    decision: Uint8Array.from({ length: rows }, () => Math.floor(random() * 6)),
    review: bits(0.3),
    fired: sets(rules),
    applied: sets(rules),
    bound: sets(guardrails),
    reasons,
  } as OutcomeColumns;
}
