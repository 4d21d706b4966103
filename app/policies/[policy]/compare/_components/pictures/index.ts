/** The pictures of a comparison; what each is given stands in types.ts. */
export { ShareBar } from "../../../../../_components/comparison/share-bar";
export { BandMatrix } from "./band-matrix";
export { BreakdownTable } from "./breakdown-table";
export { ChangeHistogram } from "./change-histogram";
export { FairnessTable } from "./fairness-table";
export { MigrationPicture } from "./migration-picture";
export { ReasonCountTable, ReasonMoveTable } from "./reason-tables";
export { SwapSetTable } from "./swap-set-table";
export type { Choosable, ObservedName, PictureProps, Titles } from "./types";
export { Waterfall } from "./waterfall";
