import { errorResponse } from "../../_server/http";

/** Every address under /api that is no other's. */
function nothingHere(): Response {
  return errorResponse("not-found", "there is nothing at this address; GET /api/openapi.json lists all that there is");
}

export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
