import { listBacktests } from "#store";
import { readJson } from "../../_server/body";
import { route } from "../../_server/http";
import { submitBacktest, waitForBacktest } from "../../_server/jobs/backtests";
import { backtestOf, resultResponse } from "../_backtests";
import { backtestRequestSchema } from "../_schemas/backtests";

/** Runs, newest first; with `policy` those of one. */
export const GET = route(async (request) => {
  const policy = new URL(request.url).searchParams.get("policy") ?? undefined;
  return Response.json({ backtests: await listBacktests({ policy }) });
});

/** Queues a run: 202 with where it is found, or, told to wait, its result. A caller who goes away leaves the run to go on. */
export const POST = route(async (request) => {
  const body = await readJson(request, backtestRequestSchema);
  if (body instanceof Response) return body;
  const given = await backtestOf(body);
  if (given instanceof Response) return given;
  const run = await submitBacktest(given);
  if (body.wait || new URL(request.url).searchParams.get("wait") === "1") return resultResponse(await waitForBacktest(run.id));
  return Response.json(run, { status: 202, headers: { Location: `/api/backtests/${run.id}` } });
});
