/**
 * Two traces of one borrower laid against each other. In: two policies' traces and the changes between the
 * policies. Out: rules and guardrails paired in one order, marks on the condition nodes that differ, and the
 * first divergence: the first rule that fires on one side only or acts differently, else the first guardrail
 * or step of the limit that differs.
 */
import type { ConditionTrace, GuardrailTrace, RuleTrace, StepTrace, Trace } from "#rules/evaluate";
import type { Change, Changes } from "#rules/compare";

/** How a pair differs. `firing`: on one side only; `effect`: fires on both, acts differently; `definition`: written differently, no difference here. */
export type Difference = "firing" | "effect" | "definition" | "same";

export interface RulePair {
  readonly name: string;
  readonly baseline: RuleTrace | null;
  readonly candidate: RuleTrace | null;
  readonly difference: Difference;
}

export interface GuardrailPair {
  readonly name: string;
  readonly baseline: GuardrailTrace | null;
  readonly candidate: GuardrailTrace | null;
  readonly difference: Difference;
}

/** What is peculiar about a condition node beside its partner. */
export type ConditionMark = "only-here" | "threshold" | "definition" | "seen" | "result";
export type ConditionMarks = ReadonlyMap<ConditionTrace, ConditionMark>;

export type Divergence =
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "guardrail"; readonly name: string }
  | { readonly kind: "step"; readonly index: number };

export interface AlignedTraces {
  readonly rules: readonly RulePair[];
  readonly guardrails: readonly GuardrailPair[];
  readonly divergence: Divergence | null;
}

/** Pairs two traces; `changes` are those from the baseline's policy to the candidate's. */
export function alignTraces(baseline: Trace, candidate: Trace, changes: Changes): AlignedTraces {
  const renamed = renamesIn(changes.wording);
  const changed = new Map(changes.changes.map((change) => [change.id, change]));
  const rules = pairByName(baseline.rules, candidate.rules, renamed).map((pair) => ({
    ...pair,
    difference: ruleDifference(pair, changed.get(`rule:${pair.name}`)),
  }));
  const guardrails = pairByName(baseline.guardrails, candidate.guardrails, new Map()).map((pair) => ({
    ...pair,
    difference: guardrailDifference(pair, changed.has(`guardrail:${pair.name}`)),
  }));
  return {
    rules,
    guardrails,
    divergence: firstDivergence(
      rules,
      guardrails,
      baseline.steps.map((step) => renamedStep(step, renamed)),
      candidate.steps,
    ),
  };
}

/** Baseline name → candidate name of the rules that were only renamed. */
function renamesIn(wording: readonly Change[]): Map<string, string> {
  const edits = wording.filter((change) => change.subject === "rule").flatMap((change) => change.edits);
  return new Map(edits.filter((edit) => /^\/rules\/\d+\/name$/.test(edit.path)).map((edit) => [String(edit.before), String(edit.after)]));
}

interface Pair<Item> {
  readonly name: string;
  readonly baseline: Item | null;
  readonly candidate: Item | null;
}

/** The candidate's order, each one that it lacks after the one that it followed in the baseline. */
function pairByName<Item extends { readonly name: string }>(
  baseline: readonly Item[],
  candidate: readonly Item[],
  renamed: ReadonlyMap<string, string>,
): Pair<Item>[] {
  const before = new Map(baseline.map((item) => [renamed.get(item.name) ?? item.name, item]));
  const order: Pair<Item>[] = candidate.map((item) => ({ name: item.name, baseline: before.get(item.name) ?? null, candidate: item }));
  const placed = new Set(order.map((pair) => pair.name));
  let last: string | null = null;
  for (const [name, item] of before) {
    if (!placed.has(name)) order.splice(order.findIndex((pair) => pair.name === last) + 1, 0, { name, baseline: item, candidate: null });
    last = name;
  }
  return order;
}

function ruleDifference({ baseline, candidate }: Pair<RuleTrace>, change: Change | undefined): Difference {
  const fires = (rule: RuleTrace | null) => rule?.status === "fired";
  if (fires(baseline) !== fires(candidate)) return "firing";
  const eventEdited = change?.edits.some((edit) => /^\/rules\/\d+\/(event|priority)/.test(edit.path)) === true;
  if (fires(baseline) && (eventEdited || baseline?.group !== candidate?.group || baseline?.noEffect !== candidate?.noEffect))
    return "effect";
  return change === undefined ? "same" : "definition";
}

function guardrailDifference({ baseline, candidate }: Pair<GuardrailTrace>, changed: boolean): Difference {
  const binds = (guardrail: GuardrailTrace | null) => guardrail?.status === "bound";
  if (binds(baseline) !== binds(candidate)) return "firing";
  if (binds(baseline) && baseline?.bound !== candidate?.bound) return "effect";
  return changed ? "definition" : "same";
}

function firstDivergence(
  rules: readonly RulePair[],
  guardrails: readonly GuardrailPair[],
  baseline: readonly StepTrace[],
  candidate: readonly StepTrace[],
): Divergence | null {
  const rule = rules.find(diverges);
  if (rule !== undefined) return { kind: "rule", name: rule.name };
  const guardrail = guardrails.find(diverges);
  if (guardrail !== undefined) return { kind: "guardrail", name: guardrail.name };
  const length = Math.max(baseline.length, candidate.length);
  const index = Array.from({ length }, (_, i) => i).findIndex((i) => JSON.stringify(baseline[i]) !== JSON.stringify(candidate[i]));
  return index < 0 ? null : { kind: "step", index };
}

function renamedStep(step: StepTrace, renamed: ReadonlyMap<string, string>): StepTrace {
  return step.kind === "rule" ? { ...step, name: renamed.get(step.name) ?? step.name } : step;
}

/** Whether a pair acts differently on the two sides for this borrower. */
export function diverges({ difference }: { readonly difference: Difference }): boolean {
  return difference === "firing" || difference === "effect";
}

// --- conditions --------------------------------------------------------------------------------

/** Marks on both trees' nodes. `changedIds` are ids of changes such as `derived:utilization`; "definition" marks what reads them. */
export function markConditions(
  baseline: ConditionTrace | null,
  candidate: ConditionTrace | null,
  changedIds: ReadonlySet<string>,
): ConditionMarks {
  const marks = new Map<ConditionTrace, ConditionMark>();
  markPair(baseline, candidate, changedIds, marks);
  return marks;
}

function markPair(
  a: ConditionTrace | null,
  b: ConditionTrace | null,
  changedIds: ReadonlySet<string>,
  marks: Map<ConditionTrace, ConditionMark>,
): void {
  if (a === null || b === null) {
    const only = a ?? b;
    if (only !== null) marks.set(only, "only-here");
    return;
  }
  const mark = markOf(a, b, changedIds);
  if (mark !== null) for (const node of [a, b]) marks.set(node, mark);
  for (const [x, y] of matchChildren(childrenOf(a), childrenOf(b))) markPair(x, y, changedIds, marks);
}

function markOf(a: ConditionTrace, b: ConditionTrace, changedIds: ReadonlySet<string>): ConditionMark | null {
  if (a.kind === "test" && b.kind === "test") {
    if (a.fact !== b.fact || a.operator !== b.operator || a.expectedFact !== b.expectedFact || !same(a.expected, b.expected))
      return "threshold";
    if (changedIds.has(`derived:${a.fact}`) || changedIds.has(`fact:${a.fact}`)) return "definition";
    if (!same(a.actual, b.actual)) return "seen";
  }
  if (a.kind === "reference" && b.kind === "reference" && changedIds.has(`condition:${a.name}`)) return "definition";
  if (a.kind !== b.kind) return "threshold";
  return a.result === b.result ? null : "result";
}

export function childrenOf(condition: ConditionTrace): readonly ConditionTrace[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.conditions;
    case "not":
    case "reference":
      return [condition.condition];
    case "test":
      return [];
    default:
      return condition satisfies never;
  }
}

type Matched = readonly [ConditionTrace | null, ConditionTrace | null];

/** Equal tests first, then tests of the same fact and operator, of the same fact, groups of the same kind; the rest stand alone. */
function matchChildren(before: readonly ConditionTrace[], after: readonly ConditionTrace[]): Matched[] {
  const free = new Set(before);
  const partner = new Map<ConditionTrace, ConditionTrace>();
  for (const fits of MATCHES) {
    for (const b of after) {
      if (partner.has(b)) continue;
      const a = [...free].find((candidate) => fits(candidate, b));
      if (a === undefined) continue;
      free.delete(a);
      partner.set(b, a);
    }
  }
  return [...after.map((b): Matched => [partner.get(b) ?? null, b]), ...[...free].map((a): Matched => [a, null])];
}

const MATCHES: readonly ((a: ConditionTrace, b: ConditionTrace) => boolean)[] = [
  (a, b) =>
    a.kind === "test" &&
    b.kind === "test" &&
    a.fact === b.fact &&
    a.operator === b.operator &&
    a.expectedFact === b.expectedFact &&
    same(a.expected, b.expected),
  (a, b) => a.kind === "test" && b.kind === "test" && a.fact === b.fact && a.operator === b.operator,
  (a, b) => a.kind === "test" && b.kind === "test" && a.fact === b.fact,
  (a, b) => a.kind === "reference" && b.kind === "reference" && a.name === b.name,
  (a, b) => a.kind === b.kind && (a.kind === "all" || a.kind === "any" || a.kind === "not"),
];

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The first marked test that keeps a rule from firing (false, and not under a `not`); null where none does. */
export function blockingTest(condition: ConditionTrace | null, marks: ConditionMarks): Extract<ConditionTrace, { kind: "test" }> | null {
  if (condition === null || condition.result || condition.kind === "not") return null;
  if (condition.kind === "test") return marks.has(condition) ? condition : null;
  for (const child of childrenOf(condition)) {
    const found = blockingTest(child, marks);
    if (found !== null) return found;
  }
  return null;
}
