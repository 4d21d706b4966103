/** The next value of a fact's type beside a given one, in few digits; null where there is none. */
import { type FactType, MONEY_MAX } from "#rules/policy";

const DIGITS = 3;

export function justAbove(value: number, type: FactType): number | null {
  if (type === "integer") return Number.isSafeInteger(value + 1) && Number.isInteger(value) ? value + 1 : Math.ceil(value);
  if (type === "money") return moneyAbove(value);
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - DIGITS);
  const short = Number(((Math.floor(value / step) + 1) * step).toPrecision(12));
  const next = short > value ? short : value + Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE);
  return Number.isFinite(next) && next > value ? next : null;
}

export function justBelow(value: number, type: FactType): number | null {
  const above = justAbove(-value, type);
  return above === null ? null : 0 - above;
}

function moneyAbove(value: number): number | null {
  const next = (Math.floor(value * 100 + 1e-6) + 1) / 100;
  return next > value && next <= MONEY_MAX ? next : null;
}
