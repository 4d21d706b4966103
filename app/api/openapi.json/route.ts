import { describeApi } from "../_openapi";

export const dynamic = "force-dynamic";

/** This API's description, generated from the schemas that its handlers check against. */
export function GET(): Response {
  return Response.json(describeApi());
}
