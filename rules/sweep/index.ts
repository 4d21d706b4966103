/** One number of a policy document → the exact curve of the measures over its values. */
export { findNumber, type NumberPlace, numbersOf, sentenceOf as sentenceOfNumber } from "./places.ts";
export { sweep } from "./sweep.ts";
export { valueToSet } from "./with-value.ts";
export { thinned } from "./thinned.ts";
export type * from "./types.ts";
