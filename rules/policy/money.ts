/** Money as integer hundredths, and percentages as basis points: the only place where decimals become integers and back. */
import type { BasisPoints, Hundredths } from "./types.ts";

/** Largest magnitude of a money value, in the currency's unit. */
export const MONEY_MAX = 1e12;

/** Whether a number has at most two decimals, read as the shortest decimal that it prints as. */
export function hasTwoDecimals(value: number): boolean {
  return Math.abs(value) <= MONEY_MAX && Number(value.toFixed(2)) === value;
}

/** Hundredths of a decimal with at most two decimals, such as a money fact or a percentage; exact. */
export function toHundredths(value: number): Hundredths | BasisPoints {
  return Math.round(value * 100) + 0;
}

/** Hundredths of any finite number: rounded half away from zero. Always finite: what is a hundredth of the largest double or more stays at it. */
export function roundToHundredths(value: number): Hundredths {
  return Math.sign(value) * Math.min(Math.round(Math.abs(value) * 100), Number.MAX_VALUE) + 0;
}

/** The decimal number that stands for an amount of hundredths. */
export function fromHundredths(hundredths: Hundredths): number {
  return hundredths / 100;
}

/** Hundredths as a plain decimal text: `1234567` is "12345.67", `1200` is "12". */
export function moneyText(hundredths: Hundredths): string {
  const sign = hundredths < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(hundredths) / 100);
  const rest = Math.abs(hundredths) % 100;
  return rest === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(rest).padStart(2, "0")}`;
}
