import type { FailedBorrower } from "#rules/compare";
import { ErrorState } from "../../../../_components/error-state";
import { countOf, formatCount } from "../../../../_components/format";

interface FailureListProps {
  failures: readonly FailedBorrower[];
  borrowers: number;
  titles: { readonly baseline: string; readonly candidate: string };
}

/** Borrowers that a side cannot evaluate, gathered by reason. They count nowhere else. */
export function FailureList({ failures, borrowers, titles }: FailureListProps) {
  if (failures.length === 0) return null;
  const none = failures.length === borrowers;
  const title = none
    ? `None of ${countOf(borrowers, "borrower")} can be evaluated`
    : `${formatCount(failures.length)} of ${countOf(borrowers, "borrower")} cannot be evaluated and ${failures.length === 1 ? "counts" : "count"} nowhere else`;
  return (
    <ErrorState title={title} className="my-3">
      <ul className="grid gap-1">
        {groupsOf(failures).map((group) => (
          <li key={group.key}>
            <details>
              <summary>
                <span className="font-medium">{formatCount(group.names.length)}</span> in {titles[group.side]}: {group.message}
              </summary>
              <p className="mt-0.5 max-h-40 overflow-y-auto pl-4 text-mute">{namesText(group.names)}</p>
            </details>
          </li>
        ))}
      </ul>
    </ErrorState>
  );
}

interface Group {
  readonly key: string;
  readonly side: FailedBorrower["side"];
  /** The first one's; others differ in the value only. */
  readonly message: string;
  readonly names: readonly string[];
}

function groupsOf(failures: readonly FailedBorrower[]): Group[] {
  const groups = new Map<string, { side: FailedBorrower["side"]; message: string; names: string[] }>();
  for (const { name, side, error } of failures) {
    const key = `${side}:${error.code}:${error.fact}`;
    const group = groups.get(key) ?? { side, message: error.message, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group })).sort((a, b) => b.names.length - a.names.length);
}

const MOST_NAMED = 200;

function namesText(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (rest > 0 ? ` and ${formatCount(rest)} more` : "");
}
