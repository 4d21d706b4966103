/** Quick fixes: edits that mend what the editor marks. A new one is a file and a line here. */
import type { BorrowersSummary } from "#rules/hints";
import { nodeAround, pathOf, type PolicyText } from "../policy-text";
import { addReason } from "./add-reason";
import { declareFact } from "./declare-fact";
import { didYouMean } from "./did-you-mean";
import { emptyGroup } from "./empty-group";
import { idleRule } from "./idle-rule";
import { nullGuard } from "./null-guard";
import { removeKey } from "./remove-key";
import { moveThreshold } from "./threshold";
import type { Fix, Fixer, Marked } from "./types";

export type { Fix, Marked } from "./types";

const FIXERS: readonly Fixer[] = [didYouMean, declareFact, addReason, emptyGroup, removeKey, moveThreshold, nullGuard, idleRule];

/** Codes with a fix wherever they stand; an empty group is one of many things that are out of range. */
const FIXABLE: ReadonlySet<string> = new Set(FIXERS.flatMap(({ codes }) => codes).filter((code) => code !== "out-of-range"));

/** Whether a problem or hint may have a fix, told without reading the document. */
export function mayHaveFix({ code, path }: { readonly code: string; readonly path: string }): boolean {
  return FIXABLE.has(code) || (code === "out-of-range" && /\/(all|any)$/.test(path));
}

/** The fixes of what is marked, the preferred one of each kind first. */
export function fixesFor(document: PolicyText, marked: Marked, borrowers: BorrowersSummary | null): readonly Fix[] {
  const node = nodeAround(document, marked.offset);
  if (!node) return [];
  const context = { document, marked, node, path: pathOf(node), borrowers };
  return FIXERS.filter(({ codes }) => codes.includes(marked.code))
    .flatMap(({ fix }) => fix(context))
    .filter(({ edits }) => edits.length > 0);
}
