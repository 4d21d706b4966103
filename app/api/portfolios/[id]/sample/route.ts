import { BacktestProblem } from "../../../../../backtest/types";
import { errorResponse, route } from "../../../../_server/http";
import { inputProblems } from "../../../../_server/input-problems";
import { sampleText } from "../../../../_server/sample-portfolio";
import { storedPortfolio } from "../../../_portfolios";
import { sampleQuerySchema } from "../../../_schemas/portfolios";
import { policyOf } from "../../../_sources";

/** A pinned sample of the portfolio's rows as borrowers. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (request, { params }) => {
  const portfolio = await storedPortfolio((await params).id);
  if (portfolio instanceof Response) return portfolio;
  const query = sampleQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return errorResponse("invalid-input", "the request is not as this address wants it", inputProblems(query.error));
  const policy = query.data.policy === undefined ? null : await policyOf({ name: query.data.policy, version: "latest" }, "policy");
  if (policy instanceof Response) return policy;
  if (!portfolio.profile)
    return errorResponse("not-ended", `the profile of portfolio \`${portfolio.name}\` is still being made; ask again`);
  try {
    return new Response(await sampleText(portfolio, query.data.rows, policy), { headers: { "Content-Type": "application/json" } });
  } catch (error) {
    if (error instanceof BacktestProblem) return errorResponse(error.code, error.message);
    throw error;
  }
});
