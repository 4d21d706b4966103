/** The columnar evaluator: kernels over typed columns. */
export { columnsOf } from "./batch.ts";
export { areAllMarked, isMarked, mark, unmark } from "./bits.ts";
export { spelledOut, valueAt } from "./columns.ts";
export { ColumnEvaluator } from "./evaluator.ts";
export type { CellFigures, Figures } from "./figures.ts";
export { type KernelOptions, type Kernels, type KernelSet, loadKernels } from "./kernels.ts";
export type * from "./types.ts";
