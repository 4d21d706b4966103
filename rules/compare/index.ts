/** Two versions → their changes as sentences, and how each borrower's outcome shifts. */
export { type AttributeOptions, type Attributor, type BatchAttribution, createAttributor } from "./attribution/attributor.ts";
export { ComparisonAttribution, type ListedBorrower, withShares } from "./attribution/comparison-attribution.ts";
export { finishAttribution, mergeTotals } from "./attribution/totals.ts";
export type * from "./attribution/types.ts";
export { changesBetween, renamedRules } from "./changes.ts";
export { type CompareInput, compare, type NamedBorrower } from "./compare.ts";
export { DataHash, hashed, hashOfColumns } from "./data-hash.ts";
export { sameJson } from "./json-edits.ts";
export { comparedChanges } from "./scenario-change.ts";
export { ComparisonTally, isReasonShifted, isShifted, summarise } from "./summarise.ts";
export type * from "./types.ts";
