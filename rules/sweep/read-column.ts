/** One value of each borrower, straight from the columns: a fact's as the policy reads it, a derived fact's, or a column's own. */
import { type RawBatch, type RawColumn, valueAt } from "#rules/compile";
import { evaluateExpression } from "#rules/evaluate";
import { type DerivedFact, type Facts, type FactValue, factsOf, type ValidPolicy } from "#rules/policy";

export type ReadValue = (row: number) => FactValue;

/** A fact's or derived fact's value, for rows that have an outcome. */
export function factReader(policy: ValidPolicy, scenario: Facts, batch: RawBatch, name: string): ReadValue {
  if (policy.facts.has(name)) return givenReader(policy, scenario, batch, name);
  const derived = neededFor(policy, name);
  const read = new Set(derived.flatMap(({ expression }) => [...factsOf(expression)]));
  const readers = [...read]
    .filter((fact) => policy.facts.has(fact))
    .map((fact) => [fact, givenReader(policy, scenario, batch, fact)] as const);
  return (row) => {
    const values: Record<string, FactValue> = {};
    for (const [fact, reader] of readers) values[fact] = reader(row);
    for (const fact of derived) values[fact.name] = evaluateExpression(fact.expression, values) ?? fact.default;
    return values[name] ?? null;
  };
}

/** A column's numbers and truths as numbers; NaN where there is none. */
export function numberReader(column: RawColumn): (row: number) => number {
  return (row) => {
    const value = valueAt(column, row);
    return typeof value === "number" || typeof value === "boolean" ? Number(value) : Number.NaN;
  };
}

function givenReader(policy: ValidPolicy, scenario: Facts, batch: RawBatch, name: string): ReadValue {
  const column = batch.columns.get(name);
  const fill = policy.facts.get(name)?.scope === "scenario" ? (scenario[name] ?? null) : null;
  return (row) => {
    const value = column === undefined ? undefined : valueAt(column, row);
    return value === undefined ? fill : value;
  };
}

/** The derived fact after those that it reads, directly or not. */
function neededFor(policy: ValidPolicy, name: string): DerivedFact[] {
  const needed = new Set([name]);
  for (const fact of [...policy.derived.values()].reverse())
    if (needed.has(fact.name)) for (const read of factsOf(fact.expression)) needed.add(read);
  return [...policy.derived.values()].filter((fact) => needed.has(fact.name));
}
