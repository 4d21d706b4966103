import { listFixtures } from "#store";
import { route } from "../../../../../_server/http";
import { fixtureOf, fixtureSetOf } from "../../../../_fixture-sets";
import { storedFixtureSet } from "../../../../_stored";

export const GET = route<{ params: Promise<{ policy: string; name: string }> }>(async (_request, { params }) => {
  const { policy, name } = await params;
  const set = await storedFixtureSet(policy, name);
  if (set instanceof Response) return set;
  return Response.json({ ...fixtureSetOf(set), fixtures: (await listFixtures(set.id)).map(fixtureOf) });
});
