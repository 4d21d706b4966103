/**
 * Which column gives which fact. `resolveMapping` applies a mapping to the columns of a file and refuses what no row could
 * be read with; `suggestMapping` proposes one from names and profiles and tells beforehand what will not fit.
 */
import { countOf } from "#rules/format";
import { type Fact, type FactType, suggestion, type ValidPolicy } from "#rules/policy";
import type { ColumnMapping, ColumnProfile, PortfolioProfile } from "./types.ts";

/** A fact with the column that gives it; without one it is null or the scenario's. */
export interface FactColumn {
  readonly fact: Fact;
  readonly column: string | null;
}

export interface MappingProblem {
  readonly fact: string | null;
  readonly column: string | null;
  /** `error`: no row could be evaluated; `warning`: some rows will be rejected. */
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface ResolvedMapping {
  /** Every fact that a policy declares, in the order of the declarations. */
  readonly facts: readonly FactColumn[];
  readonly id: string | null;
  readonly observed: string | null;
  /** Columns that no fact is read from, and that are neither the name nor the observed outcome. */
  readonly ignored: readonly string[];
  readonly problems: readonly MappingProblem[];
}

export const NO_MAPPING: ColumnMapping = { facts: {}, id: null, observed: null };

/** All facts that the policies declare; where both do, the first one's declaration. */
export function factsOfPolicies(policies: readonly ValidPolicy[]): Map<string, Fact> {
  return new Map(policies.toReversed().flatMap((policy) => [...policy.facts]));
}

/** Applies a mapping to a file's columns. */
export function resolveMapping(columns: readonly string[], mapping: ColumnMapping, policies: readonly ValidPolicy[]): ResolvedMapping {
  const declared = factsOfPolicies(policies);
  const known = new Set(columns);
  const problems: MappingProblem[] = [];
  const refuse = (fact: string | null, column: string | null, message: string) =>
    problems.push({ fact, column, severity: "error", message });
  const given = (column: string, fact: string | null, what: string) => {
    if (!known.has(column)) refuse(fact, column, `${what}: the portfolio has no column \`${column}\`${suggestion(column, columns)}`);
    return column;
  };
  for (const name of Object.keys(mapping.facts)) {
    if (!declared.has(name))
      refuse(name, null, `\`${name}\` is mapped to a column, but no policy declares it${suggestion(name, [...declared.keys()])}`);
  }
  const facts = [...declared.values()].map((fact): FactColumn => {
    const mapped = Object.hasOwn(mapping.facts, fact.name) ? mapping.facts[fact.name] : undefined;
    if (mapped !== undefined) return { fact, column: given(mapped, fact.name, `\`${fact.name}\``) };
    return { fact, column: known.has(fact.name) ? fact.name : null };
  });
  for (const { fact, column } of facts) {
    if (column === null) problems.push(...missingColumn(fact, columns));
  }
  const id = mapping.id === null ? nameColumn(columns, declared) : given(mapping.id, null, "the borrowers' names");
  const observed = mapping.observed === null ? null : given(mapping.observed, null, "the observed outcome");
  const used = new Set<string | null>([...facts.map(({ column }) => column), id, observed]);
  return { facts, id, observed, ignored: columns.filter((column) => !used.has(column)), problems };
}

/** A fact that no column gives, that may not be null and that no scenario supplies would reject every row. */
function missingColumn(fact: Fact, columns: readonly string[]): MappingProblem[] {
  if (fact.nullable || fact.scope === "scenario") return [];
  const message = `no column gives \`${fact.name}\`, and the policy does not allow it to be null, so that every row would be rejected; map a column to it${suggestion(fact.name, columns)}`;
  return [{ fact: fact.name, column: null, severity: "error", message }];
}

/** `name`, else `id`; a column that is a fact's serves only where no other is there. */
function nameColumn(columns: readonly string[], facts: ReadonlyMap<string, Fact>): string | null {
  const present = ["name", "id"].filter((column) => columns.includes(column));
  return present.find((column) => !facts.has(column)) ?? present[0] ?? null;
}

// --- suggestions -----------------------------------------------------------------------------------

export interface MappingSuggestion extends ResolvedMapping {
  /** The mapping to run with: entries where a fact's column has another name. */
  readonly mapping: ColumnMapping;
}

/** Proposes a mapping by exact names, then by names that differ in case and separators only, and says what of it does not fit. */
export function suggestMapping(profile: PortfolioProfile, policies: readonly ValidPolicy[]): MappingSuggestion {
  const names = profile.columns.map(({ name }) => name);
  const declared = factsOfPolicies(policies);
  const byLooseName = new Map(names.toReversed().map((name) => [looseName(name), name]));
  const facts = [...declared.keys()].flatMap((fact) => {
    const column = names.includes(fact) ? fact : byLooseName.get(looseName(fact));
    return column === undefined || column === fact ? [] : [[fact, column] as const];
  });
  const mapping: ColumnMapping = { facts: Object.fromEntries(facts), id: null, observed: observedColumn(profile, declared) };
  const resolved = resolveMapping(names, mapping, policies);
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const fits = resolved.facts.flatMap(({ fact, column }) =>
    column === null ? [] : fitProblems(fact, columns.get(column) as ColumnProfile, profile.rows),
  );
  return { ...resolved, mapping, problems: [...resolved.problems, ...fits] };
}

function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** A column that calls itself observed and holds numbers or true and false. */
function observedColumn(profile: PortfolioProfile, declared: ReadonlyMap<string, Fact>): string | null {
  const fits = ({ name, type }: ColumnProfile) =>
    /^observed/i.test(name) && !declared.has(name) && (type === "integer" || type === "number" || type === "boolean");
  return profile.columns.find(fits)?.name ?? null;
}

const WANTED: Readonly<Record<FactType, string>> = {
  number: "numbers",
  integer: "whole numbers",
  money: "money with at most 2 decimals",
  boolean: "true and false",
  string: "texts",
  strings: "lists of texts",
};

/** What of a column cannot be the fact's values. */
export function fitProblems(fact: Fact, column: ColumnProfile, rows: number): MappingProblem[] {
  const problem = (severity: MappingProblem["severity"], message: string): MappingProblem => ({
    fact: fact.name,
    column: column.name,
    severity,
    message,
  });
  if (column.nulls === rows && rows > 0) {
    return canBeNull(fact) ? [] : [problem("error", `\`${column.name}\` is empty in every row, and \`${fact.name}\` must not be null`)];
  }
  const problems: MappingProblem[] = [];
  if (!fitsType(fact.type, column)) {
    const some = column.type === "text" || column.type === "number" ? "warning" : "error";
    problems.push(problem(some, `\`${fact.name}\` takes ${WANTED[fact.type]}, but \`${column.name}\` holds ${shownType(column)}`));
  }
  if (column.nulls > 0 && !canBeNull(fact))
    problems.push(
      problem("warning", `\`${column.name}\` is empty in ${countOf(column.nulls, "row")}, and \`${fact.name}\` must not be null`),
    );
  return [...problems, ...rangeProblems(fact, column, problem)];
}

function canBeNull(fact: Fact): boolean {
  return fact.nullable || fact.scope === "scenario";
}

function fitsType(type: FactType, column: ColumnProfile): boolean {
  switch (type) {
    case "number":
      return column.type === "number" || column.type === "integer";
    case "integer":
      return column.type === "integer";
    case "money":
      return column.type === "integer" || (column.type === "number" && column.guess === "money");
    case "boolean":
      return column.type === "boolean";
    case "string":
      return column.stored === "VARCHAR" || column.type === "text" || column.type === "date";
    case "strings":
      return column.type === "texts" || column.stored === "VARCHAR";
    default:
      return type satisfies never;
  }
}

function shownType({ type, guess, top }: ColumnProfile): string {
  const shown = type === "text" || type === "other" ? top.slice(0, 3).map(({ value }) => `\`${value}\``) : [];
  return `${WANTED[guess]}${shown.length > 0 ? `, such as ${shown.join(", ")}` : ""}`;
}

function rangeProblems(
  fact: Fact,
  column: ColumnProfile,
  problem: (severity: MappingProblem["severity"], message: string) => MappingProblem,
): MappingProblem[] {
  const { min, max } = column;
  const problems: MappingProblem[] = [];
  if (fact.min !== null && typeof min === "number" && min < fact.min)
    problems.push(problem("warning", `\`${column.name}\` goes down to ${min}, below the least value ${fact.min} of \`${fact.name}\``));
  if (fact.max !== null && typeof max === "number" && max > fact.max)
    problems.push(problem("warning", `\`${column.name}\` goes up to ${max}, above the greatest value ${fact.max} of \`${fact.name}\``));
  if (fact.type !== "string" || fact.values === null) return problems;
  const strange = column.top.filter(({ value }) => !fact.values?.includes(value));
  if (strange.length > 0) {
    const shown = strange.slice(0, 3).map(({ value, rows }) => `\`${value}\` (${rows.toLocaleString("en")} rows)`);
    problems.push(problem("warning", `\`${column.name}\` holds ${shown.join(", ")}, not among the values of \`${fact.name}\``));
  }
  return problems;
}
