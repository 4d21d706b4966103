/** What a valid policy says that is probably not meant, and the summary of borrowers that tells it. */
import { equalRulesHints } from "./equal-rules.ts";
import { neverDecidesHints } from "./never-decides.ts";
import { nullPassesHints } from "./null-passes.ts";
import { thresholdHints } from "./thresholds.ts";
import type { Check, Hint, HintInput } from "./types.ts";
import { unusedHints } from "./unused.ts";

export {
  type BorrowersSummary,
  countWithin,
  type FactSummary,
  type Standing,
  standingOf,
  stepAt,
  summariseDerived,
  summariseFacts,
  summaryOf,
} from "./summary.ts";
export { HINT_CODES, type Hint, type HintCode, type HintInput, type RuleTally } from "./types.ts";

const CHECKS: readonly Check[] = [thresholdHints, nullPassesHints, equalRulesHints, neverDecidesHints, unusedHints];

/** Every hint on a policy, check by check. */
export function hintsOn(input: HintInput): readonly Hint[] {
  return CHECKS.flatMap((check) => check(input));
}
