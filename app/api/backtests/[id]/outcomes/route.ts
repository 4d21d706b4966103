import { route } from "../../../../_server/http";
import { storedBacktest } from "../../../_backtests";
import { fileResponse } from "../../../_run-file";

/** The outcomes row by row, as Parquet. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  return run instanceof Response ? run : fileResponse(run, run.files.outcomes, "application/vnd.apache.parquet");
});
