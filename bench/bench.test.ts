/** All engines of the benchmarks agree on 2,000 borrowers of every case. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ColumnEvaluator, compile, loadKernels } from "#rules/compile";
import { CASE_NAMES, caseOf, versionsOf } from "./cases.ts";
import { valuesOf } from "./engines/by-hand.ts";
import type { Job } from "./engines/engine.ts";
import { evaluatorOf } from "./engines/json-rules-engine.ts";
import { measureSql } from "./engines/sql.ts";
import { sumOfBytes } from "./engines/sum-of-bytes.ts";
import { zenEvaluatorOf } from "./engines/zen-engine.ts";
import { ofKernels, sumOfKernels, textOf } from "./figures.ts";
import { zenVersion } from "./machine.ts";
import { batchOf, sliceOf } from "./population.ts";
import { writePortfolio } from "./portfolio.ts";

const ROWS = 2000;
const scratch = mkdtempSync(path.join(tmpdir(), "limen-bench-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function evaluated(name: string, from: number, to: number): Promise<ColumnEvaluator> {
  const bench = caseOf(name);
  const evaluator = new ColumnEvaluator(compile(versionsOf(bench)), await loadKernels(), to - from);
  expect(evaluator.load(sliceOf(batchOf(bench.population(), ROWS), from, to))).toEqual([]);
  evaluator.run();
  return evaluator;
}

describe.each(CASE_NAMES)("%s", (name) => {
  it("json-rules-engine gives the kernels' outcomes, and zen-engine all but a few", { timeout: 240_000 }, async () => {
    const [bench, kernels] = [caseOf(name), await evaluated(name, 0, ROWS)];
    const versions = versionsOf(bench);
    const borrowers = valuesOf(bench, versions, ROWS);
    let differing = 0;
    for (const [v, { policy }] of versions.entries()) {
      const evaluate = evaluatorOf(policy);
      const zen = zenVersion() === null ? null : zenEvaluatorOf(policy);
      for (const [row, values] of borrowers.entries()) {
        const outcome = kernels.outcomeAt(v, row);
        expect(await evaluate(values[v] as (typeof values)[number]), `row ${row}`).toEqual(outcome);
        if (zen !== null && JSON.stringify(await zen(values[v] as (typeof values)[number])) !== JSON.stringify(outcome)) differing++;
      }
    }
    expect(differing).toBeLessThan(ROWS / 100);
  });

  it("halves add up, and SQL over the portfolio's file gives the same figures", async () => {
    const whole = textOf(ofKernels((await evaluated(name, 0, ROWS)).figures()));
    const halves = [await evaluated(name, 0, 960), await evaluated(name, 960, ROWS)].map((half) => half.figures());
    expect(textOf(sumOfKernels(halves))).toBe(whole);
    const bench = caseOf(name);
    const parquet = path.join(scratch, `${name}.parquet`);
    await writePortfolio(bench.population(), ROWS, parquet);
    const job: Job = { engine: "sql", case: name, rows: ROWS, parquet, scratch };
    const { agreed } = await measureSql(bench, job);
    expect(agreed === null ? null : textOf(agreed)).toBe(whole);
  });
});

it("the bare read adds up every lane", () => {
  const column = Uint8Array.from({ length: 200 }, (_, i) => i);
  const lanes = new BigUint64Array(Uint8Array.from({ length: 256 }, (_, i) => (i < 200 ? i : 0)).buffer);
  const sum = BigInt.asIntN(
    64,
    lanes.reduce((total, lane) => total + lane, 0n),
  );
  expect(sumOfBytes([column])()).toBe(sum);
});
