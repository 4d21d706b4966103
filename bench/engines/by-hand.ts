/** What the engines that go borrower by borrower share: the borrowers' values with derived facts computed beforehand. */
import { derive } from "#rules/evaluate";
import type { FactValue } from "#rules/policy";
import type { BenchCase, Version } from "../cases.ts";
import { batchOf, factsAt } from "../population.ts";

/** A borrower's values: every declared fact (null where not known), the scenario's, and the derived ones. */
export type Values = Readonly<Record<string, FactValue>>;

/** For each of the first rows, the values under each version. */
export function valuesOf({ population }: BenchCase, versions: readonly Version[], rows: number): (readonly Values[])[] {
  const batch = batchOf(population(), rows);
  return Array.from({ length: rows }, (_, row) => versions.map((version) => valuesUnder(version, factsAt(batch, row))));
}

function valuesUnder({ policy, scenario }: Version, given: Values): Values {
  const facts = Object.fromEntries([...policy.facts.keys()].map((name) => [name, given[name] ?? scenario[name] ?? null]));
  return { ...facts, ...derive(policy, facts) };
}
