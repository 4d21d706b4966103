import { deletePortfolio, updatePortfolio } from "#store";
import { readJson } from "../../../_server/body";
import { route } from "../../../_server/http";
import { getSession } from "../../../_server/session";
import { mappingRefusal, mappingWith, portfolioOf, storedPortfolio } from "../../_portfolios";
import { updatePortfolioSchema } from "../../_schemas/portfolios";

interface Context {
  params: Promise<{ id: string }>;
}

/** A portfolio, by id or name, with its profile. */
export const GET = route<Context>(async (_request, { params }) => {
  const portfolio = await storedPortfolio((await params).id);
  return portfolio instanceof Response ? portfolio : Response.json(portfolioOf(portfolio));
});

/** Changes title, description or mapping. */
export const PATCH = route<Context>(async (request, { params }) => {
  const portfolio = await storedPortfolio((await params).id);
  if (portfolio instanceof Response) return portfolio;
  const body = await readJson(request, updatePortfolioSchema);
  if (body instanceof Response) return body;
  const mapping = mappingWith(portfolio.mapping, body.mapping);
  const refusal = mappingRefusal(portfolio, mapping);
  if (refusal) return refusal;
  return Response.json(portfolioOf(await updatePortfolio({ ...body, id: portfolio.id, mapping: body.mapping && mapping })));
});

/** Marks it deleted; its file and its runs stay. */
export const DELETE = route<Context>(async (_request, { params }) => {
  const portfolio = await storedPortfolio((await params).id);
  if (portfolio instanceof Response) return portfolio;
  await deletePortfolio({ id: portfolio.id, author: (await getSession()).author });
  return new Response(null, { status: 204 });
});
