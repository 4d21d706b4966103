/** Rules that never decide for the borrowers at hand, under a strategy that lets one rule decide. */
import { numberText, pointerOf } from "#rules/policy";
import type { Check } from "./types.ts";

/** Fewer borrowers than this say nothing about a rule: one that fires, and one that does not. */
const LEAST_BORROWERS = { fires: 20, never: 100 };

export const neverDecidesHints: Check = ({ policy, tally }) => {
  if (policy.strategy === "sequential" || tally === null) return [];
  return policy.ranked
    .filter(({ name }) => !tally.applied[name] && tally.borrowers >= LEAST_BORROWERS[tally.fired[name] ? "fires" : "never"])
    .map((rule) => {
      const fired = tally.fired[rule.name] ?? 0;
      const all = numberText(tally.borrowers);
      const words =
        fired > 0
          ? `fires for ${numberText(fired)} of the ${all} borrowers at hand, but another rule always decides`
          : `fires for none of the ${all} borrowers at hand`;
      const message = `\`${rule.name}\` never decides: it ${words}`;
      return { code: "never-decides", path: pointerOf(["rules", rule.position, "name"]), at: "value", message };
    });
};
