/** Where pictures put things: the same on the pages and in reports. Lengths are shares of the room, 0 to 1. */
import type { WaterfallStep } from "./waterfall.ts";

export interface CountScale {
  readonly logarithmic: boolean;
  /** Share of the height that a count takes. */
  heightOf(count: number): number;
}

/** A count so many times the median one would leave the others flat. */
const SKEWED = 150;

/** Counts as heights: in proportion, or by their logarithm where the largest would dwarf the rest. */
export function countScale(counts: readonly number[]): CountScale {
  const some = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const most = some.at(-1) ?? 1;
  const logarithmic = most > SKEWED * (some[Math.floor((some.length - 1) / 2)] ?? 1);
  return {
    logarithmic,
    heightOf: logarithmic ? (count) => Math.log1p(count) / Math.log1p(most) : (count) => count / most,
  };
}

export interface Span {
  readonly left: number;
  readonly width: number;
}

/** Signed values as bars from a common zero line. */
export function divergingScale(values: readonly number[]): { readonly zero: number; spanOf(value: number): Span } {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = high - low || 1;
  return {
    zero: -low / room,
    spanOf: (value) => ({ left: (Math.min(0, value) - low) / room, width: Math.abs(value) / room }),
  };
}

/** The steps of a waterfall between the least and the greatest level that it reaches, not from zero: a total is a point, not a bar. */
export function waterfallSpans(steps: readonly WaterfallStep[]): Span[] {
  const levels = steps.flatMap(({ kind, from, to }) => (isTotal(kind) ? [to] : [from, to]));
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const room = high - low || 1;
  return steps.map(({ kind, from, to }) =>
    isTotal(kind) ? { left: (to - low) / room, width: 0 } : { left: (Math.min(from, to) - low) / room, width: Math.abs(to - from) / room },
  );
}

function isTotal(kind: WaterfallStep["kind"]): boolean {
  return kind === "baseline" || kind === "candidate";
}

/** How strongly a cell is tinted: with the root of its size, 0 to 1. */
export function tintOf(value: number, most: number): number {
  return most <= 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(value) / most));
}
