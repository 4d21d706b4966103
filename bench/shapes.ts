/**
 * What a made-up column looks like. Numbers are `low + span × u^skew` with u uniform, so that the share of borrowers
 * beyond a threshold is known beforehand (`thresholdFor`).
 */
import type { FactType } from "#rules/policy";

export interface NumberShape {
  readonly name: string;
  readonly type: Extract<FactType, "number" | "integer" | "money">;
  readonly low: number;
  readonly high: number;
  /** 1: uniform; above: most values near `low`. */
  readonly skew: number;
  /** Share of nulls. */
  readonly nulls: number;
}

export interface BooleanShape {
  readonly name: string;
  readonly type: "boolean";
  /** Share of true. */
  readonly share: number;
  readonly nulls: number;
}

export interface TextShape {
  readonly name: string;
  readonly type: "string";
  /** Each with its weight. */
  readonly values: readonly (readonly [text: string, weight: number])[];
  readonly nulls: number;
}

export interface ListShape {
  readonly name: string;
  readonly type: "strings";
  readonly values: readonly string[];
  /** Share of each value. */
  readonly share: number;
  readonly nulls: number;
}

export type Shape = NumberShape | BooleanShape | TextShape | ListShape;

const DECIMALS = { integer: 1, money: 1, number: 10_000 } as const;

const STEPS = 1024;

/** The value at each place u in [0, 1) of a number's distribution: whole, whole currency units, or four decimals. */
export function numbersOf({ type, low, high, skew }: NumberShape): (u: number) => number {
  const unit = DECIMALS[type];
  const [from, span] = [low * unit, (high - low) * unit + 1];
  // A table with straight lines between, since a power for each number would take longer than all that is measured.
  const table = Float64Array.from({ length: STEPS + 1 }, (_, i) => span * (i / STEPS) ** skew);
  return (u) => {
    const place = Math.floor(u * STEPS);
    const [left, right] = [table[place] as number, table[place + 1] as number];
    return (from + Math.floor(left + (right - left) * (u * STEPS - place))) / unit;
  };
}

/** A threshold t such that about this share of the borrowers with a value have at least t. */
export function thresholdFor(shape: NumberShape, share: number): number {
  return numbersOf(shape)(1 - Math.max(share, 1e-6));
}

export function number(
  type: NumberShape["type"],
  name: string,
  [low, high]: readonly [number, number],
  { skew = 1, nulls = 0 }: { skew?: number; nulls?: number } = {},
): NumberShape {
  return { name, type, low, high, skew, nulls };
}

export function boolean(name: string, share: number): BooleanShape {
  return { name, type: "boolean", share, nulls: 0 };
}

export function text(name: string, values: TextShape["values"], nulls = 0): TextShape {
  return { name, type: "string", values, nulls };
}
