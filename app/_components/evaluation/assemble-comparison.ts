/** The worker's answers as the comparison that the command line prints. */
import { unpackOutcome } from "#rules/columns";
import { type ComparedBorrower, type Comparison, type FailedBorrower, withShares } from "#rules/compare";
import type { AttributionAnswer, ComparedOutcomes } from "./protocol";

/** The comparison as the command line prints it, from the worker's answers; equals `compare` with `all` on the same input. */
export function assembleComparison(
  answer: ComparedOutcomes,
  { attribution, rows }: AttributionAnswer,
  names: readonly { readonly name: string }[],
): Comparison {
  const { baseline, candidate, scenario, changes, wording } = answer.versions;
  const ids = attribution.attribution.map(({ change }) => change);
  const borrowers = names.flatMap(({ name }, row) => {
    const compared = comparedAt(answer, name, row);
    return compared === null ? [] : [withShares(compared, rows, row, ids)];
  });
  return {
    baseline,
    candidate,
    scenario,
    changes,
    wording,
    ...answer.figures,
    ...attribution,
    borrowers,
    failures: answer.rejected.map((rejected) => failureOf(names, rejected)),
  };
}

/** One borrower's two outcomes; null where a side has none. */
export function comparedAt({ baseline, candidate }: ComparedOutcomes, name: string, row: number): ComparedBorrower | null {
  const [before, after] = [unpackOutcome(baseline, row), unpackOutcome(candidate, row)];
  return before === null || after === null ? null : { name, baseline: before, candidate: after };
}

function failureOf(
  names: readonly { readonly name: string }[],
  { row, side, errors }: ComparedOutcomes["rejected"][number],
): FailedBorrower {
  const [borrower, error] = [names[row], errors[0]];
  if (borrower === undefined || error === undefined) throw new Error("a rejected row is a borrower and has errors");
  return { name: borrower.name, side, error };
}
