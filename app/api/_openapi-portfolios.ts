/** Portfolios and backtests in the API's description. */
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { error, get } from "./_operations";
import { backtestRequestSchema, backtestRunSchema, backtestSchema, backtestSummarySchema } from "./_schemas/backtests";
import {
  portfolioSchema,
  portfolioSummarySchema,
  registerRequestSchema,
  sampleQuerySchema,
  sampleSchema,
  updatePortfolioSchema,
  uploadQuerySchema,
} from "./_schemas/portfolios";

const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const binary = z.string().meta({ format: "binary" });
const portfolio = { id: z.string().meta({ description: "Id or name of a portfolio", example: "real-card-borrowers" }) };
const backtest = { id: z.uuid().meta({ description: "Id of a backtest" }) };

export const portfolioPaths: ZodOpenApiPathsObject = {
  "/api/portfolios": {
    get: get("listPortfolios", "Every portfolio", z.object({ portfolios: z.array(portfolioSummarySchema) })),
    post: {
      operationId: "addPortfolio",
      summary: "Adds a portfolio: a file as the body, of any size, or as JSON a file that lies on the server's machine",
      requestParams: { query: uploadQuerySchema.partial().meta({ description: "For a file as the body" }) },
      requestBody: {
        required: true,
        content: { "application/octet-stream": { schema: binary }, ...json(registerRequestSchema) },
      },
      responses: {
        201: { description: "Stored and profiled; Location says where", content: json(portfolioSchema) },
        400: error("The request is wrong, or the file cannot be read"),
        409: error("Another portfolio has the name"),
        507: error("The disk is full"),
      },
    },
  },
  "/api/portfolios/{id}": {
    get: get("getPortfolio", "A portfolio with its profile", portfolioSchema, portfolio),
    patch: {
      operationId: "updatePortfolio",
      summary: "Changes title, description or mapping",
      requestParams: { path: z.object(portfolio) },
      requestBody: { required: true, content: json(updatePortfolioSchema) },
      responses: {
        200: { description: "Done", content: json(portfolioSchema) },
        400: error("The request is wrong, or the mapping names columns that there are not"),
        404: error("There is none of that name"),
      },
    },
    delete: {
      operationId: "deletePortfolio",
      summary: "Marks a portfolio as deleted; its file and its runs stay",
      requestParams: { path: z.object(portfolio) },
      responses: { 204: { description: "Done" }, 404: error("There is none of that name") },
    },
  },
  "/api/portfolios/{id}/sample": {
    get: {
      ...get("samplePortfolio", "A pinned sample of its rows as borrowers: the same rows every time", sampleSchema, portfolio),
      requestParams: { path: z.object(portfolio), query: sampleQuerySchema },
    },
  },
};

export const backtestPaths: ZodOpenApiPathsObject = {
  "/api/backtests": {
    get: {
      ...get("listBacktests", "Backtests, newest first", z.object({ backtests: z.array(backtestSummarySchema) })),
      requestParams: { query: z.object({ policy: z.string().optional().meta({ description: "Only those of this policy" }) }) },
    },
    post: {
      operationId: "createBacktest",
      summary: "Runs one version or two over a portfolio",
      requestParams: { query: z.object({ wait: z.literal("1").optional().meta({ description: "As `wait` in the body" }) }) },
      requestBody: { required: true, content: json(backtestRequestSchema) },
      responses: {
        200: { description: "Waited for: the result", content: json(backtestSchema) },
        202: { description: "Queued; Location says where it is found", content: json(backtestRunSchema) },
        400: error("The request, a policy, the scenario or the mapping is wrong; every problem is listed"),
        404: error("A stored policy, version or portfolio is not there"),
        409: error("Waited for: it was cancelled, or the portfolio's file is not the one that was pinned"),
      },
    },
  },
  "/api/backtests/{id}": { get: get("getBacktest", "A backtest with how far it is and its result", backtestRunSchema, backtest) },
  "/api/backtests/{id}/events": {
    get: download("observeBacktest", "Server-sent events: `progress`, then `end`, with { status, progress, error }", "text/event-stream"),
  },
  "/api/backtests/{id}/cancel": { post: command("cancelBacktest", "Cancels it", 200, "It has ended already") },
  "/api/backtests/{id}/restart": { post: command("restartBacktest", "Queues a new one with the same inputs", 202) },
  "/api/backtests/{id}/result": {
    get: get("getBacktestResult", "The result, byte for byte the same every time", backtestSchema, backtest),
  },
  "/api/backtests/{id}/outcomes": {
    get: download("downloadOutcomes", "The outcomes row by row", "application/vnd.apache.parquet"),
  },
  "/api/backtests/{id}/rejected": {
    get: download("downloadRejected", "Every row that could not be evaluated, with its reasons", "text/csv"),
  },
};

function download(operationId: string, summary: string, type: string): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    requestParams: { path: z.object(backtest) },
    responses: { 200: { description: "Done", content: { [type]: { schema: binary } } }, 404: error("There is none") },
  };
}

function command(operationId: string, summary: string, status: 200 | 202, conflict?: string): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    requestParams: { path: z.object(backtest) },
    responses: {
      [status]: { description: "Done", content: json(backtestRunSchema) },
      404: error("There is none"),
      ...(conflict && { 409: error(conflict) }),
    },
  };
}
