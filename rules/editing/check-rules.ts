/** Problems of single rules, in the validator's own words, without reading the whole document again. */
import { type Json, type JsonObject, parsePolicy, pointerOf, type Problem, stepsOf } from "#rules/policy";
import { type Draft, membersOf, readDraft } from "./draft.ts";
import { setValue } from "./edit-text.ts";

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

export interface CheckedValue {
  /** With the value in its place. */
  readonly text: string;
  readonly problems: readonly Pick<Problem, "path" | "message">[];
}

/**
 * A valid draft with another value at a pointer, and what the validator says of it. Law: its problems are those of the whole text; within a
 * rule only that rule is read for them.
 */
export function checkValue(draft: Draft, pointer: string, value: Json): CheckedValue {
  const { text } = setValue(draft, pointer, value);
  const [section, index = "", ...rest] = stepsOf(pointer);
  const own = section === "rules" ? pointerOf([section, index]) : "";
  const rule = own === "" ? null : (draft.root?.at(own) ?? null);
  // A rule's name is checked against those of the others.
  if (rule === null || rest.length === 0 || rest[0] === "name") {
    const parsed = parsePolicy(text);
    return { text, problems: parsed.ok ? [] : parsed.problems };
  }
  const after = JSON.parse(setValue(readDraft(rule.source), pointerOf(rest), value).text) as JsonObject;
  const [found = []] = problemsOfRules(draft, [after]);
  return { text, problems: found.map((problem) => ({ path: own + problem.pointer, message: problem.message })) };
}
