/**
 * Arbitraries of fast-check over seeds: a failing run prints the seed and size that make the same
 * policy and borrowers again, by `randomCase(seed, size)`.
 */
import fc from "fast-check";
import { Chooser } from "./chooser.ts";
import { randomBorrower, type RandomBorrower } from "./random-borrower.ts";
import { randomPolicy, type RandomPolicy } from "./random-policy.ts";

export interface RandomCase extends RandomPolicy {
  readonly seed: number;
  readonly size: number;
  /** The document as text. */
  readonly text: string;
  readonly borrowers: readonly RandomBorrower[];
}

/** A policy with borrowers, the same for the same arguments. */
export function randomCase(seed: number, size: number, borrowers = 4): RandomCase {
  const policy = randomPolicy(seed, size);
  const choose = new Chooser(seed ^ 0x5bd1e995);
  return {
    ...policy,
    seed,
    size,
    text: JSON.stringify(policy.document),
    borrowers: Array.from({ length: borrowers }, () => randomBorrower(choose, policy)),
  };
}

/** Random policies, small to large, each with some borrowers. Shrinks towards small policies. */
export function policyCases(borrowers = 4): fc.Arbitrary<RandomCase> {
  return fc.record({ size: fc.nat({ max: 12 }), seed: fc.nat({ max: 0xffff_ffff }) }).map(({ seed, size }) => {
    const one = randomCase(seed, size, borrowers);
    return Object.assign(one, { [fc.toStringMethod]: () => `randomCase(${seed}, ${size}, ${borrowers})` });
  });
}
