/**
 * A comparison to file: `comparisonReport` gives one page of HTML without script or reference to anywhere, printable; `borrowersCsv` all
 * borrowers with both outcomes and each change's share; `comparisonJson` what the command line prints. All are pure: the date is an argument.
 */
export { borrowersCsv, type CsvPins } from "./csv.ts";
export { type ComparisonSource, reasonTexts, reportOfComparison } from "./from-comparison.ts";
export { comparisonJson } from "./json.ts";
export { noticePage } from "./notice-page.ts";
export { comparisonReport } from "./report.ts";
export type * from "./types.ts";
