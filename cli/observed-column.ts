import type { Fact } from "#rules/policy";

/** A catalogue that reads one column more: the outcome observed later, as numbers. A fact of that name stays as it is. */
export function withObserved(facts: ReadonlyMap<string, Fact>, name: string | undefined): ReadonlyMap<string, Fact> {
  if (name === undefined || facts.has(name)) return facts;
  const column: Fact = {
    kind: "fact",
    name,
    type: "number",
    nullable: true,
    min: null,
    max: null,
    values: null,
    scope: "borrower",
    protected: false,
    change: "none",
    unit: null,
    label: {},
  };
  return new Map([...facts, [name, column]]);
}
