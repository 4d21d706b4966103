/**
 * Random borrowers for a random policy: nulls and absent facts where allowed, values at and beside
 * the policy's thresholds, facts of scenario scope from the scenario, from the borrower, or both;
 * now and then a value that the catalogue refuses.
 */
import type { Facts, FactType, FactValue } from "#rules/policy";
import type { Chooser } from "./chooser.ts";
import { type FactDocument, factsOfDocument, type RandomPolicy } from "./random-policy.ts";

export interface RandomBorrower {
  readonly scenario: Facts;
  readonly facts: Facts;
}

const LIMITS = [0, 0.01, 50, 99.99, 100, 333.33, 1000, 1050, 1099.99, 12345.67, 200000];
const VALUES: Readonly<Record<Exclude<FactType, "strings">, readonly FactValue[]>> = {
  number: [-10, -1.5, 0, 0.005, 0.1, 0.30000000000000004, 0.5, 1.005, 10.125, 999.995, 1234.5678, 2000],
  integer: [-10, -1, 0, 1, 3, 59, 61, 699, 701, 2000],
  money: [-10, 0, 0.01, 0.29, 100.01, 500, 999.99, 1000.01, 1500.5, 2000],
  boolean: [true, false],
  string: ["a", "b", "z", "", " a"],
};

export function randomBorrower(choose: Chooser, policy: RandomPolicy): RandomBorrower {
  const facts: [string, FactValue][] = [];
  const scenario: [string, FactValue][] = [];
  for (const [name, declaration] of factsOfDocument(policy.document)) {
    const value = () => validValue(choose, name, declaration, policy);
    if (declaration.scope === "scenario") {
      if (choose.chance(80)) scenario.push([name, value()]);
      if (scenario.at(-1)?.[0] !== name || choose.chance(20)) facts.push([name, value()]);
    } else if (!declaration.nullable || choose.chance(85)) facts.push([name, value()]);
  }
  if (choose.chance(8)) facts.push(["undeclared", choose.pick<FactValue>([1, "x", null])]);
  if (choose.chance(8)) facts.push(["derived_0", 4711]);
  return { scenario: Object.fromEntries(scenario), facts: Object.fromEntries(choose.chance(7) ? spoilt(choose, facts) : facts) };
}

function validValue(choose: Chooser, name: string, declaration: FactDocument, policy: RandomPolicy): FactValue {
  if (declaration.nullable && choose.chance(20)) return null;
  if (declaration.type === "strings") return choose.shuffle(choose.some(declaration.values ?? ["a", "b", "c", "z", ""]));
  if (name === "current_limit") return choose.chance(80) ? choose.pick(LIMITS) : choose.int(0, 100_000_000) / 100;
  const thresholds = (policy.thresholds.get(name) ?? []).filter((value) => value !== null);
  if (thresholds.length > 0 && choose.chance(50)) return choose.pick(thresholds);
  const allowed = (declaration.values ?? VALUES[declaration.type]).filter((value) => withinRange(declaration, value));
  return choose.pick(allowed);
}

function withinRange({ min = -Infinity, max = Infinity }: FactDocument, value: FactValue): boolean {
  return typeof value !== "number" || (value >= min && value <= max);
}

/** One fact removed, nulled, or given a value of a wrong type, out of range, or not among the values. */
function spoilt(choose: Chooser, facts: [string, FactValue][]): [string, FactValue][] {
  const at = choose.int(0, Math.max(0, facts.length - 1));
  if (choose.chance(25)) return facts.filter((_, i) => i !== at);
  const wrong = choose.pick<FactValue>([null, "5", 5, true, 0.125, -1e6, 1e13, 2 ** 53, ["a", "a"], ["nowhere"], "nowhere", "true"]);
  return facts.map(([name, value], i) => [name, i === at ? wrong : value]);
}
