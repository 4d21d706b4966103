/** One law on many random policies: fixed seeds, printed on failure with the arguments of `randomCase`. */
import fc from "fast-check";
import { policyCases, type RandomCase } from "./arbitraries.ts";

/** `LIMEN_FUZZ=10 npx vitest run rules/conformance` tries ten times as much, from other seeds. */
export const FUZZ = Number((globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env.LIMEN_FUZZ ?? 1);
export const LAW_TIMEOUT = 120_000 * Math.max(1, FUZZ);

/** Checks a law on `runs` random policies, each with some borrowers. */
export async function law(runs: number, seed: number, check: (one: RandomCase) => void | Promise<void>, borrowers = 4): Promise<void> {
  const numRuns = Math.ceil(runs * FUZZ);
  await fc.assert(
    fc.asyncProperty(policyCases(borrowers), async (one) => check(one)),
    { numRuns, seed: FUZZ === 1 ? seed : seed + numRuns },
  );
}
