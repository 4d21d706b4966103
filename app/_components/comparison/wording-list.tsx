import type { Change } from "#rules/compare";
import { countOf } from "../format";
import { shortRuleName } from "../trace/rule-name";

/** Changes without effect on outcomes, folded away. */
export function WordingList({ wording }: { wording: readonly Change[] }) {
  return (
    <details className="mt-1 border-t border-line px-1.5 pt-1.5 text-sm">
      <summary className="text-mute hover:text-ink">
        {countOf(wording.length, "change of wording", "changes of wording")}, without effect on outcomes
      </summary>
      <ul className="mt-1 grid gap-0.5">
        {wording.map((change) => (
          <li key={`${change.id}:${change.edits[0]?.path}`} className="truncate" title={change.edits.map((edit) => edit.text).join("; ")}>
            <span className="font-medium">{change.subject === "rule" ? shortRuleName(change.name) : change.name}</span>{" "}
            <span className="text-mute">{change.edits.map((edit) => edit.text).join("; ")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
