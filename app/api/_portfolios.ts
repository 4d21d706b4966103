/** Portfolios as the API shows and takes them. */
import "server-only";
import type { ColumnMapping } from "#rules/portfolio";
import { findPortfolio, type Portfolio } from "#store";
import { errorResponse } from "../_server/http";
import { profileProgress } from "../_server/jobs/profiles";
import type { InputProblem } from "../_server/input-problems";
import type { GivenMapping } from "./_schemas/portfolios";

/** The path is shown of a registered file only: where the data folder lies is the server's business. */
export function portfolioOf({ path, ...rest }: Portfolio) {
  const profiling = rest.profile === null ? profileProgress(rest.id) : null;
  return { ...rest, ...(rest.registered && { path }), ...(profiling && { profiling }) };
}

export async function storedPortfolio(idOrName: string): Promise<Portfolio | Response> {
  return (await findPortfolio(idOrName)) ?? errorResponse("not-found", `there is no portfolio \`${idOrName}\``);
}

/** The mapping with what is given in the place of what was. */
export function mappingWith(before: ColumnMapping, given: GivenMapping | undefined): ColumnMapping {
  if (!given) return before;
  const { facts = before.facts, id = before.id, observed = before.observed } = given;
  return { facts, id, observed };
}

/** The response for a mapping that names columns that the file does not have, or null. Without a profile nothing is known yet. */
export function mappingRefusal({ name, profile }: Portfolio, mapping: ColumnMapping): Response | null {
  if (!profile) return null;
  const columns = new Set(profile.columns.map((column) => column.name));
  const named = [
    ...Object.entries(mapping.facts).map(([fact, column]) => ({
      path: `/mapping/facts/${fact.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      column,
    })),
    ...[
      { path: "/mapping/id", column: mapping.id },
      { path: "/mapping/observed", column: mapping.observed },
    ],
  ];
  const problems = named.flatMap(({ path, column }): InputProblem[] =>
    column === null || columns.has(column)
      ? []
      : [{ code: "unknown-column", path, message: `portfolio \`${name}\` has no column \`${column}\`` }],
  );
  return problems.length === 0 ? null : errorResponse("unknown-column", "the mapping names columns that the file does not have", problems);
}
