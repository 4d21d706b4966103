/**
 * Random valid policies from a seed: every fact type, derived facts, nested and shared conditions,
 * every operator, event, strategy and option. `size` bounds the number of things (0 smallest).
 * Beside the document stand the trees of its expressions and the constants that its conditions
 * compare each fact with, so that borrowers can be made that stand exactly at a threshold.
 */
import type { FactType, FactValue, Json, JsonObject } from "#rules/policy";
import { Chooser } from "./chooser.ts";
import { booleanTree, type Names, namesOf, numberTree, stringTree, textOf, type Tree } from "./expression-trees.ts";

export interface RandomPolicy {
  readonly document: JsonObject;
  readonly trees: ReadonlyMap<string, Tree>;
  readonly thresholds: ReadonlyMap<string, readonly FactValue[]>;
}

interface Known {
  readonly name: string;
  readonly type: FactType;
  readonly nullable: boolean;
  readonly values?: readonly string[];
}

export interface FactDocument {
  readonly type: FactType;
  readonly nullable?: boolean;
  readonly scope?: "scenario";
  readonly protected?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

const NUMERIC: readonly FactType[] = ["number", "integer", "money"];
const STRINGS = ["a", "b", "c", "d", ""];
const REASONS = ["R1", "R2", "R3", "R4", "R5", "R6"];
/** Constants by type: few, so that borrowers meet them often. */
const CONSTANTS: Readonly<Record<FactType, readonly FactValue[]>> = {
  number: [-1.5, 0, 0.1, 0.3, 0.5, 1, 2.25, 10, 1000],
  integer: [-1, 0, 1, 2, 5, 60, 700],
  money: [0, 0.01, 99.99, 100, 1000, 12345.67],
  boolean: [true, false],
  string: STRINGS,
  strings: [[]],
};
const PERCENTS = [0, 0.01, 1.15, 2, 5, 10, 12.5, 20, 33.33, 50, 99.99, 100];
const AMOUNTS = [0, 0.01, 0.29, 50, 99.99, 100, 150, 500, 2000, 12345.67];
const STEPS = [0.01, 0.01, 0.07, 0.5, 1, 10, 50, 100, 250];

/** Makes one valid policy. The same seed and size give the same policy. */
export function randomPolicy(seed: number, size: number): RandomPolicy {
  return new PolicyMaker(new Chooser(seed), size).make();
}

class PolicyMaker {
  private readonly facts: Record<string, FactDocument> = { current_limit: { type: "money", min: 0 } };
  private readonly trees = new Map<string, Tree>();
  private readonly thresholds = new Map<string, FactValue[]>();
  /** What conditions and amounts may read. */
  private readonly known: Known[] = [{ name: "current_limit", type: "money", nullable: false }];
  private readonly shared: string[] = [];

  constructor(
    private readonly choose: Chooser,
    private readonly size: number,
  ) {}

  make(): RandomPolicy {
    const { choose } = this;
    this.addFacts();
    const derived = this.derived();
    const conditions = this.sharedConditions();
    const rules = choose.many(choose.chance(95) ? 1 : 0, this.ruleCount(), (i) => this.rule(i));
    const guardrails = choose.many(0, Math.min(4, this.size), (i) => this.guardrail(i));
    const document = {
      format: "limit-policy/1",
      name: "random",
      currency: choose.pick(["CNY", "TWD", "EUR"]),
      limit: this.limit(),
      strategy: choose.pick(["sequential", "first", "strictest"]),
      facts: this.facts as unknown as JsonObject,
      ...(Object.keys(derived).length > 0 ? { derived } : {}),
      ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
      rules,
      ...(guardrails.length > 0 ? { guardrails } : {}),
      reasons: Object.fromEntries(REASONS.map((code) => [code, { en: code }])),
    };
    return { document: document as JsonObject, trees: this.trees, thresholds: this.thresholds };
  }

  private ruleCount(): number {
    return this.size > 3 && this.choose.chance(4) ? 90 : 1 + this.size;
  }

  // --- facts -----------------------------------------------------------------------------------

  private addFacts(): void {
    const { choose, size } = this;
    if (choose.chance(70)) this.addFact("balance", { type: "money", ...(choose.chance(40) ? { nullable: true } : {}) });
    const types: FactType[] = ["number", "integer", "money", "boolean", "string", "strings"];
    for (const type of types) choose.many(size > 2 ? 1 : 0, 1 + Math.min(2, size), (i) => this.addFact(`${type}_${i}`, this.factOf(type)));
    if (choose.chance(10)) this.addFact("toString", { type: "number", nullable: true });
    if (choose.chance(10)) this.addFact("min", { type: "integer" });
  }

  private addFact(name: string, declaration: FactDocument): void {
    this.facts[name] = declaration;
    if (!declaration.protected)
      this.known.push({
        name,
        type: declaration.type,
        nullable: declaration.nullable === true,
        ...(declaration.values ? { values: declaration.values } : {}),
      });
  }

  private factOf(type: FactType): FactDocument {
    const { choose } = this;
    return {
      type,
      ...(choose.chance(40) ? { nullable: true } : {}),
      ...(choose.chance(12) ? { scope: "scenario" as const } : {}),
      ...(choose.chance(5) ? { protected: true } : {}),
      ...(NUMERIC.includes(type) && choose.chance(30) ? { min: -10 } : {}),
      ...(NUMERIC.includes(type) && choose.chance(30) ? { max: 2000 } : {}),
      ...((type === "string" || type === "strings") && choose.chance(60) ? { values: STRINGS.slice(0, choose.int(1, 4)) } : {}),
    };
  }

  private derived(): JsonObject {
    const { choose } = this;
    const made = choose.many(0, Math.min(6, this.size), (i) => [`derived_${i}`, this.oneDerived(`derived_${i}`)] as const);
    return Object.fromEntries(choose.shuffle(made));
  }

  private oneDerived(name: string): JsonObject {
    const { choose } = this;
    const type = choose.pick(["number", "number", "number", "boolean", "string"] as const);
    const make = { number: numberTree, boolean: booleanTree, string: stringTree }[type];
    const tree = make(choose, this.names(), choose.int(0, Math.min(4, 1 + this.size)));
    const fallback = choose.chance(45) ? choose.pick(CONSTANTS[type]) : undefined;
    this.trees.set(name, tree);
    this.known.push({ name, type, nullable: fallback === undefined });
    return { expression: textOf(tree, choose), ...(fallback === undefined ? {} : { default: fallback as Json }) };
  }

  private names(): Names {
    const of = (...types: FactType[]) => this.known.filter(({ type }) => types.includes(type)).map(({ name }) => name);
    return { number: of(...NUMERIC), boolean: of("boolean"), string: of("string") };
  }

  // --- conditions ------------------------------------------------------------------------------

  private sharedConditions(): JsonObject {
    const made = this.choose.many(0, Math.min(4, this.size), (i) => {
      const condition = this.group(2);
      this.shared.push(`shared_${i}`);
      return [`shared_${i}`, condition] as const;
    });
    return Object.fromEntries(this.choose.shuffle(made));
  }

  /** A condition that may stand at the root: not a bare test. */
  private group(depth: number): JsonObject {
    const { choose } = this;
    if (this.shared.length > 0 && choose.chance(12)) return { condition: choose.pick(this.shared) };
    if (choose.chance(15)) return { not: this.condition(depth - 1) };
    return { [choose.pick(["all", "any"])]: choose.many(1, 3, () => this.condition(depth - 1)) };
  }

  private condition(depth: number): JsonObject {
    return depth > 0 && this.choose.chance(45) ? this.group(depth) : this.test();
  }

  private test(): JsonObject {
    const { choose } = this;
    const fact = choose.pick(this.known);
    if (fact.type === "strings") return this.containsTest(fact);
    const ordering = NUMERIC.includes(fact.type) && choose.chance(60);
    if (ordering) return this.orderingTest(fact);
    const operator = choose.pick(["equal", "notEqual", "in", "notIn"]);
    if (operator === "in" || operator === "notIn")
      return { fact: fact.name, operator, value: choose.many(0, 3, () => this.constant(fact, 15)) as Json };
    const other = choose.chance(20)
      ? this.operand((k) => k.type === fact.type || (NUMERIC.includes(k.type) && NUMERIC.includes(fact.type)))
      : null;
    return { fact: fact.name, operator, value: other ?? (this.constant(fact, 20) as Json) };
  }

  private containsTest(fact: Known): JsonObject {
    const other = this.choose.chance(15) ? this.operand(({ type }) => type === "string") : null;
    return {
      fact: fact.name,
      operator: this.choose.pick(["contains", "doesNotContain"]),
      value: other ?? this.choose.pick(fact.values ?? STRINGS),
    };
  }

  private orderingTest(fact: Known): JsonObject {
    const { choose } = this;
    const other = choose.chance(20) ? this.operand(({ type }) => NUMERIC.includes(type)) : null;
    return {
      fact: fact.name,
      operator: choose.pick(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]),
      value: other ?? (this.constant(fact, 0) as Json),
    };
  }

  private operand(fits: (known: Known) => boolean): JsonObject | null {
    const fitting = this.known.filter((known) => fits(known) && !known.nullable);
    return fitting.length > 0 ? { fact: this.choose.pick(fitting).name } : null;
  }

  /** A constant for a fact, remembered as one of its thresholds; sometimes null. */
  private constant(fact: Known, nullPercent: number): FactValue {
    if (this.choose.chance(nullPercent)) return null;
    const value = this.choose.pick(fact.values ?? CONSTANTS[fact.type]);
    this.thresholds.set(fact.name, [...(this.thresholds.get(fact.name) ?? []), value]);
    return value;
  }

  // --- rules, guardrails, limit ----------------------------------------------------------------

  private rule(index: number): JsonObject {
    const { choose } = this;
    return {
      name: `rule-${index}`,
      ...(choose.chance(10) ? { enabled: choose.chance(40) } : {}),
      ...(choose.chance(60) ? { priority: choose.pick([1, 2, 3, 10, 900]) } : {}),
      conditions: this.group(3),
      event: this.event(),
    };
  }

  private event(): JsonObject {
    const { choose } = this;
    const type = choose.pick(
      ["increase", "increase", "increase", "decrease", "decrease", "set", "set", "hold", "refer", "freeze"].slice(
        0,
        choose.chance(70) ? 7 : 10,
      ),
    );
    const common = { reason: choose.pick(REASONS), ...(choose.chance(10) ? { review: choose.chance(80) } : {}) };
    if (type === "hold" || type === "refer" || type === "freeze") return { type, params: common };
    if (type === "set" || choose.chance(50)) return { type, params: { amount: this.amount(), ...common } };
    return { type, params: { percent: choose.pick(type === "increase" ? [...PERCENTS, 250, 1000] : PERCENTS), ...common } };
  }

  private amount(): Json {
    const numeric = this.known.filter(({ type }) => NUMERIC.includes(type));
    return this.choose.chance(35) ? { fact: this.choose.pick(numeric).name } : this.choose.pick(AMOUNTS);
  }

  private guardrail(index: number): JsonObject {
    const { choose } = this;
    const applies = choose.pick(["increase", "decrease"]);
    return {
      name: `guardrail-${index}`,
      applies,
      [applies === "increase" ? "atMost" : "atLeast"]: this.amount(),
      reason: choose.pick(REASONS),
      ...(choose.chance(40) ? { when: this.group(2) } : {}),
    };
  }

  private limit(): JsonObject {
    const { choose } = this;
    const minChange = choose.pick<JsonObject | undefined>([
      undefined,
      undefined,
      {},
      { amount: choose.pick(AMOUNTS) },
      { percent: choose.pick(PERCENTS) },
      { amount: choose.pick(AMOUNTS), percent: choose.pick(PERCENTS) },
    ]);
    return {
      fact: "current_limit",
      ...(this.facts.balance && choose.chance(80) ? { balance: "balance" } : {}),
      step: choose.pick(STEPS),
      ...(minChange ? { minChange } : {}),
      ...(choose.chance(50) ? { reviewDecreasePercent: choose.pick([0.01, 10, 33.33, 50, 100]) } : {}),
    };
  }
}

/** The declarations of a policy document's facts. */
export function factsOfDocument(document: JsonObject): [string, FactDocument][] {
  return Object.entries(document.facts as unknown as Record<string, FactDocument>);
}

/** The names of facts that a document's expressions read; for tests of what is used. */
export function namesRead(policy: RandomPolicy): Set<string> {
  return new Set([...policy.trees.values()].flatMap(namesOf));
}
