import { policyJsonSchema } from "#rules/policy";

export const dynamic = "force-dynamic";

/** The JSON Schema of policy documents. */
export function GET(): Response {
  return Response.json(policyJsonSchema(), { headers: { "Content-Type": "application/schema+json" } });
}
