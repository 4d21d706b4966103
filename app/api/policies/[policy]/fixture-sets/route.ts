import { listFixtureSets } from "#store";
import { route } from "../../../../_server/http";
import { fixtureSetOf } from "../../../_fixture-sets";
import { storedPolicy } from "../../../_stored";

export const GET = route<{ params: Promise<{ policy: string }> }>(async (_request, { params }) => {
  const policy = await storedPolicy((await params).policy);
  if (policy instanceof Response) return policy;
  return Response.json({ fixtureSets: (await listFixtureSets(policy.name)).map(fixtureSetOf) });
});
