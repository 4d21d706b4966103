/** Figures as text: see rules/format, which reports and the command line use as well. */
export {
  countOf,
  formatBytes,
  formatCompactMoney,
  formatCount,
  formatMoney,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedCount,
  formatSignedMoney,
  formatSignedPercent,
  withSign,
} from "#rules/format";
