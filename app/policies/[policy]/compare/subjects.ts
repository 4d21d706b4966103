/**
 * What borrowers can be told apart by: facts, derived facts and shared conditions, protected facts too, and the value of each by row. Of
 * the baseline where it knows the name, else of the candidate, as in a backtest.
 */
import { compile } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { type GroupValues, NodeValues } from "#rules/portfolio";
import type { Shown } from "./shown";

export interface Subject {
  readonly name: string;
  readonly kind: "fact" | "derived" | "condition";
  readonly protected: boolean;
}

/** As it stands in URLs: conditions may be named like facts. */
export function subjectKey({ kind, name }: Subject): string {
  return kind === "condition" ? `condition:${name}` : name;
}

/** Facts that some borrower gives, derived facts, shared conditions. */
export function subjectsOf({ baseline, candidate, borrowers }: Shown): Subject[] {
  const policies = [baseline.policy, candidate.policy];
  const facts = uniqueBy(policies.flatMap((policy) => [...policy.facts.values()])).filter(({ name }) => borrowers.batch.columns.has(name));
  const derived = [...new Set(policies.flatMap((policy) => [...policy.derived.keys()]))];
  const conditions = [...new Set(policies.flatMap((policy) => [...policy.conditions.keys()]))];
  return [
    ...facts.map((fact): Subject => ({ name: fact.name, kind: "fact", protected: fact.protected })),
    ...derived.map((name): Subject => ({ name, kind: "derived", protected: false })),
    ...conditions.map((name): Subject => ({ name, kind: "condition", protected: false })),
  ];
}

function uniqueBy<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}

export function findSubject(shown: Shown, key: string | null): Subject | null {
  return subjectsOf(shown).find((subject) => subjectKey(subject) === key) ?? null;
}

/** The values by row, for a grouping. */
export function valuesOf(shown: Shown, subject: Subject): GroupValues {
  const raw = shown.borrowers.batch.columns.get(subject.name);
  if (subject.kind === "fact" && (raw?.kind === "numbers" || raw?.kind === "booleans")) return raw;
  const read = readerOf(shown, subject);
  return { kind: "values", values: Array.from(shown.borrowers.names, (_, row) => read(row)) };
}

/** Numbers by row; NaN where the value is none. */
export function numbersOf(shown: Shown, subject: Subject): Float64Array {
  const read = readerOf(shown, subject);
  return Float64Array.from(shown.borrowers.names, (_, row) => {
    const value = read(row);
    return typeof value === "number" ? value : Number.NaN;
  });
}

/** One row's value; null too where a row has no outcome and what the value is made of cannot be read. */
export function readerOf(shown: Shown, { kind, name }: Subject): (row: number) => FactValue {
  const { program, nodes } = nodesOf(shown);
  const version = program.versions.find(({ values, conditions }) => (kind === "condition" ? conditions : values).has(name));
  if (version === undefined) return () => null;
  const read =
    kind === "condition" ? nodes.tester(version.conditions.get(name) as number) : nodes.reader(version.values.get(name) as number);
  return (row) => {
    try {
      return read(row);
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  };
}

const known = new WeakMap<Shown["outcomes"], ReturnType<typeof makeNodes>>();

function nodesOf(shown: Shown): ReturnType<typeof makeNodes> {
  const made = known.get(shown.outcomes) ?? makeNodes(shown);
  known.set(shown.outcomes, made);
  return made;
}

function makeNodes({ baseline, candidate, borrowers }: Shown) {
  const program = compile([baseline, candidate].map(({ policy, scenario }) => ({ policy, scenario })));
  const nodes = new NodeValues(program);
  nodes.load(borrowers.batch);
  return { program, nodes };
}
