/** One borrower's trace in words: why, why not, what would change it, and the notice. */
export { guide } from "./guide.ts";
export type * from "./types.ts";
