import type { RuleTally } from "#rules/hints";
import type { Effect } from "../../../../_components/evaluation/use-effect-figures";

/** How often each rule of the text fired and was applied among the borrowers, as hints read it. */
export function tallyOf({ rules, figures: { summary } }: Effect): RuleTally {
  const counts = Object.entries(rules);
  return {
    borrowers: summary.borrowers - summary.errors,
    fired: Object.fromEntries(counts.map(([name, { fired }]) => [name, fired])),
    applied: Object.fromEntries(counts.map(([name, { applied }]) => [name, applied])),
  };
}
