/** Beside each threshold how many of the borrowers at hand stand within one step of it: whom the next value would move. */
import type { Node } from "jsonc-parser";
import { type BorrowersSummary, countWithin, stepAt } from "#rules/hints";
import { numberText } from "#rules/policy";
import { childAt, type PolicyText, textValue } from "./policy-text";

export interface NearWords {
  /** Behind the threshold. */
  readonly offset: number;
  readonly text: string;
  /** Markdown. */
  readonly words: string;
}

const SECTIONS = ["conditions", "rules", "guardrails"] as const;

/** Of thresholds between two offsets, in the order of the text. */
export function nearWords(document: PolicyText, borrowers: BorrowersSummary | null, from: number, to: number): NearWords[] {
  if (borrowers === null) return [];
  return SECTIONS.flatMap((section) => thresholdsIn(childAt(document.root, section), from, to)).flatMap(({ fact, value }) => {
    const summary = borrowers.facts[fact];
    if (summary === undefined || summary.numbers.length === 0) return [];
    const step = stepAt(summary, value.value, document.catalogue.facts.get(fact)?.type === "integer");
    const count = countWithin(summary, value.value, step);
    const [low, high] = [value.value - step, value.value + step].map((bound) => numberText(Number(bound.toPrecision(12))));
    const who = `${numberText(summary.known)} borrowers at hand whose \`${fact}\` is known`;
    return [
      {
        offset: value.offset + value.length,
        text: `${numberText(count)} ${count === 1 ? "borrower" : "borrowers"} within ${numberText(step)}`,
        words: `**${numberText(count)}** of the ${who} stand from ${low} to ${high}, one step on either side`,
      },
    ];
  });
}

interface Threshold {
  readonly fact: string;
  readonly value: Node & { readonly value: number };
}

function thresholdsIn(node: Node | undefined, from: number, to: number): Threshold[] {
  if (node === undefined || node.offset > to || node.offset + node.length < from) return [];
  const [fact, value] = [textValue(childAt(node, "fact")), childAt(node, "value")];
  if (fact !== null && value?.type === "number" && childAt(node, "operator") !== undefined)
    return [{ fact, value: value as Threshold["value"] }];
  return (node.children ?? []).flatMap((child) => thresholdsIn(child, from, to));
}
