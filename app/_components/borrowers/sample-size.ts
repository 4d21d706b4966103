/** Rows of a portfolio that a page compares whole; of a larger one it takes a sample. */
export const LARGEST_WHOLE = 100_000;
/** Rows of that sample: the same ones every time. */
export const SAMPLE = 50_000;
