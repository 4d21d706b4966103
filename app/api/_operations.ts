/** The operations of the API's description that most addresses have. */
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { errorSchema } from "./_schemas/common";

export function get(
  operationId: string,
  summary: string,
  response: z.ZodType,
  path?: Record<string, z.ZodType>,
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    ...(path && { requestParams: { path: z.object(path) } }),
    responses: {
      200: { description: "Done", content: { "application/json": { schema: response } } },
      ...(path && { 404: error("There is none of that name") }),
    },
  };
}

export function post(operationId: string, summary: string, body: z.ZodType, response: z.ZodType): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    requestBody: { required: true, content: { "application/json": { schema: body } } },
    responses: {
      200: { description: "Done", content: { "application/json": { schema: response } } },
      400: error("The request, a policy or the scenario is wrong; every problem is listed"),
      404: error("A stored policy, version or fixture set is not there"),
      413: error("The body is larger than 64 MB"),
    },
  };
}

export function error(description: string) {
  return { description, content: { "application/json": { schema: errorSchema } } };
}
