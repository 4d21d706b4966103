/** The changes of a comparison: those of the documents, and the scenario where the two sides are run under different ones. */
import { scenarioFor } from "#rules/evaluate";
import { type Facts, pointerOf, type ValidPolicy } from "#rules/policy";
import { changesBetween } from "./changes.ts";
import { sameJson } from "./json-edits.ts";
import type { Change, Changes, Edit } from "./types.ts";

export const SCENARIO_CHANGE = "scenario";

export interface SideScenarios {
  readonly baseline: Facts;
  readonly candidate: Facts;
}

/** `changesBetween`, and last the scenario if it gives a fact that both policies take from it different values: part of the shift is then no change of the document. */
export function comparedChanges(baseline: ValidPolicy, candidate: ValidPolicy, scenario: SideScenarios): Changes {
  const { changes, wording } = changesBetween(baseline, candidate);
  const edits = scenarioEdits(baseline, candidate, scenario);
  const id = SCENARIO_CHANGE;
  const change: Change = { id, kind: "changed", subject: "scenario", name: id, edits };
  return { changes: edits.length === 0 ? changes : [...changes, change], wording };
}

function scenarioEdits(baseline: ValidPolicy, candidate: ValidPolicy, scenario: SideScenarios): Edit[] {
  const [a, b] = [scenarioFor(baseline, scenario.baseline), scenarioFor(candidate, scenario.candidate)];
  return Object.entries(a).flatMap(([name, before]) => {
    const after = Object.hasOwn(b, name) ? b[name] : undefined;
    if (after === undefined || sameJson(before, after)) return [];
    return [{ path: pointerOf(["scenario", name]), before, after, text: `${name} ${JSON.stringify(before)} → ${JSON.stringify(after)}` }];
  });
}
