/** Differences of two JSON values, leaf by leaf, with RFC 6901 pointers. */
import { type Json, pointerOf } from "#rules/policy";

export interface LeafEdit {
  readonly path: string;
  readonly steps: readonly (string | number)[];
  readonly before?: Json;
  readonly after?: Json;
}

/** Every leaf that differs; an object or list on one side only is one edit. Lists are compared by index. */
export function leafEdits(before: Json | undefined, after: Json | undefined, steps: readonly (string | number)[] = []): LeafEdit[] {
  if (before === undefined || after === undefined || !sameShape(before, after)) {
    return sameJson(before, after) ? [] : [edit(before, after, steps)];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => i).flatMap((i) =>
      leafEdits(before[i] as Json | undefined, after[i] as Json | undefined, [...steps, i]),
    );
  }
  const [a, b] = [before as Readonly<Record<string, Json>>, after as Readonly<Record<string, Json>>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => leafEdits(a[key], b[key], [...steps, key]));
}

function edit(before: Json | undefined, after: Json | undefined, steps: readonly (string | number)[]): LeafEdit {
  return { path: pointerOf(steps), steps, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Whether two values are both objects or both lists, so that their parts can be compared. */
function sameShape(a: Json, b: Json): boolean {
  return typeof a === "object" && a !== null && typeof b === "object" && b !== null && Array.isArray(a) === Array.isArray(b);
}

/** Equality of JSON values; the order of keys means nothing. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Readonly<Record<string, Json>>, b as Readonly<Record<string, Json>>];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => Object.hasOwn(y, key) && sameJson(x[key], y[key]));
}
