import { compareInColumns } from "#rules/columns";
import { DataHash, hashed } from "#rules/compare";
import { readJson } from "../../_server/body";
import { route } from "../../_server/http";
import { createPause } from "../../_server/pause";
import { compareRequestSchema } from "../_schemas/compare";
import { borrowersOf, policyOf, scenarioRefusal } from "../_sources";

/** Two versions on the same borrowers: what changed and who shifts. */
export const POST = route(async (request) => {
  const body = await readJson(request, compareRequestSchema);
  if (body instanceof Response) return body;
  const baseline = await policyOf(body.baseline, "baseline");
  if (baseline instanceof Response) return baseline;
  const candidate = await policyOf(body.candidate, "candidate");
  if (candidate instanceof Response) return candidate;
  const given = await borrowersOf(body.borrowers, [body.candidate, body.baseline]);
  if (given instanceof Response) return given;
  const refusal =
    scenarioRefusal([baseline, candidate], body.scenario ?? {}) ??
    scenarioRefusal([baseline], body.baselineScenario ?? {}) ??
    scenarioRefusal([candidate], body.candidateScenario ?? {});
  if (refusal) return refusal;
  const both = { ...given.scenario, ...body.scenario };
  const data = new DataHash([baseline, candidate]);
  const comparison = await compareInColumns({
    baseline,
    candidate,
    scenario: { baseline: { ...both, ...body.baselineScenario }, candidate: { ...both, ...body.candidateScenario } },
    borrowers: hashed(given.borrowers, data),
    all: body.all,
    pause: createPause(request.signal),
    signal: request.signal,
  });
  return Response.json({ ...comparison, data: { hash: data.finish() } });
});
