/** Moves a threshold to the nearest bound of its fact's range, or to the nearest borrower at hand. */
import { childAt, nodeAt, textValue } from "../policy-text";
import { setAt } from "./edits";
import type { FixContext, Fixer } from "./types";

export const moveThreshold: Fixer = {
  codes: ["threshold-out-of-range", "threshold-beyond-borrowers"],
  fix: (context) => {
    const { document, path, marked } = context;
    const bound = marked.code === "threshold-out-of-range" ? ofRange(context) : ofBorrowers(context);
    if (bound === null) return [];
    const what = marked.code === "threshold-out-of-range" ? "the bound of its range" : "the nearest borrower at hand";
    return [{ title: `Change to ${bound}, ${what}`, edits: setAt(document, path, bound), isPreferred: true }];
  },
};

function factOf({ document, path }: FixContext): string {
  return textValue(childAt(nodeAt(document, path.slice(0, -1)), "fact")) ?? "";
}

function ofRange(context: FixContext): number | null {
  const { min, max } = context.document.catalogue.facts.get(factOf(context)) ?? {};
  return nearer(Number(context.node.value), min, max);
}

function ofBorrowers(context: FixContext): number | null {
  const numbers = context.borrowers?.facts[factOf(context)]?.numbers ?? new Float64Array();
  return nearer(Number(context.node.value), numbers[0], numbers.at(-1));
}

/** The bound that a value is beyond. */
function nearer(value: number, least: unknown, greatest: unknown): number | null {
  if (typeof greatest === "number" && value > greatest) return greatest;
  return typeof least === "number" && value < least ? least : null;
}
