import { route } from "../../../../../_server/http";
import { storedVersion } from "../../../../_stored";

export const GET = route<{ params: Promise<{ policy: string; number: string }> }>(async (_request, { params }) => {
  const { policy, number } = await params;
  const version = await storedVersion(policy, number);
  return version instanceof Response ? version : Response.json(version);
});
