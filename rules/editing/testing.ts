/** What the tests of this module share: layouts of a document, and what an edit must leave alone. */
import type { Chooser } from "#rules/conformance";
import type { Json } from "#rules/policy";
import { applyEdits, type TextEdit } from "./rewrite.ts";

/** A document as text in one of several layouts. */
export function laidOut(choose: Chooser, document: Json): string {
  const indent = choose.pick<number | string | undefined>([2, 2, 4, "\t", undefined]);
  const text = JSON.stringify(document, null, indent);
  const mixed =
    indent === undefined || choose.chance(50)
      ? text
      : text.replace(/\{\s+("fact": "\w+"),\s+("operator": "\w+"),\s+("value": [^[{\n]+)\s+\}/g, "{ $1, $2, $3 }");
  return choose.chance(20) ? mixed.replaceAll("\n", "\r\n") : mixed;
}

/** Throws where edits overlap or do not make the text. */
export function outsideStays(before: string, after: string, edits: readonly TextEdit[]): void {
  const sorted = [...edits].sort((a, b) => a.offset - b.offset);
  sorted.forEach(({ offset, length }, i) => {
    const next = sorted[i + 1]?.offset ?? before.length;
    if (offset < 0 || offset + length > next) throw new Error(`edits overlap at ${offset}`);
  });
  if (applyEdits(before, edits) !== after) throw new Error("the edits do not make the text");
}
