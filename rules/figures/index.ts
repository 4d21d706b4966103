/**
 * The figures of a comparison, from the packed outcomes of both sides: pure, without an object for any row, a few milliseconds for 30,000.
 *
 * Every figure is a grouping (which cell, bin or group each row is in, laid out once from all rows) and its tally (what is counted of each
 * group, again for every filter):
 *
 *     const groups = migrationGroups(compared);                     // or changeBins, bandGroups, swapSetGroups, factGroups, reasonMoves
 *     const cells = tally(compared, groups, { only, observed });    // counts, money, restricted, raised, observed mean with interval
 *     const rows = rowsOf(groups, "hold-decrease");                 // the rows behind a cell, as a filter of any other figure
 *
 * Groups do not overlap and hold every row that has an outcome on both sides, but for what each says it leaves out; filters compose with
 * `inAll`. Money is in currency. Beside them: looks at swap sets, fairness of groups, counts of reasons, the book, a waterfall of shares.
 */
export { type BandGroup, type BandGrouping, bandGroups, type LimitBand } from "./bands.ts";
export { type Book, type BookOptions, type BookSide, bookOf, exposureRows, type LossAssumptions } from "./book.ts";
export { type FactGroup, factGroups, listMembers, memberGroups } from "./breakdown.ts";
export { type ChangeBin, type ChangeMeasure, changeBins } from "./change-bins.ts";
export { FOUR_FIFTHS, type FairnessGroup, type FairnessSide, type FairRate, fairnessOf, type Standard } from "./fairness.ts";
export { comparedOf } from "./from-borrowers.ts";
export { isRate, wilson } from "./interval.ts";
export { LEAST_GROUP, type Look, looksOf } from "./looks.ts";
export { byKind, comparedRows, countRows, inAll, rowsDecided, rowsOf } from "./masks.ts";
export { type DecisionPair, type MigrationGroup, migrationGroups, type SwapSet, type SwapSetGroup, swapSetGroups } from "./migration.ts";
export { type ReasonCount, type ReasonMove, reasonCounts, reasonMoves, rowsTold } from "./reasons.ts";
export { type CountScale, countScale, divergingScale, type Span, tintOf, waterfallSpans } from "./scales.ts";
export { tally } from "./tally.ts";
export { RESTRICTIVE } from "./treatment.ts";
export type * from "./types.ts";
export { type MoneyMeasure, type WaterfallStep, waterfallOf } from "./waterfall.ts";
