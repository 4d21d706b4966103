/** Figures, names and changes as text: the same on pages, in reports, on the command line. */
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
  MINUS,
  withSign,
} from "./figures.ts";
export { type RuleNameParts, ruleNameParts, SUBJECT_WORDS, sentenceOfChange, shortChangeName, shortRuleName } from "./names.ts";
export {
  bandLabel,
  binLabel,
  binWords,
  intervalText,
  LOOK_WORDS,
  MEASURE_WORDS,
  meanText,
  ratioText,
  reasonsText,
  SWAP_WORDS,
  shortAmount,
  shortSigned,
} from "./words.ts";
