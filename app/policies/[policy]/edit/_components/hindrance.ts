import { countOf } from "../../../../_components/format";
import type { PolicyCheckState } from "../../../../_components/monaco";
import type { DraftState } from "../draft/draft-keeper";

/** Why no version can be saved now, in words; null where one can. */
export function hindranceOf(draft: DraftState, { check, pending }: PolicyCheckState): string | null {
  const problems = check?.problems.length ?? 0;
  if (draft.conflict) return "The draft was changed elsewhere: decide first which text to keep";
  if (problems > 0) return `${countOf(problems, "problem")} to mend before a version can be saved`;
  if (!draft.exists) return `Nothing has changed since v${draft.base.number}`;
  return pending ? "The text is being checked" : null;
}
