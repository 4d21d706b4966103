import { cn } from "./class-names";
import { formatCompactMoney, formatMoney, formatSignedCompactMoney, formatSignedMoney } from "./format";

type Amount = { value: number; hundredths?: undefined } | { hundredths: number; value?: undefined };
type MoneyProps = Amount & { compact?: boolean; currency?: string; className?: string };

/** Which way is good for a signed figure; "neutral" leaves it uncoloured. */
type Good = "up" | "down" | "neutral";

/** An amount of money. `compact` for headlines; `currency` puts the code before it. */
export function Money({ compact, currency, className, ...amount }: MoneyProps) {
  const value = unitsOf(amount);
  return (
    <span className={cn("tabular-nums", className)} title={compact ? formatMoney(value) : undefined}>
      {currency ? <span className="text-faint">{currency} </span> : null}
      {compact ? formatCompactMoney(value) : formatMoney(value)}
    </span>
  );
}

/** A shift of money: signed, green for a gain and red for a loss. */
export function SignedMoney({ compact, currency, className, good = "up", ...amount }: MoneyProps & { good?: Good }) {
  const value = unitsOf(amount);
  return (
    <span className={cn("tabular-nums", toneOf(value, good), className)} title={compact ? formatSignedMoney(value) : undefined}>
      {currency ? <span className="text-faint">{currency} </span> : null}
      {compact ? formatSignedCompactMoney(value) : formatSignedMoney(value)}
    </span>
  );
}

function unitsOf(amount: Amount): number {
  return amount.hundredths === undefined ? amount.value : amount.hundredths / 100;
}

function toneOf(value: number, good: Good): string {
  if (value === 0 || good === "neutral") return "";
  return value > 0 === (good === "up") ? "text-up" : "text-down";
}
