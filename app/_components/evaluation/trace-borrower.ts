import type { TracedEvaluation } from "#rules/evaluate";
import type { Facts } from "#rules/policy";
import { askWorker } from "./workers";

/** One borrower's outcome with its trace, evaluated in the background; rejects where the text is no valid policy. */
export function traceBorrower({
  policyText,
  facts,
  scenario,
}: {
  policyText: string;
  facts: Facts;
  scenario: Facts;
}): Promise<TracedEvaluation> {
  return askWorker("trace", { policyText, facts, scenario });
}
