/**
 * Invented borrowers that stand on a policy's boundaries: each fact takes the thresholds that
 * conditions and expressions name, values just beside them, its bounds, its listed values and
 * null. For each rule, borrowers leaning toward firing it; then borrowers at random. The same
 * policy always gives the same borrowers.
 */
import {
  childrenOf,
  type Condition,
  type Expression,
  type Fact,
  type FactValue,
  type Facts,
  type TestCondition,
  type ValidPolicy,
} from "#rules/policy";

export interface BoundaryBorrower {
  readonly name: string;
  readonly scenario: Facts;
  readonly facts: Facts;
}

const PER_RULE = 3;
const AT_RANDOM = 120;

export function boundaryBorrowers(policy: ValidPolicy): readonly BoundaryBorrower[] {
  const random = createRandom(20_261_123);
  const values = new Map([...policy.facts.values()].map((fact) => [fact.name, boundaryValues(fact, policy)]));
  const draw = (tests: readonly TestCondition[]) => {
    const drawn = new Map([...values].map(([name, list]) => [name, pick(list, random)]));
    for (const test of tests) lean(test, values.get(test.fact) ?? [], drawn, random);
    return split(policy, drawn);
  };
  const toward = policy.ranked.flatMap((rule) => {
    const tests = testsOf(rule.conditions, policy);
    return Array.from({ length: PER_RULE }, (_, i) => ({ name: `toward ${rule.name} ${i + 1}`, ...draw(tests) }));
  });
  const free = Array.from({ length: AT_RANDOM }, (_, i) => ({ name: `boundary ${i + 1}`, ...draw([]) }));
  return [...toward, ...free, ...unfit(policy, free[0])];
}

/** Borrowers that have no outcome: without the limit, and with a text for it. */
function unfit(policy: ValidPolicy, sound: BoundaryBorrower | undefined): readonly BoundaryBorrower[] {
  if (!sound) return [];
  const { [policy.limit.fact]: _, ...without } = sound.facts;
  return [
    { ...sound, name: "without a limit", facts: without },
    { ...sound, name: "a text for the limit", facts: { ...without, [policy.limit.fact]: "much" } },
  ];
}

function split(policy: ValidPolicy, drawn: ReadonlyMap<string, FactValue>): { scenario: Facts; facts: Facts } {
  const isScenario = ([name]: [string, FactValue]) => policy.facts.get(name)?.scope === "scenario";
  const entries = [...drawn];
  return {
    scenario: Object.fromEntries(entries.filter(isScenario)),
    facts: Object.fromEntries(entries.filter((entry) => !isScenario(entry))),
  };
}

/** Gives the test's fact a value that makes it true, where a boundary value does. */
function lean(test: TestCondition, list: readonly FactValue[], drawn: Map<string, FactValue>, random: () => number): void {
  const other = test.operand.kind === "fact" ? (drawn.get(test.operand.fact) ?? null) : test.operand.value;
  const fitting = list.filter((value) => holds(test.operator, value, other));
  if (fitting.length > 0) drawn.set(test.fact, pick(fitting, random));
}

function holds(operator: TestCondition["operator"], value: FactValue, other: unknown): boolean {
  if (operator === "equal") return value === other;
  if (operator === "notEqual") return value !== other;
  if (operator === "in" || operator === "notIn") return (operator === "in") === (other as readonly unknown[]).includes(value);
  if (Array.isArray(value)) return (operator === "contains") === value.includes(other);
  if (typeof value !== "number" || typeof other !== "number") return false;
  if (operator === "lessThan") return value < other;
  if (operator === "lessThanInclusive") return value <= other;
  return operator === "greaterThan" ? value > other : value >= other;
}

// --- values ------------------------------------------------------------------------------------

function boundaryValues(fact: Fact, policy: ValidPolicy): readonly FactValue[] {
  const named = constantsOf(fact.name, policy);
  const found = valuesOfType(fact, named, policy);
  return fact.nullable ? [...found, null] : found;
}

function valuesOfType(fact: Fact, named: readonly FactValue[], policy: ValidPolicy): readonly FactValue[] {
  switch (fact.type) {
    case "boolean":
      return [true, false];
    case "string":
      return fact.values ?? [...new Set([...named.filter((value) => typeof value === "string"), "other"])];
    case "strings": {
      const items = fact.values ?? [...new Set([...named.filter((value) => typeof value === "string"), "other"])];
      return [[], ...items.map((item) => [item]), items];
    }
    default:
      return numbersOf(
        fact,
        named.filter((value) => typeof value === "number"),
        policy,
      );
  }
}

const STEP = { integer: 1, money: 0.01, number: 0.001 } as const;

function numbersOf(fact: Fact, named: readonly number[], policy: ValidPolicy): readonly number[] {
  const step = STEP[fact.type as keyof typeof STEP];
  const limits = fact.name === policy.limit.fact ? LIMITS : [];
  const centres = [...named, ...limits, fact.min ?? 0, fact.max ?? 100];
  const all = centres.flatMap((centre) => [centre - step, centre, centre + step]).map((value) => fitted(fact, value));
  const inside = all.filter((value) => (fact.min === null || value >= fact.min) && (fact.max === null || value <= fact.max));
  return [...new Set(inside)];
}

/** Limits that show rounding, least changes and shares of hundredths. */
const LIMITS = [0, 50, 999.99, 1000, 5000, 12_345.67, 20_000, 50_000, 199_950, 1_000_000];

function fitted(fact: Fact, value: number): number {
  if (fact.type === "integer") return Math.round(value);
  return Number(value.toFixed(fact.type === "money" ? 2 : 6)) + 0;
}

// --- what a policy names -----------------------------------------------------------------------

/** Constants that conditions hold against the fact, and numbers and texts of expressions that read it. */
function constantsOf(name: string, policy: ValidPolicy): readonly FactValue[] {
  const conditions = [
    ...policy.rules.map((rule) => rule.conditions),
    ...policy.conditions.values(),
    ...policy.guardrails.flatMap(({ when }) => when ?? []),
  ];
  const compared = conditions.flatMap((condition) => testsOf(condition, policy)).filter((test) => test.fact === name);
  const fromConditions = compared.flatMap(({ operand }) => (operand.kind === "constant" ? ([operand.value].flat() as FactValue[]) : []));
  const fromExpressions = [...policy.derived.values()].flatMap(({ expression }) => literalsBeside(name, expression));
  return [...new Set([...fromConditions, ...fromExpressions])];
}

function literalsBeside(name: string, expression: Expression): readonly FactValue[] {
  const leaves = leavesOf(expression);
  if (!leaves.some((leaf) => leaf.kind === "fact" && leaf.name === name)) return [];
  return leaves.flatMap((leaf) => (leaf.kind === "literal" && leaf.value !== null ? [leaf.value] : []));
}

function leavesOf(expression: Expression): readonly Expression[] {
  const children = childrenOf(expression);
  return children.length === 0 ? [expression] : children.flatMap(leavesOf);
}

/** The tests under a condition, references followed. */
function testsOf(condition: Condition, policy: ValidPolicy): readonly TestCondition[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.conditions.flatMap((child) => testsOf(child, policy));
    case "not":
      return testsOf(condition.condition, policy);
    case "reference": {
      const target = policy.conditions.get(condition.name);
      return target ? testsOf(target, policy) : [];
    }
    case "test":
      return [condition];
    default:
      return condition satisfies never;
  }
}

// --- chance ------------------------------------------------------------------------------------

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
