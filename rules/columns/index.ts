/** Many borrowers at once, in columns: outcomes, figures and comparisons by the kernels, equal to the referee's. */
export { columnsOf } from "#rules/compile";
export { compareInColumns } from "./compare-in-columns.ts";
export { type ComparisonFigures, figuresOf } from "./figures.ts";
export { type PackedOutcomes, packOutcomes, unpackOutcome } from "./packed-outcomes.ts";
export { ColumnSession, evaluationsOf } from "./session.ts";
export { openVersionEvaluator, type VersionEvaluator } from "./version-evaluator.ts";
