/** Thresholds that decide nothing: outside the fact's range, or beyond every borrower at hand. */
import { type Fact, numberText, operatorWords, type TestCondition } from "#rules/policy";
import type { FactSummary } from "./summary.ts";
import { type PlacedTest, testsIn } from "./tests-in.ts";
import type { Check, Hint } from "./types.ts";

/** Fewer known values than this say nothing about a threshold. */
const LEAST_KNOWN = 20;

const ORDERING: ReadonlySet<string> = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

export const thresholdHints: Check = ({ policy, borrowers }) =>
  testsIn(policy).flatMap((placed) => {
    const { fact, operand } = placed.test;
    if (operand.kind !== "constant" || typeof operand.value !== "number") return [];
    const declared = policy.facts.get(fact);
    const outside = declared ? outOfRange(placed, declared, operand.value) : null;
    if (outside !== null) return [outside];
    const summary = borrowers?.facts[fact];
    const beyond = summary && ORDERING.has(placed.test.operator) ? beyondBorrowers(placed, summary, operand.value) : null;
    return beyond === null ? [] : [beyond];
  });

function outOfRange({ test, path }: PlacedTest, { min, max }: Fact, value: number): Hint | null {
  if (!ORDERING.has(test.operator) && test.operator !== "equal" && test.operator !== "notEqual") return null;
  const isBelow = min !== null && value < min;
  const isAbove = max !== null && value > max;
  const bound = isBelow ? `at least ${numberText(min)}` : isAbove ? `at most ${numberText(max)}` : null;
  if (bound === null) return null;
  const truth = isTrueBeyond(test, isAbove) ? "always" : "never";
  const message = `\`${test.fact}\` is ${bound}, so “${operatorWords(test.operator, "en")} ${numberText(value)}” is ${truth} true; use a value within its range`;
  return { code: "threshold-out-of-range", path: `${path}/value`, at: "value", message };
}

/** Whether every value is on the side where the test is true, given that the threshold lies above (or below) them all. */
function isTrueBeyond({ operator }: TestCondition, isAbove: boolean): boolean {
  if (operator === "notEqual") return true;
  return isAbove ? operator.startsWith("lessThan") : operator.startsWith("greaterThan");
}

function beyondBorrowers({ test, path }: PlacedTest, { numbers, known }: FactSummary, value: number): Hint | null {
  const [least, greatest] = [numbers[0], numbers.at(-1)];
  if (known < LEAST_KNOWN || least === undefined || greatest === undefined || (value >= least && value <= greatest)) return null;
  const isAbove = value > greatest;
  const nearest = isAbove ? `the highest is ${numberText(greatest)}` : `the lowest is ${numberText(least)}`;
  const whom = isTrueBeyond(test, isAbove) ? "every" : "no";
  const message = `${numberText(value)} is beyond every borrower at hand: ${nearest} of ${numberText(known)} known, so the test is true of ${whom} one of them`;
  return { code: "threshold-beyond-borrowers", path: `${path}/value`, at: "value", message };
}
