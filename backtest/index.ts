/** Portfolios and backtests: files in, figures and files out. Node only; the way in for the command line and for jobs. */
export { profilePortfolio } from "./profile-portfolio.ts";
export { type RunOptions, runBacktest } from "./run-backtest.ts";
export * from "./types.ts";
