/**
 * The borrowers for the comparison in the browser, in columns: `?set=NAME`, or `?portfolio=NAME&baseline=1&candidate=2` with the facts
 * that the two versions declare.
 */
import { BacktestProblem } from "../../../../../backtest/types";
import { errorResponse, route } from "../../../../_server/http";
import type { ColumnBytes } from "../../../../_server/portfolio-columns";
import { findPortfolioColumns, findSetColumns } from "../queries";

export const GET = route<{ params: Promise<{ policy: string }> }>(async (request, { params }) => {
  const query = new URL(request.url).searchParams;
  const { policy } = await params;
  const set = query.get("set");
  try {
    const found =
      set === null
        ? await findPortfolioColumns(policy, query.get("portfolio") ?? "", [query.get("baseline") ?? "", query.get("candidate") ?? ""])
        : await findSetColumns(policy, set);
    return found === null ? errorResponse("not-found", "there are no such borrowers") : answer(request, found);
  } catch (error) {
    if (error instanceof BacktestProblem) return errorResponse(error.code, error.message);
    throw error;
  }
});

/** The browser keeps the bytes and asks each time whether they are still these. */
function answer(request: Request, { bytes, tag }: ColumnBytes): Response {
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  if (request.headers.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  return new Response(bytes, { headers: { ...headers, "Content-Type": "application/gzip" } });
}
