/** Portfolios: what a column holds, how it maps to facts, and the figures of a backtest. */
export { CHANGE_EDGES } from "./change-ladder.ts";
export { figuresOf } from "./figures.ts";
export { type BreakdownSpec, type GroupKey, type GroupValues, textOfGroup } from "./group-lines.ts";
export {
  type GroupedBreakdown,
  type GroupedCell,
  type GroupedChange,
  type GroupedFigures,
  type GroupedSide,
  tallyOfGroups,
} from "./grouped.ts";
export {
  type FactColumn,
  factsOfPolicies,
  fitProblems,
  type MappingProblem,
  type MappingSuggestion,
  NO_MAPPING,
  type ResolvedMapping,
  resolveMapping,
  suggestMapping,
} from "./mapping.ts";
export { NodeValues } from "./node-values.ts";
export { type CountedRows, Tally, type TallyBatch, type TallyState } from "./tally.ts";
export type * from "./types.ts";
