/** Values seen, as a reader of a trace wants them: money grouped, long fractions cut where that hides nothing, null in words. */
import { type FactValue, valueText, type Locale, type ValidPolicy } from "#rules/policy";
import { formatMoney } from "../format";

const SHORT = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });
const EXACT = new Intl.NumberFormat("en", { maximumFractionDigits: 17 });

/** A fact's value in words. `against` is what it is compared with: a value is never shown as equal to it when it is not. */
export function seenText(policy: ValidPolicy, fact: string, value: FactValue, locale: Locale, against?: unknown): string {
  if (typeof value !== "number") return valueText(value, locale);
  if (isMoney(policy, fact)) return formatMoney(value);
  const short = signed(SHORT.format(value));
  return typeof against === "number" && value !== against && short === signed(SHORT.format(against)) ? exactText(value) : short;
}

/** A number with all its digits; for tooltips. */
export function exactText(value: FactValue): string {
  if (typeof value !== "number") return valueText(value, "en");
  return signed(EXACT.format(value));
}

/** With a true minus, as all figures have. */
function signed(text: string): string {
  return text.replace("-", "\u2212");
}

function isMoney(policy: ValidPolicy, fact: string): boolean {
  return policy.facts.get(fact)?.type === "money";
}
