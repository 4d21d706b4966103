import { route } from "../../../_server/http";
import { stateOf } from "../../../_server/jobs/backtests";
import { storedBacktest } from "../../_backtests";

/** A run with how far it is and, once it is done, what it found. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  if (run instanceof Response) return run;
  return Response.json({ ...run, progress: (await stateOf(run.id))?.progress ?? null });
});
