/** A grid of round values around a number of a policy, by what the number is. */
import { fromHundredths, type ValidPolicy } from "#rules/policy";
import type { NumberPlace } from "./places.ts";

/** Points on each side of the current value. */
const HALF = 20;

interface Domain {
  readonly min: number;
  readonly max: number;
  /** The least distance of two values. */
  readonly unit: number;
  /** The distance to begin with where the current value is 0. */
  readonly usual: number;
}

/** Up to 41 values, ascending, the current one among them; half on each side where the domain allows. */
export function gridAround({ path, value, written }: NumberPlace, policy: ValidPolicy): number[] {
  const { min, max, unit, usual } = written === null ? domainOf(path, policy) : writtenDomain(value);
  const step = Math.max(unit, value === 0 ? usual : roundStep(Math.abs(value) / HALF));
  const below = Math.min(HALF, Math.max(0, Math.floor((value - min) / step + 1e-9)));
  const above = Math.min(2 * HALF - below, Math.max(0, Math.floor((max - value) / step + 1e-9)));
  const more = Math.min(2 * HALF - above, Math.max(0, Math.floor((value - min) / step + 1e-9)));
  const offsets = Array.from({ length: more + above + 1 }, (_, i) => i - more);
  return offsets.map((offset) => (offset === 0 ? value : Number((value + offset * step).toPrecision(12))));
}

function domainOf(path: readonly string[], policy: ValidPolicy): Domain {
  const key = path.at(-1) ?? "";
  const money = fromHundredths(policy.limit.step);
  if (key === "percent" || key === "reviewDecreasePercent") return { min: 0, max: raises(path, policy) ? 1000 : 100, unit: 0.01, usual: 1 };
  if (key === "priority") return { min: 1, max: Number.MAX_SAFE_INTEGER, unit: 1, usual: 1 };
  if (key === "step") return { min: 0.01, max: Number.MAX_SAFE_INTEGER, unit: 0.01, usual: money };
  if (key === "amount") return { min: 0, max: Number.MAX_SAFE_INTEGER, unit: 0.01, usual: money };
  if (key === "atMost" || key === "atLeast") return { min: 0, max: Number.MAX_SAFE_INTEGER, unit: 0.01, usual: money };
  return { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, unit: unitOf(path, policy), usual: 1 };
}

/** A number in an expression keeps its sign. */
function writtenDomain(value: number): Domain {
  const most = Number.MAX_SAFE_INTEGER;
  return { min: value < 0 ? -most : 0, max: value < 0 ? 0 : most, unit: 0, usual: 1 };
}

function raises([top, index]: readonly string[], policy: ValidPolicy): boolean {
  return top === "rules" && policy.rules[Number(index)]?.event.type === "increase";
}

/** Bounds of a fact keep to the fact's type; defaults are any numbers. */
function unitOf([top, name = ""]: readonly string[], policy: ValidPolicy): number {
  const type = top === "facts" ? policy.facts.get(name)?.type : undefined;
  return type === "integer" ? 1 : type === "money" ? 0.01 : 0;
}

/** The nearest of 1, 2 and 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = step / power;
  return Number(((digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power).toPrecision(1));
}
