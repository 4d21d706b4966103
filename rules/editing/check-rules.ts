/** Problems of single rules, in the validator's own words, without reading the whole document again. */
import { type JsonObject, parsePolicy, pointerOf, stepsOf } from "#rules/policy";
import { type Draft, membersOf } from "./draft.ts";

export interface RuleProblem {
  /** Below the rule, such as `/event/params/reason`. */
  readonly pointer: string;
  readonly message: string;
}

/** For each rule, what the validator says of it beside the draft's sound catalogue and its reasons. */
export function problemsOfRules(draft: Draft, rules: readonly JsonObject[]): RuleProblem[][] {
  const reasons = Object.fromEntries(membersOf(draft.document.reasons));
  const found = rules.map((): RuleProblem[] => []);
  const parsed = parsePolicy(JSON.stringify({ ...draft.catalogue.document, reasons, rules }));
  for (const { path, message } of parsed.ok ? [] : parsed.problems) {
    const [section, index, ...rest] = stepsOf(path);
    if (section === "rules" && index !== undefined) found[Number(index)]?.push({ pointer: pointerOf(rest), message });
  }
  return found;
}

/** Problems of each rule after an edit that it did not have before; null stands for a rule that is new. */
export function newProblems(draft: Draft, before: readonly (JsonObject | null)[], after: readonly JsonObject[]): RuleProblem[][] {
  const found = problemsOfRules(draft, after);
  if (found.every((problems) => problems.length === 0)) return found;
  const known = problemsOfRules(
    draft,
    before.map((rule) => rule ?? {}),
  );
  return found.map((problems, i) => {
    const old = new Set(before[i] === null ? [] : known[i]?.map(({ message }) => message));
    return problems.filter(({ message }) => !old.has(message));
  });
}
