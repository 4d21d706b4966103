import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKernels } from "#rules/compile";
import { columnsAgree } from "./columns-law.ts";
import { FUZZ, LAW_TIMEOUT } from "./law.ts";

/** 350 pairs of versions × 150 borrowers × 2 versions, before and after an edit: more than 200,000 outcomes held against the referee. */
describe.each([
  ["WebAssembly", "wasm", 350, 150],
  ["plain TypeScript", "reference", 120, 40],
] as const)("the columnar evaluator in %s", (_, kind, runs, borrowers) => {
  it("agrees with the referee on every outcome, error and figure, and after an edit", { timeout: LAW_TIMEOUT * 3 }, async () => {
    const seed = FUZZ === 1 ? 31 : 31 + runs;
    let pairs = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 12 }), async (seed, size) => {
        const verdict = await columnsAgree(() => loadKernels({ kind }), seed, size, borrowers);
        pairs += verdict.pairs;
        expect(verdict.difference).toBeNull();
      }),
      { numRuns: Math.ceil(runs * FUZZ), seed },
    );
    process.stdout.write(`${pairs.toLocaleString("en")} outcomes held against the referee, twice each, seed ${seed}\n`);
    expect(pairs).toBeGreaterThanOrEqual(runs * borrowers * 2);
  });
});
