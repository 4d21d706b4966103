/**
 * How far a condition reaches with all that it refers to. References share text, not work: twenty
 * conditions that each refer twice to the one before are a million tests. Such a document is
 * refused, since no evaluation of it would end.
 */
import { isObject } from "./shape.ts";
import type { Json } from "./types.ts";

export interface Extent {
  /** Tests that one evaluation makes. */
  readonly tests: number;
  /** Levels of nesting, references followed. */
  readonly levels: number;
}

export const MOST_TESTS = 10_000;
export const MOST_LEVELS = 256;

/** Of what is refused already: adds nothing to what refers to it. */
export const NO_EXTENT: Extent = { tests: 0, levels: Number.NEGATIVE_INFINITY };

/** The extent of a condition, given those of the shared conditions; unknown ones count as one test. */
export function extentOf(condition: Json | undefined, shared: ReadonlyMap<string, Extent>): Extent {
  if (!isObject(condition)) return { tests: 1, levels: 0 };
  if (typeof condition.condition === "string") return shared.get(condition.condition) ?? { tests: 1, levels: 0 };
  const children = [condition.all, condition.any, condition.not].flatMap((c) =>
    Array.isArray(c) ? (c as readonly Json[]) : c === undefined ? [] : [c as Json],
  );
  if (children.length === 0) return { tests: 1, levels: 0 };
  const extents = children.map((child) => extentOf(child, shared));
  return {
    tests: extents.reduce((sum, { tests }) => sum + tests, 0),
    levels: 1 + extents.reduce((most, { levels }) => Math.max(most, levels), Number.NEGATIVE_INFINITY),
  };
}
