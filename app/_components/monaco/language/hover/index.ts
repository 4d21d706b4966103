/** Hover: what a name means, what a rule says, where a threshold stands. */
import type { BorrowersSummary } from "#rules/hints";
import { placeAt } from "../place";
import type { PolicyText } from "../policy-text";
import { hoverNames } from "./names";
import { hoverRules } from "./rules";
import { hoverThresholds } from "./thresholds";
import type { Hoverer } from "./types";

const HOVERERS: readonly Hoverer[] = [hoverNames, hoverRules, hoverThresholds];

/** What there is to say at an offset, in Markdown, a text for each that has something to say. */
export function hoverAt(document: PolicyText, offset: number, borrowers: BorrowersSummary | null): readonly string[] {
  const place = placeAt(document, offset);
  return HOVERERS.flatMap((hoverer) => hoverer({ document, place, borrowers }) ?? []);
}
