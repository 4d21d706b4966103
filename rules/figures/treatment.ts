import { type Decision, DECISIONS } from "#rules/evaluate";

/** Decisions that leave a borrower with less, or without a decision yet. */
export const RESTRICTIVE: ReadonlySet<Decision> = new Set<Decision>(["freeze", "refer", "decrease"]);

/** By place in `DECISIONS`. */
export const IS_RESTRICTIVE = Uint8Array.from(DECISIONS, (decision) => (RESTRICTIVE.has(decision) ? 1 : 0));
