import { NO_MAPPING } from "#rules/portfolio";
import { listPortfolios } from "#store";
import { registerPortfolio, uploadPortfolio } from "../../_server/add-portfolio";
import { readJson } from "../../_server/body";
import { guarded } from "../../_server/guarded";
import { errorResponse, route } from "../../_server/http";
import { inputProblems } from "../../_server/input-problems";
import { mappingWith, portfolioOf } from "../_portfolios";
import { registerRequestSchema, uploadQuerySchema } from "../_schemas/portfolios";

/** Every living portfolio. */
export const GET = guarded(route(async () => Response.json({ portfolios: await listPortfolios() })));

/** Adds a portfolio: JSON registers a file of the server's machine, any other body is the file itself, written to disk as it comes. */
export const POST = guarded(
  route(async (request) => {
    const isJson = /^application\/json\b/i.test(request.headers.get("content-type") ?? "");
    const portfolio = await (isJson ? register(request) : upload(request));
    if (portfolio instanceof Response) return portfolio;
    return Response.json(portfolioOf(portfolio), { status: 201, headers: { Location: `/api/portfolios/${portfolio.id}` } });
  }),
);

async function register(request: Request) {
  const body = await readJson(request, registerRequestSchema);
  return body instanceof Response ? body : registerPortfolio(body.path, body, mappingWith(NO_MAPPING, body.mapping));
}

async function upload(request: Request) {
  const checked = uploadQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (checked.success) return uploadPortfolio(request, checked.data, checked.data.file);
  return errorResponse("invalid-input", "the address must say name and file: ?name=…&file=….csv", inputProblems(checked.error));
}
