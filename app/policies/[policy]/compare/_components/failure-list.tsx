import { ErrorState } from "../../../../_components/error-state";
import { countOf, formatCount } from "../../../../_components/format";
import { ShowButton } from "../../../../_components/show-button";
import { failureGroups } from "../failures";
import { FAILED } from "../filter-rows";
import { type Shown, titlesOf } from "../shown";

/** Borrowers that a side cannot evaluate, gathered by reason. They count nowhere else. */
export function FailureList({ shown, onShow }: { shown: Shown; onShow: (where: Record<string, string>) => void }) {
  const groups = failureGroups(shown);
  const { borrowers, errors } = shown.outcomes.figures.summary;
  const titles = titlesOf(shown);
  if (groups.length === 0) return null;
  const title =
    errors === borrowers
      ? `None of ${countOf(borrowers, "borrower")} can be evaluated`
      : `${formatCount(errors)} of ${countOf(borrowers, "borrower")} cannot be evaluated and ${errors === 1 ? "counts" : "count"} nowhere else`;
  return (
    <ErrorState title={title} className="my-3">
      <ul className="grid gap-1">
        {groups.map(({ key, side, message, rows }) => (
          <li key={key}>
            <ShowButton
              onShow={() => onShow({ [FAILED]: key })}
              title={`${titles[side]} cannot evaluate them`}
              className="font-medium underline"
            >
              {formatCount(rows.length)}
            </ShowButton>{" "}
            in {titles[side]}: {message}
          </li>
        ))}
      </ul>
    </ErrorState>
  );
}
