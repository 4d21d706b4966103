import { route } from "../../../../_server/http";
import { resubmitBacktest } from "../../../../_server/jobs/backtests";
import { getSession } from "../../../../_server/session";
import { storedBacktest } from "../../../_backtests";

/** Queues a new run with the same inputs. */
export const POST = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  if (run instanceof Response) return run;
  const again = await resubmitBacktest({ id: run.id, author: (await getSession()).author });
  return Response.json(again, { status: 202, headers: { Location: `/api/backtests/${again.id}` } });
});
