import { route } from "../../../../_server/http";
import { resultResponse, storedBacktest } from "../../../_backtests";

/** The result alone, byte for byte the same every time. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  const run = await storedBacktest((await params).id);
  return run instanceof Response ? run : resultResponse(run);
});
