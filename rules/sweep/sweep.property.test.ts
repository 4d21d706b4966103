import { expect, test } from "vitest";
import { Chooser, batchOf, LAW_TIMEOUT, law, policyOf, type RandomCase } from "#rules/conformance";
import { createEvaluator, DECISIONS, type Evaluation, type Outcome } from "#rules/evaluate";
import type { Facts, FactValue, JsonObject, ValidPolicy } from "#rules/policy";
import { numbersOf, type NumberPlace, type Sweep, sweep, type SweepPoint } from "./index.ts";
import { policyWithNumber } from "./with-value.ts";

const OBSERVED = "seen";

/** Borrowers of one scenario, some of them observed. */
function borrowersOf(one: RandomCase): { scenario: Facts; facts: Facts[] } {
  const choose = new Chooser(one.seed);
  const seen = (): FactValue => choose.pick<FactValue>([0, 1, null]);
  return { scenario: one.borrowers[0]?.scenario ?? {}, facts: one.borrowers.map(({ facts }) => ({ ...facts, [OBSERVED]: seen() })) };
}

async function evaluated(policy: ValidPolicy, scenario: Facts, facts: readonly Facts[]): Promise<Evaluation[]> {
  const referee = createEvaluator(policy, scenario);
  const found: Evaluation[] = [];
  for (const one of facts) found.push(await referee.evaluate(one));
  return found;
}

/** Borrowers of whom a shared condition holds, by a policy whose only rule reads it. */
async function holding(policy: ValidPolicy, name: string, scenario: Facts, facts: readonly Facts[]): Promise<boolean[]> {
  const probe = { name: "probe", conditions: { condition: name }, event: { type: "hold", params: { reason: "R1" } } };
  const document = { ...policy.document, rules: [probe] } as JsonObject;
  const evaluations = await evaluated(policyOf(JSON.stringify(document)), scenario, facts);
  return evaluations.map((one) => one.ok && one.outcome.fired.length > 0);
}

function touches({ subject }: NumberPlace, outcome: Outcome, holds: boolean): boolean {
  if (subject.kind === "rule") return outcome.fired.includes(subject.name);
  if (subject.kind === "guardrail") return outcome.bound.includes(subject.name);
  return subject.kind === "condition" ? holds : outcome.limitAfter !== outcome.limitBefore;
}

const shown = (one: Evaluation | undefined) => (one?.ok ? [one.outcome.limitAfter, one.outcome.decision, one.outcome.available] : null);
const cents = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 100), 0) / 100;

/** A point from nothing but the referee's outcomes on the document with the value set. */
async function pointByReferee(
  policy: ValidPolicy,
  place: NumberPlace,
  value: number,
  scenario: Facts,
  facts: Facts[],
): Promise<SweepPoint> {
  const changed = policyWithNumber(policy, place, value);
  if (changed === null) throw new Error(`${place.at} cannot be ${value}`);
  const [before, after] = [await evaluated(policy, scenario, facts), await evaluated(changed, scenario, facts)];
  const holds = place.subject.kind === "condition" ? await holding(changed, place.subject.name, scenario, facts) : [];
  const outcomes = after.flatMap((one) => (one.ok ? [one.outcome] : []));
  const touched = facts.filter((_, i) => {
    const one = after[i] as Evaluation;
    return one.ok && touches(place, one.outcome, holds[i] === true);
  });
  const seen = touched.map((one) => one[OBSERVED]).filter((one): one is number => typeof one === "number");
  return {
    value,
    touched: touched.length,
    shifted: facts.filter((_, i) => before[i]?.ok && after[i]?.ok && JSON.stringify(shown(before[i])) !== JSON.stringify(shown(after[i])))
      .length,
    limit: cents(outcomes.map(({ limitAfter }) => limitAfter)),
    available: cents(outcomes.map(({ available }) => available)),
    decisions: Object.fromEntries(
      DECISIONS.map((decision) => [decision, outcomes.filter((one) => one.decision === decision).length]),
    ) as SweepPoint["decisions"],
    review: outcomes.filter(({ review }) => review).length,
    errors: after.length - outcomes.length,
    observed: { borrowers: seen.length, mean: seen.length === 0 ? null : seen.reduce((a, b) => a + b, 0) / seen.length },
  };
}

async function swept(policy: ValidPolicy, place: NumberPlace, scenario: Facts, facts: Facts[], values?: readonly number[]): Promise<Sweep> {
  const result = await sweep({ policy, scenario, batch: batchOf(facts), at: place.at, observed: OBSERVED, ...(values ? { values } : {}) });
  if (!result.ok) throw new Error(result.problem.message);
  return structuredClone(result.sweep);
}

/** Checks every point of the curve, or some of a long one, and values between and beyond its points. */
async function checkCurve(one: RandomCase, places: (policy: ValidPolicy) => NumberPlace[], most: number): Promise<void> {
  const policy = policyOf(one.text);
  const choose = new Chooser(one.seed);
  const found = places(policy);
  if (found.length === 0) return;
  const place = choose.pick(found);
  const { scenario, facts } = borrowersOf(one);
  const curve = await swept(policy, place, scenario, facts);
  expect(curve.points.map(({ value }) => value)).toContain(place.value);
  const checked = choose.shuffle([...curve.points]).slice(0, most);
  for (const point of checked) expect(point).toEqual(await pointByReferee(policy, place, point.value, scenario, facts));
  const between = checked.map(({ value }) => value + 0.37).filter((value) => policyWithNumber(policy, place, value) !== null);
  const exact = await swept(policy, place, scenario, facts, between.slice(0, 3));
  for (const point of exact.points) expect(point).toEqual(await pointByReferee(policy, place, point.value, scenario, facts));
}

test("every point of a threshold's curve equals a full evaluation with that value", { timeout: LAW_TIMEOUT }, () =>
  law(40, 61, (one) => checkCurve(one, (policy) => numbersOf(policy).filter(({ leaf }) => leaf !== null), 6), 8),
);

test("every point of a grid equals a full evaluation with that value", { timeout: LAW_TIMEOUT }, () =>
  law(
    16,
    62,
    (one) => checkCurve(one, (policy) => numbersOf(policy).filter(({ leaf, written }) => leaf === null && written === null), 4),
    6,
  ),
);

test("every point of a number in an expression equals a full evaluation with that value", { timeout: LAW_TIMEOUT }, () =>
  law(16, 63, (one) => checkCurve(one, (policy) => numbersOf(policy).filter(({ written }) => written !== null), 4), 6),
);
