/** How a policy's facts meet a portfolio's columns, told before the run: what gives a fact, and which rows will be rejected. */
import { type ColumnMapping, type ColumnProfile, fitProblems, type PortfolioProfile, resolveMapping } from "#rules/portfolio";
import type { Fact, ValidPolicy } from "#rules/policy";

export type Verdict = "fits" | "null" | "look" | "rejects";

export interface FactColumn {
  readonly fact: Fact;
  readonly column: ColumnProfile | null;
  /** `null`: null for every borrower; `look`: some rows are rejected; `rejects`: all are. */
  readonly verdict: Verdict;
  readonly words: string;
}

export interface MappedColumns {
  /** Every borrower fact of either side, and the scenario's that a column gives. */
  readonly facts: readonly FactColumn[];
  /** The column of the borrowers' names; null for the row's number. */
  readonly id: string | null;
  /** Columns that nothing reads. */
  readonly unread: readonly string[];
  /** What keeps the run from being made, beside the facts. */
  readonly problems: readonly string[];
}

export function mapColumns(policies: readonly ValidPolicy[], mapping: ColumnMapping, profile: PortfolioProfile): MappedColumns {
  const resolved = resolveMapping(
    profile.columns.map(({ name }) => name),
    mapping,
    policies,
  );
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const facts = resolved.facts.flatMap(({ fact, column: name }): FactColumn[] => {
    if (name === null && fact.scope === "scenario") return [];
    const column = name === null ? null : (columns.get(name) ?? null);
    const fits = column === null ? [] : fitProblems(fact, column, profile.rows);
    const problems = [...resolved.problems.filter((problem) => problem.fact === fact.name), ...fits];
    const worst = problems.some(({ severity }) => severity === "error") ? "rejects" : problems.length > 0 ? "look" : null;
    const unknown = column === null || column.nulls === profile.rows;
    return [
      {
        fact,
        column,
        verdict: worst ?? (unknown ? "null" : "fits"),
        words: problems.length > 0 ? problems.map(({ message }) => message).join("; ") : unknown ? unknownWords(column) : "",
      },
    ];
  });
  const declared = new Set(resolved.facts.map(({ fact }) => fact.name));
  return {
    facts,
    id: resolved.id,
    unread: resolved.ignored,
    problems: resolved.problems.filter(({ fact }) => fact === null || !declared.has(fact)).map(({ message }) => message),
  };
}

function unknownWords(column: ColumnProfile | null): string {
  return column === null ? "no column gives it: not known of any borrower" : "the column is empty: not known of any borrower";
}
