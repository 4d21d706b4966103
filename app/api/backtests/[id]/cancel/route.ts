import { errorResponse, route } from "../../../../_server/http";
import { stopBacktest } from "../../../../_server/jobs/backtests";
import { getBacktest } from "#store";
import { storedBacktest } from "../../../_backtests";

/** Cancels a run that waits or runs. */
export const POST = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  if (run instanceof Response) return run;
  if (await stopBacktest(run.id)) return Response.json(await getBacktest(run.id));
  return errorResponse("already-ended", `the backtest is ${(await getBacktest(run.id)).status} already`);
});
