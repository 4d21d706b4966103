/** Where a threshold stands among the borrowers at hand. */
import { standingOf } from "#rules/hints";
import { numberText } from "#rules/policy";
import { percent } from "../distribution";
import type { Hoverer } from "./types";

export const hoverThresholds: Hoverer = ({ place: { subject, node }, borrowers }) => {
  if (subject?.kind !== "value" || node === null || node.value === null) return null;
  const summary = borrowers?.facts[subject.fact];
  if (!summary || summary.known === 0) return null;
  const known = `the ${numberText(summary.known)} borrowers at hand whose \`${subject.fact}\` is known`;
  if (typeof node.value !== "number") {
    const same = summary.top.find(({ value }) => value === node.value)?.count ?? 0;
    return `**${percent(same / summary.known)}** of ${known} have this value`;
  }
  const standing = standingOf(summary, node.value);
  if (standing === null) return null;
  const { below, equal } = standing;
  return `Of ${known}, **${percent(below)}** are below ${numberText(node.value)}, **${percent(equal)}** at it, **${percent(Math.max(0, 1 - below - equal))}** above`;
};
