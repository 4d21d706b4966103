/** What views of a comparison have in common. */
import type { Decision } from "#rules/evaluate";
import { RESTRICTIVE } from "#rules/figures";

/** Newly restricted: freeze, refer or decrease in the candidate only; released: in the baseline only. */
export type Treatment = "restricted" | "released";

/** Which money a figure shows. */
export type Measure = "available" | "limit";

export interface DecisionPair {
  readonly baseline: Decision;
  readonly candidate: Decision;
}

export interface Treatments {
  readonly restricted: number;
  readonly released: number;
}

/** How a pair of decisions treats a borrower; null where neither is more restrictive. */
export function treatmentOfPair({ baseline, candidate }: DecisionPair): Treatment | null {
  const [before, after] = [RESTRICTIVE.has(baseline), RESTRICTIVE.has(candidate)];
  return before === after ? null : after ? "restricted" : "released";
}
