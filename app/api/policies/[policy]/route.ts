import { route } from "../../../_server/http";
import { storedPolicy } from "../../_stored";

export const GET = route<{ params: Promise<{ policy: string }> }>(async (_request, { params }) => {
  const policy = await storedPolicy((await params).policy);
  return policy instanceof Response ? policy : Response.json(policy);
});
