/** Portfolios: what a column holds, how it maps to facts, and the figures of a backtest. */
export type * from "./types.ts";
