/** Where a sweep's points stand in a picture, and which of them a place means. Lengths are shares of the room, 0 to 1, from the left and from the top. */
import type { SweepPoint } from "#rules/sweep";

export interface PlacedPoint {
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

export interface Curve {
  /** Points whose measure is known, ascending by value. */
  readonly points: readonly PlacedPoint[];
  readonly low: number;
  readonly high: number;
  leftOf(value: number): number;
}

/** Values far out would press the rest together: those beyond this many times the middle half's width share the margin. */
const OUTLYING = 6;
const MARGIN = 0.06;

export function curveOf(points: readonly SweepPoint[], measure: (point: SweepPoint) => number | null): Curve {
  const leftOf = leftScale(points.map(({ value }) => value));
  const known = points.flatMap((point, index) => {
    const value = measure(point);
    return value === null ? [] : [{ index, value, left: leftOf(point.value) }];
  });
  const values = known.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high - low || 1;
  return { points: known.map(({ index, value, left }) => ({ index, left, top: (high - value) / room })), low, high, leftOf };
}

/** In proportion between the fences; what lies beyond stands compressed in the margins. */
function leftScale(values: readonly number[]): (value: number) => number {
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? 0;
  const width = at(0.75) - at(0.25);
  const [low, high] =
    width === 0 ? [first, last] : [Math.max(first, at(0.25) - OUTLYING * width), Math.min(last, at(0.75) + OUTLYING * width)];
  const [from, to] = [low > first ? MARGIN : 0, high < last ? 1 - MARGIN : 1];
  return (value) => {
    if (value < low) return (from * (value - first)) / (low - first || 1);
    if (value > high) return to + ((1 - to) * (value - high)) / (last - high || 1);
    return from + ((to - from) * (value - low)) / (high - low || 1);
  };
}

/** The point nearest to a place. */
export function nearestPoint(curve: Curve, left: number): number | null {
  let nearest: PlacedPoint | null = null;
  for (const point of curve.points) {
    if (nearest === null || Math.abs(point.left - left) < Math.abs(nearest.left - left)) nearest = point;
  }
  return nearest?.index ?? null;
}

/** How a curve goes between two points: as the next one has it, as the one before has it, or straight, where what lies between is not known. */
export type Between = "next" | "before" | "straight";

/** The curve as an SVG path in a room of this size. */
export function pathOf({ points }: Curve, between: Between, width: number, height: number): string {
  return points
    .map(({ left, top }, i) => {
      const [x, y] = [(left * width).toFixed(1), (top * height).toFixed(1)];
      if (i === 0) return `M${x} ${y}`;
      return { next: `V${y}H${x}`, before: `H${x}V${y}`, straight: `L${x} ${y}` }[between];
    })
    .join("");
}

/** The index of the point with the number's present value. */
export function currentPoint(points: readonly SweepPoint[], current: number): number {
  return points.findIndex(({ value }) => value === current);
}
