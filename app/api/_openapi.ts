/** The OpenAPI document of the HTTP API: one entry an address, from the schemas that the handlers use. */
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { backtestPaths, portfolioPaths } from "./_openapi-portfolios";
import { error, get, post } from "./_operations";
import { comparisonSchema, compareRequestSchema } from "./_schemas/compare";
import { evaluateRequestSchema, evaluateResponseSchema, validateResponseSchema } from "./_schemas/evaluate";
import { fixtureSetSchema, fixtureSetWithFixturesSchema, policySchema, versionSchema, versionWithTextSchema } from "./_schemas/policies";

const policy = z.string().meta({ description: "Name of a policy", example: "card-limit-review" });
const number = z.int().min(1).meta({ description: "Number of a version" });

export function describeApi() {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Limen",
      version: "1",
      description:
        "Policies for credit limits: read them, validate, evaluate, compare. Money is in the policy's currency with at most 2 decimals. Calls must come without an Origin, or from this server's own pages.",
    },
    servers: [{ url: "/" }],
    paths: {
      "/api/health": { get: get("health", "Whether the server answers and its database can be read", z.object({ status: z.string() })) },
      "/api/policies": { get: get("listPolicies", "Every policy", z.object({ policies: z.array(policySchema) })) },
      "/api/policies/{policy}": { get: get("getPolicy", "One policy", policySchema, { policy }) },
      "/api/policies/{policy}/versions": {
        get: get("listVersions", "Its versions, newest first", z.object({ versions: z.array(versionSchema) }), { policy }),
      },
      "/api/policies/{policy}/versions/{number}": {
        get: get("getVersion", "A version with the document's text", versionWithTextSchema, { policy, number }),
      },
      "/api/policies/{policy}/versions/{number}/document": {
        get: get("getDocument", "The document of a version, byte for byte", z.looseObject({}), { policy, number }),
      },
      "/api/policies/{policy}/versions/{number}/export": { get: exportOperation() },
      "/api/policies/{policy}/fixture-sets": {
        get: get("listFixtureSets", "Its fixture sets", z.object({ fixtureSets: z.array(fixtureSetSchema) }), { policy }),
      },
      "/api/policies/{policy}/fixture-sets/{name}": {
        get: get("getFixtureSet", "A fixture set with its fixtures", fixtureSetWithFixturesSchema, { policy, name: z.string() }),
      },
      "/api/validate": {
        post: post(
          "validate",
          "Whether the body, a policy document, is valid, with every problem",
          z.looseObject({}).meta({ description: "The document, byte for byte" }),
          validateResponseSchema,
        ),
      },
      "/api/evaluate": {
        post: post("evaluate", "Outcomes of borrowers under one policy, in the order given", evaluateRequestSchema, evaluateResponseSchema),
      },
      "/api/compare": {
        post: post("compare", "Two versions on the same borrowers: what changed and who shifts", compareRequestSchema, comparisonSchema),
      },
      ...portfolioPaths,
      ...backtestPaths,
      "/api/schema": { get: get("getSchema", "The JSON Schema of policy documents", z.looseObject({})) },
      "/api/openapi.json": { get: get("getDescription", "This document", z.looseObject({})) },
    },
  });
}

function exportOperation(): ZodOpenApiOperationObject {
  return {
    operationId: "exportVersion",
    summary: "A version as a ruleset for another engine, as a zip with a runner and its own test",
    requestParams: {
      path: z.object({ policy, number }),
      query: z.object({
        format: z.string().default("json-rules-engine"),
        fixtures: z.string().optional().meta({ description: "Fixture set that goes in as the ruleset's test" }),
      }),
    },
    responses: {
      200: { description: "The zip", content: { "application/zip": { schema: z.string().meta({ format: "binary" }) } } },
      404: error("There is none of that name"),
    },
  };
}
