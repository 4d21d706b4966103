/**
 * Edits of a condition tree. Lists of `all` and `any` are matched element by element: equal ones first,
 * then tests of the same fact (by operator, then in order), the rest in order; what remains was added or removed.
 * So moving or inserting a test does not make its neighbours look edited.
 */
import { type Json, pointerOf } from "#rules/policy";
import { ARROW, conditionText, isTestDocument, type Sides, testEditText } from "./edit-text.ts";
import { leafEdits, sameJson } from "./json-edits.ts";
import type { Edit } from "./types.ts";

type Steps = readonly (string | number)[];
type Node = Readonly<Record<string, Json>>;

/** The edits from one condition to another; `steps` lead to the condition in the candidate (of a removed part: in the baseline). */
export function conditionEdits(
  sides: Sides,
  before: Json | undefined,
  after: Json | undefined,
  steps: Steps,
  beforeSteps: Steps = steps,
): Edit[] {
  if (sameJson(before, after)) return [];
  if (before === undefined) return [{ path: pointerOf(steps), after: after as Json, text: `and ${conditionText(sides.candidate, after)}` }];
  if (after === undefined) return [{ path: pointerOf(beforeSteps), before, text: `no longer ${conditionText(sides.baseline, before)}` }];
  if (isTestDocument(before) && isTestDocument(after)) return testEdits(sides, before, after, steps);
  const [a, b] = [before as Node, after as Node];
  for (const kind of ["all", "any"] as const) {
    if (kind in a && kind in b)
      return listEdits(sides, kind, a[kind] as readonly Json[], b[kind] as readonly Json[], [...steps, kind], [...beforeSteps, kind]);
  }
  if ("not" in a && "not" in b)
    return conditionEdits(sides, a.not, b.not, [...steps, "not"], [...beforeSteps, "not"]).map((e) => ({ ...e, text: `not (${e.text})` }));
  return [
    {
      path: pointerOf(steps),
      before,
      after,
      text: `${conditionText(sides.baseline, before)} ${ARROW} ${conditionText(sides.candidate, after)}`,
    },
  ];
}

/** One edit per differing leaf of a test; all bear the test's sentence once, at the first leaf. */
function testEdits(sides: Sides, before: Json, after: Json, steps: Steps): Edit[] {
  if (!isTestDocument(before) || !isTestDocument(after)) return [];
  const text = testEditText(sides, before, after);
  const keys = (["fact", "operator", "value"] as const).filter((key) => !sameJson(before[key], after[key]));
  if (keys.length === 1) {
    const key = keys[0] as "fact" | "operator" | "value";
    return [{ path: pointerOf([...steps, key]), before: before[key], after: after[key], text }];
  }
  return keys.length === 0 ? [] : [{ path: pointerOf(steps), before, after, text }];
}

function listEdits(
  sides: Sides,
  kind: "all" | "any",
  before: readonly Json[],
  after: readonly Json[],
  steps: Steps,
  beforeSteps: Steps,
): Edit[] {
  const partner = matchElements(before, after);
  const taken = new Set(partner.values());
  const joint = kind === "all" ? "and" : "or";
  const edits = after.flatMap((element, j) => {
    const i = partner.get(j);
    if (i !== undefined) return conditionEdits(sides, before[i], element, [...steps, j], [...beforeSteps, i]);
    return [{ path: pointerOf([...steps, j]), after: element, text: `${joint} ${conditionText(sides.candidate, element)}` }];
  });
  const removed = before.flatMap((element, i) =>
    taken.has(i)
      ? []
      : [{ path: pointerOf([...beforeSteps, i]), before: element, text: `no longer ${conditionText(sides.baseline, element)}` }],
  );
  const all = [...edits, ...removed];
  return all.length > 0 ? all : [{ path: pointerOf(steps), before: before as Json, after: after as Json, text: "order of conditions" }];
}

/** For each element of `after` the index of its partner in `before`, where it has one. */
function matchElements(before: readonly Json[], after: readonly Json[]): Map<number, number> {
  const partner = new Map<number, number>();
  const free = new Set(before.keys());
  const pass = (fits: (a: Json, b: Json) => boolean) => {
    after.forEach((b, j) => {
      if (partner.has(j)) return;
      const i = [...free].find((k) => fits(before[k] as Json, b));
      if (i === undefined) return;
      partner.set(j, i);
      free.delete(i);
    });
  };
  pass((a, b) => sameJson(a, b));
  pass((a, b) => isTestDocument(a) && isTestDocument(b) && a.fact === b.fact && a.operator === b.operator);
  pass((a, b) => isTestDocument(a) && isTestDocument(b) && a.fact === b.fact);
  pass((a, b) => !isTestDocument(a) && !isTestDocument(b) && groupKey(a) === groupKey(b));
  return partner;
}

function groupKey(condition: Json): string {
  return Object.keys(condition as Node).find((key) => key === "all" || key === "any" || key === "not" || key === "condition") ?? "";
}

/** Whether two conditions mean the same to every evaluator: equal as documents, but for `x-` keys. */
export function sameCondition(a: Json | undefined, b: Json | undefined): boolean {
  return leafEdits(a, b).every((e) => e.steps.some((s) => String(s).startsWith("x-")));
}
