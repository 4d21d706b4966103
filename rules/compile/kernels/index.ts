/** The columnar evaluator: kernels over typed columns. */
export { columnsOf } from "./batch.ts";
export { valueAt } from "./columns.ts";
export { type CellFigures, ColumnEvaluator, type Figures } from "./evaluator.ts";
export { type KernelOptions, type Kernels, type KernelSet, loadKernels } from "./kernels.ts";
export type * from "./types.ts";
