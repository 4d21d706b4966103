import { route } from "../../../../_server/http";
import { storedBacktest } from "../../../_backtests";
import { fileResponse } from "../../../_run-file";

/** Every row that could not be evaluated, with its reasons, as CSV. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  return run instanceof Response ? run : fileResponse(run, run.files.rejected, "text/csv; charset=utf-8");
});
